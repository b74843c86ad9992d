import type { ActivityActor, ActivityRecorder } from '#core/activity';
import type { KeyId } from '#core/api-key';
import type { Clipboard } from '#core/clipboard-port';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, Log, Random, Timer, Vault } from '#core/ports';
import type { Secret } from '#core/secret';
import type { SystemEvents } from '#core/system-events';
import type { AppState } from './app-state.ts';
import { type ClipboardTested, testClipboard } from './clipboard-test.ts';
import { ClipboardTrace } from './clipboard-trace.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';
import { type RenderedForm, renderForm } from './render-form.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly freshToken: FreshToken;
  readonly activity: ActivityRecorder;
  readonly vault: Vault;
  readonly clipboard: Clipboard;
  readonly events: SystemEvents;
  readonly clock: Clock;
  readonly random: Random;
  readonly timer: Timer;
  readonly log: Log;
}

/** What a copy promises. */
export interface Copied {
  readonly expiresAtMs: number | null;
  readonly clearsAtMs: number;
}

interface CopiedSecret {
  /** What may be there: the last copy, and before it those of which nobody could say that they are gone. */
  readonly secrets: readonly Secret[];
  /** Marks of a former run that still have to be known when these are cleared. */
  readonly leftOver: string;
  /** Ends the timer that clears it, and listening for what else does. */
  readonly cancel: () => void;
}

/**
 * Puts fresh tokens on the clipboard and takes them away again: after the set time, when the screen is locked, when the
 * computer goes to sleep, on quit, and at the next start after a crash (docs/rules-and-findings.md, P18).
 */
export class CopyToken {
  readonly #needs: Needs;
  readonly #trace: ClipboardTrace;
  #copied: CopiedSecret | null = null;
  #isStopped = false;
  /** Copies that were asked for; an older one that waited for its token must not replace a newer one. */
  #asked = 0;
  /** Writing and clearing take turns, because the clipboard answers later. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#trace = new ClipboardTrace(needs);
  }

  /**
   * Copies a token with the promised validity, fetching first if needed.
   *
   * @param formId one of core/copy-as; `raw` is the token itself
   */
  async copy(id: KeyId, formId = 'raw', actor: ActivityActor = 'window'): Promise<Result<Copied>> {
    this.#asked += 1;
    const mine = this.#asked;
    const rendered = await renderForm(this.#needs, id, formId);
    if (!rendered.ok) return rendered;
    return this.#inTurn(async () => {
      if (this.#isStopped || mine !== this.#asked) return fail('clipboardFailed', { reason: 'overtaken' });
      const written = await this.#write(id, rendered.value);
      if (written.ok) this.#needs.activity.record('copied', id, { actor, detail: formId });
      return written;
    });
  }

  /** Clears the clipboard if it still holds what was copied last. A copy that still waits for its token is given up. */
  clearNow(): Promise<void> {
    this.#asked += 1;
    return this.#clearInTurn();
  }

  /** Clears what a former run left on the clipboard when it crashed. To be called when the vault was opened. */
  clearLeftOver(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#copied === null) await this.#trace.clearLeftOver();
    });
  }

  /** Tries the clipboard out; what is on it goes. */
  test(): Promise<Result<ClipboardTested>> {
    return this.#inTurn(async () => {
      await this.#clear(this.#copied);
      return testClipboard(this.#needs.clipboard, this.#needs.random);
    });
  }

  /** Clears when the time is over: the timer stands still while the computer sleeps, and the clipboard may not have answered. */
  async clearIfDue(): Promise<void> {
    if (this.#isDue) await this.#clearInTurn();
  }

  /** Clears and copies nothing any more, also not what is still being fetched. */
  stop(): Promise<void> {
    this.#isStopped = true;
    return this.clearNow();
  }

  get #isDue(): boolean {
    const { state, clock } = this.#needs;
    const clearsAtMs = state.value.clipboard?.clearsAtMs;
    return clearsAtMs !== undefined && clearsAtMs <= clock.nowMs();
  }

  async #write(id: KeyId, { text, expiresAtMs }: RenderedForm): Promise<Result<Copied>> {
    const { state, clipboard, clock, log } = this.#needs;
    const before = await this.#trace.leave(text);
    const written = await clipboard.write(text);
    if (!written.ok) {
      // It may be there all the same, or in one of the two selections.
      const wasTried = written.failure.reason !== 'waylandToolsMissing';
      if (wasTried && (await clipboard.clearIfHolds(text)) === 'unknown')
        await this.#stillClear(id, text, before);
      else await this.#trace.putBack(before);
      return written;
    }
    this.#copied?.cancel();
    const clearAfterMs = state.value.settings.clipboardClearAfterMs;
    const clearsAtMs = clock.nowMs() + clearAfterMs;
    this.#copied = this.#clearLater([text], '', clearAfterMs);
    log.write('token.copied', { keyId: id });
    this.#remember(id);
    state.change({ clipboard: { keyId: id, clearsAtMs } });
    return ok({ expiresAtMs, clearsAtMs });
  }

  /** Like a copy whose time is over, together with what was there before: nobody knows which of them it is. */
  async #stillClear(id: KeyId, text: Secret, before: string): Promise<void> {
    const { state, clock } = this.#needs;
    const { secrets, leftOver, cancel } = this.#copied ?? { secrets: [], leftOver: before, cancel: () => {} };
    cancel();
    this.#copied = this.#clearLater([text, ...secrets], leftOver, 0);
    state.change({ clipboard: { keyId: id, clearsAtMs: clock.nowMs() } });
    await this.#trace.add(before);
  }

  #clearLater(secrets: readonly Secret[], leftOver: string, clearAfterMs: number): CopiedSecret {
    const { timer, events } = this.#needs;
    const clear = () => void this.#inTurn(() => this.#clear(copied));
    const endTimer = timer.after(clearAfterMs, clear);
    const endEvents = events.on((event) => {
      // Each event is an occasion for what did not answer when its time was over, such as a window that gets the focus.
      if (event === 'suspend' || event === 'screenLocked' || this.#isDue) clear();
    });
    const cancel = () => {
      endTimer();
      endEvents();
    };
    const copied: CopiedSecret = { secrets, leftOver, cancel };
    return copied;
  }

  /** Does nothing when a newer copy has taken the place of this one. What nobody can vouch for stays to be cleared, also at the next start. */
  async #clear(copied: CopiedSecret | null): Promise<void> {
    if (copied === null || copied !== this.#copied) return;
    const { state, clock, log } = this.#needs;
    if (!(await this.#areGone(copied.secrets))) {
      log.write('clipboard.notCleared');
      const shown = state.value.clipboard;
      if (shown !== null && !this.#isDue)
        state.change({ clipboard: { ...shown, clearsAtMs: clock.nowMs() } });
      return;
    }
    copied.cancel();
    this.#copied = null;
    state.change({ clipboard: null });
    await this.#trace.putBack(copied.leftOver);
  }

  async #areGone(secrets: readonly Secret[]): Promise<boolean> {
    for (const secret of secrets)
      if ((await this.#needs.clipboard.clearIfHolds(secret)) === 'unknown') return false;
    return true;
  }

  #clearInTurn(): Promise<void> {
    return this.#inTurn(() => this.#clear(this.#copied));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Recently used keys come first in the tray; a failed write costs only that order, so nobody waits for it. */
  #remember(id: KeyId): void {
    const { state, storage, clock } = this.#needs;
    const use = { lastCopiedAtMs: clock.nowMs() };
    state.changeUse(id, use);
    void storage.saveUse(id, use);
  }
}
