import type { App, Net, PowerMonitor } from 'electron';
import type { SystemEvent, SystemEvents } from '#core/system-events';
import { hearLinuxSession, type LinuxSession } from './linux-session-events.ts';

/**
 * Electron tells the main process nothing about the network by itself, so it is asked: often while there is none, so that it
 * is soon known to be back, and seldom otherwise, as each question wakes the processor several times.
 */
const askOfflineEveryMs = 5_000;
const askOnlineEveryMs = 30_000;

/** The parts of Electron that are listened to. */
export interface ElectronParts {
  readonly app: Pick<App, 'on'>;
  readonly net: Pick<Net, 'isOnline'>;
  readonly powerMonitor: Pick<PowerMonitor, 'on'>;
}

/**
 * What happens around Keyfob: as Electron tells it and, on Linux, as D-Bus does. Several sources may say the same; it is
 * told once. Whether there is a network is Electron's word, which is reliable when it says no; while the system is sure
 * that the internet can be reached, Electron is not asked.
 */
export class ElectronSystemEvents implements SystemEvents {
  readonly #electron: ElectronParts;
  readonly #linux: LinuxSession | null;
  readonly #listeners = new Set<(event: SystemEvent) => void>();
  #isAsleep = false;
  #isLocked = false;
  #wasOnline = true;
  /** Null until the system said something. */
  #isSurelyOnline: boolean | null = null;
  #asking: NodeJS.Timeout | undefined;

  /** @param linux where to hear what Electron does not tell on Linux; null elsewhere */
  constructor(electron: ElectronParts, linux: LinuxSession | null) {
    this.#electron = electron;
    this.#linux = linux;
  }

  on(listener: (event: SystemEvent) => void): () => void {
    if (this.#asking === undefined) this.#start();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** At the first listener: then the app has shown itself, and nothing here can delay that. */
  #start(): void {
    const { app, net, powerMonitor } = this.#electron;
    powerMonitor.on('suspend', () => this.#sleep(true));
    powerMonitor.on('resume', () => this.#sleep(false));
    powerMonitor.on('lock-screen', () => this.#lock(true));
    powerMonitor.on('unlock-screen', () => this.#lock(false));
    app.on('browser-window-focus', () => this.#tell('focus'));
    this.#wasOnline = net.isOnline();
    this.#askNetwork();
    if (this.#linux === null) return;
    void hearLinuxSession(this.#linux, {
      isAsleep: (isAsleep) => this.#sleep(isAsleep),
      isLocked: (isLocked) => this.#lock(isLocked),
      isSurelyOnline: (isSurelyOnline) => this.#trustNetwork(isSurelyOnline),
    });
  }

  #sleep(isAsleep: boolean): void {
    if (isAsleep === this.#isAsleep) return;
    this.#isAsleep = isAsleep;
    this.#tell(isAsleep ? 'suspend' : 'resume');
  }

  #lock(isLocked: boolean): void {
    if (isLocked === this.#isLocked) return;
    this.#isLocked = isLocked;
    this.#tell(isLocked ? 'screenLocked' : 'screenUnlocked');
  }

  #askNetwork(): void {
    const isOnline = this.#electron.net.isOnline();
    if (isOnline !== this.#wasOnline) this.#tell(isOnline ? 'online' : 'offline');
    this.#wasOnline = isOnline;
    this.#askIn(isOnline ? askOnlineEveryMs : askOfflineEveryMs);
  }

  #askIn(ms: number): void {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#askNetwork(), ms);
  }

  /** Sure again means that something came back, such as the way past a sign-in page, even if there was a network before. */
  #trustNetwork(isSurelyOnline: boolean): void {
    if (isSurelyOnline === this.#isSurelyOnline) return;
    const isFirstWord = this.#isSurelyOnline === null;
    this.#isSurelyOnline = isSurelyOnline;
    if (!isSurelyOnline) {
      this.#askNetwork();
      // The addresses, by which Electron knows, go a moment after the connection.
      this.#askIn(askOfflineEveryMs);
      return;
    }
    clearTimeout(this.#asking);
    if (!isFirstWord || !this.#wasOnline) this.#tell('online');
    this.#wasOnline = true;
  }

  #tell(event: SystemEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
