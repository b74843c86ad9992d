import type { KeyId } from '#core/api-key';
import { ok, type Result } from '#core/failure';
import type { Clipboard, Clock, Log, Timer } from '#core/ports';
import type { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly freshToken: FreshToken;
  readonly clipboard: Clipboard;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
}

/** What a copy promises. */
export interface Copied {
  readonly expiresAtMs: number | null;
  readonly clearsAtMs: number;
}

/** Puts fresh tokens on the clipboard and takes them away again: after the set time, and on quit. */
export class CopyToken {
  readonly #needs: Needs;
  #copied: { readonly secret: Secret; readonly cancel: () => void } | null = null;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Copies a token with the promised validity, fetching first if needed. */
  async copy(id: KeyId): Promise<Result<Copied>> {
    const { state, freshToken, clipboard, clock, timer, log } = this.#needs;
    const handOut = await freshToken.handOut(id);
    if (!handOut.ok) return handOut;
    const secret = handOut.value.token;
    const written = await clipboard.write(secret);
    if (!written.ok) return written;
    this.#copied?.cancel();
    const clearAfterMs = state.value.settings.clipboardClearAfterMs;
    const clearsAtMs = clock.nowMs() + clearAfterMs;
    this.#copied = { secret, cancel: timer.after(clearAfterMs, () => void this.clearNow()) };
    log.write('token.copied', { keyId: id });
    this.#remember(id);
    state.change({ clipboard: { keyId: id, clearsAtMs } });
    return ok({ expiresAtMs: handOut.value.expiresAtMs, clearsAtMs });
  }

  /** Clears the clipboard if it still holds what was copied last. */
  async clearNow(): Promise<void> {
    const copied = this.#copied;
    if (copied === null) return;
    this.#copied = null;
    copied.cancel();
    await this.#needs.clipboard.clearIfHolds(copied.secret);
    this.#needs.state.change({ clipboard: null });
  }

  /** Recently used keys come first in the tray; a failed write costs only that order, so nobody waits for it. */
  #remember(id: KeyId): void {
    const { state, storage, clock } = this.#needs;
    const before = state.value.keys.get(id);
    if (before === undefined) return;
    const use = { ...before.use, lastCopiedAtMs: clock.nowMs() };
    state.changeKey(id, { use });
    void storage.saveUse(id, use);
  }
}
