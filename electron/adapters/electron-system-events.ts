import { app, net, powerMonitor } from 'electron';
import type { SystemEvent, SystemEvents } from '#core/system-events';

/** Electron tells the main process nothing when the network comes back, so it is asked. */
const askEveryMs = 5_000;

/**
 * What Electron tells of the computer: suspend and resume everywhere (on Linux by logind), the screen lock on macOS and
 * Windows, the focus, and whether there is a network.
 */
export class ElectronSystemEvents implements SystemEvents {
  readonly #listeners = new Set<(event: SystemEvent) => void>();

  constructor() {
    powerMonitor.on('suspend', () => this.#tell('suspend'));
    powerMonitor.on('resume', () => this.#tell('resume'));
    powerMonitor.on('lock-screen', () => this.#tell('screenLocked'));
    powerMonitor.on('unlock-screen', () => this.#tell('screenUnlocked'));
    app.on('browser-window-focus', () => this.#tell('focus'));
    let wasOnline = net.isOnline();
    setInterval(() => {
      const isOnline = net.isOnline();
      if (isOnline !== wasOnline) this.#tell(isOnline ? 'online' : 'offline');
      wasOnline = isOnline;
    }, askEveryMs);
  }

  on(listener: (event: SystemEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event: SystemEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
