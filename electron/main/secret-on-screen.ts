import type { BrowserWindow } from 'electron';

/**
 * While the page shows a secret, macOS and Windows leave the window out of screenshots, recordings and shared screens. Linux
 * has no such thing: there only hiding it soon helps.
 */
export class SecretOnScreen {
  readonly #window: Pick<BrowserWindow, 'setContentProtection' | 'isDestroyed'>;
  readonly #isSupported: boolean;
  #ending: NodeJS.Timeout | undefined;

  constructor(
    window: Pick<BrowserWindow, 'setContentProtection' | 'isDestroyed'>,
    platform: NodeJS.Platform,
  ) {
    this.#window = window;
    this.#isSupported = platform === 'darwin' || platform === 'win32';
  }

  /** @param forMs how long the page shows it at most; null: until the window is closed */
  begin(forMs: number | null): void {
    if (!this.#isSupported) return;
    clearTimeout(this.#ending);
    this.#window.setContentProtection(true);
    if (forMs !== null) this.#ending = setTimeout(() => this.#end(), forMs);
  }

  #end(): void {
    if (!this.#window.isDestroyed()) this.#window.setContentProtection(false);
  }
}
