import type { SystemPreferences } from 'electron';
import { fail, ok, type Result } from '#core/failure';
import type { ConfirmPresence } from '#core/presence-port';

/** Asks by Touch ID, on macOS. Electron has nothing like it for Linux and Windows. */
export class TouchId implements ConfirmPresence {
  readonly #system: Pick<SystemPreferences, 'canPromptTouchID' | 'promptTouchID'>;

  constructor(system: Pick<SystemPreferences, 'canPromptTouchID' | 'promptTouchID'>) {
    this.#system = system;
  }

  isAvailable(): boolean {
    return this.#system.canPromptTouchID();
  }

  async confirm(reason: string): Promise<Result<void>> {
    try {
      await this.#system.promptTouchID(reason);
      return ok(undefined);
    } catch {
      // Electron gives one error for "cancelled" and for "another finger".
      return fail('notAllowed', { reason: 'presenceNotConfirmed' });
    }
  }
}
