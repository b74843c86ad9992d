import type { PowerMonitor } from 'electron';
import type { IdleTime } from '#core/presence-port';

/**
 * How long nobody used the computer, by Electron. Under Wayland no program hears of input to others, and XWayland knows only of
 * its own windows: there it is not known.
 */
export class ElectronIdle implements IdleTime {
  readonly #powerMonitor: Pick<PowerMonitor, 'getSystemIdleTime'>;
  readonly #isTold: boolean;

  constructor(
    powerMonitor: Pick<PowerMonitor, 'getSystemIdleTime'>,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.#powerMonitor = powerMonitor;
    this.#isTold =
      environment['XDG_SESSION_TYPE'] !== 'wayland' && (environment['WAYLAND_DISPLAY'] ?? '') === '';
  }

  idleMs(): number | null {
    return this.#isTold ? this.#powerMonitor.getSystemIdleTime() * 1_000 : null;
  }
}
