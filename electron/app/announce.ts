import { digestWords } from '#contract/words/notice-words';
import type { KeyId } from '#core/api-key';
import type { InboxItem } from '#core/notices/inbox-item';
import { mayNotify, type ShownBefore, shownNow } from '#core/notices/notification-pause';
import { isQuiet } from '#core/notices/quiet-hours';
import type { Clock, Log, Notifier, Timer } from '#core/ports';
import type { AppState } from './app-state.ts';
import type { Inbox } from './inbox.ts';

interface Needs {
  readonly state: AppState;
  readonly inbox: Inbox;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  /** Opens the window, at this key if one is given. */
  readonly openKey: (id: KeyId | null) => void;
}

/** What happens within this time becomes one notification. */
const gatherMs = 2_000;

/**
 * Looks for notices that are due and shows them as notifications of the system: several at once as one, none in the quiet
 * hours, and later what could not be shown. The inbox has each at once.
 */
export class Announce {
  readonly #needs: Needs;
  #cancel: (() => void) | null = null;
  #isStopped = false;
  #shownBefore: ShownBefore | null = null;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Looks for what is due in a moment; called on each tick and each change. */
  announceSoon(): void {
    if (this.#isStopped) return;
    this.#cancel ??= this.#needs.timer.after(gatherMs, () => {
      this.#cancel = null;
      void this.#announceDue();
    });
  }

  /** Shows nothing any more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  async #announceDue(): Promise<void> {
    const { state, inbox } = this.#needs;
    // Keys that are not known yet would look like keys that are gone.
    if (state.value.vault.state !== 'open') return;
    const told = await inbox.give(this.#mayShow());
    if (told.length === 0 || this.#isStopped) return;
    // Behind a lock that came meanwhile nothing names a key.
    if (state.value.vault.state === 'open') this.#show(told);
    else await inbox.takeBack(told);
  }

  #mayShow(): boolean {
    const { state, inbox, notifier, clock } = this.#needs;
    const { settings, inbox: shown } = state.value;
    if (!notifier.isAvailable()) {
      inbox.setNotifications('unavailable');
      return false;
    }
    if (shown.notifications === 'unavailable') inbox.setNotifications('shown');
    return !isQuiet(settings.quietHours, clock.nowMs()) && mayNotify(this.#shownBefore, clock.elapsedMs());
  }

  #show(told: readonly InboxItem[]): void {
    const { inbox, notifier, clock, log, openKey } = this.#needs;
    const keyId = told[0]?.keyId ?? null;
    log.write('notice.shown', { keyId, kind: told[0]?.kind ?? null, count: told.length });
    this.#shownBefore = shownNow(this.#shownBefore, clock.elapsedMs());
    let hasFailed = false;
    const notice = {
      ...digestWords(told, clock.nowMs()),
      urgency: 'normal',
      onClick: () => openKey(keyId),
    } as const;
    notifier.show(notice, () => {
      hasFailed = true;
      inbox.setNotifications('failed');
      void inbox.takeBack(told);
    });
    if (!hasFailed) inbox.setNotifications('shown');
  }
}
