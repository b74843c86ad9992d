import { copiedWords, copyFailedWords, copyGivenUpWords, fetchingWords } from '#contract/words/notice-words';
import type { KeyId } from '#core/api-key';
import type { Clock, Notifier, Timer } from '#core/ports';
import type { App } from './create-app.ts';
import type { TrayForm } from './tray-model.ts';

interface Needs {
  readonly app: App;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Shows the window, at a key if one is given. */
  readonly openWindow: (id: KeyId | null) => void;
}

/** A copy that takes longer than this says that it is under way. */
const silentMs = 1_000;

/** What the tray does when it is pressed. Nobody sees a window then, so a notification says what happened. */
export class TrayActions {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** A menu entry: copies the key's token, as it is or in a form, and says how long it is valid, or why nothing was copied. */
  async copy(id: KeyId, form: TrayForm | null = null): Promise<void> {
    const { app, notifier, clock, timer, openWindow } = this.#needs;
    app.lock.noteUse();
    // A menu that was open when the vault was locked still names keys.
    if (app.isLocked) return openWindow(null);
    const name = app.nameOf(id);
    const cancel = timer.after(silentMs, () => {
      if (!app.isLocked) notifier.show({ ...fetchingWords(name), urgency: 'low' });
    });
    const copied = await app.copy.copy(id, form?.id, 'tray');
    cancel();
    // Also one that was done right then, as the lock clears the clipboard.
    if (app.isLocked) {
      notifier.show({ ...copyGivenUpWords, urgency: 'low', onClick: () => openWindow(null) });
    } else if (copied.ok) {
      const { expiresAtMs } = copied.value;
      const remainingMs = expiresAtMs === null ? null : expiresAtMs - clock.nowMs();
      notifier.show({ ...copiedWords(name, remainingMs, form?.label ?? null), urgency: 'low' });
    } else if (copied.failure.reason !== 'overtaken') {
      const words = copyFailedWords(name, copied.failure);
      notifier.show({ ...words, urgency: 'normal', onClick: () => openWindow(id) });
    }
  }

  /** Locks the vault. */
  lock(): void {
    void this.#needs.app.lock.lock('byUser');
  }

  /** Takes what was copied off the clipboard. */
  clearClipboard(): void {
    void this.#needs.app.copy.clearNow();
  }

  /** A primary click on the icon: copies the default key's token, or opens the window when none is chosen. */
  primaryClick(): void {
    const { app, openWindow } = this.#needs;
    const id = app.settings.defaultKeyId as KeyId | null;
    if (id === null || app.nameOf(id) === '') openWindow(null);
    else void this.copy(id);
  }
}
