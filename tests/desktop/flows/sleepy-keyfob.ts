import { setTimeout as wait } from 'node:timers/promises';
import type { Settings } from '#core/settings';
import { type RunningApp, spawnApp } from '../rig/running-app.ts';
import { CelerdataFleet, type FleetMember } from './celerdata-fleet.ts';
import { FakeSystem } from './fake-system.ts';
import { importManyKeys } from './import-many-keys.ts';
import { RunningKeyfob, type TimedCopy } from './running-keyfob.ts';

/** Signals of logind and NetworkManager that Keyfob hears on the system bus, with the owners of the names. */
const systemSignals = [7];

/**
 * The real app in the tray with many keys, on a computer with a fake logind. It is not started by Playwright, whose
 * connection to the window Chromium closes when logind tells of a sleep.
 */
export class SleepyKeyfob {
  readonly system: FakeSystem;
  readonly fleet: CelerdataFleet;
  /** The client id of each key, by its name. */
  readonly clientIds: ReadonlyMap<string, string>;
  readonly #keyfob: RunningKeyfob;
  readonly #app: RunningApp;

  private constructor(
    parts: { system: FakeSystem; fleet: CelerdataFleet; clientIds: ReadonlyMap<string, string> },
    keyfob: RunningKeyfob,
    app: RunningApp,
  ) {
    this.system = parts.system;
    this.fleet = parts.fleet;
    this.clientIds = parts.clientIds;
    this.#keyfob = keyfob;
    this.#app = app;
  }

  /** Imports the keys into the app with its window, then starts it in the tray. */
  static async start(
    members: readonly FleetMember[],
    keysPerService: number,
    settings: Partial<Settings> = {},
  ): Promise<SleepyKeyfob> {
    const fleet = await CelerdataFleet.start(members);
    const system = await FakeSystem.start(['logind', 'networkmanager']);
    const env = { DBUS_SYSTEM_BUS_ADDRESS: system.address };
    const keyfob = await RunningKeyfob.start({ desktop: { env }, settings });
    try {
      const clientIds = await importManyKeys(keyfob, fleet.services, keysPerService);
      await keyfob.app.quit();
      const app = await spawnApp({ desktop: keyfob.desktop, args: ['--hidden'] });
      await keyfob.waitForTrayEntry([...clientIds.keys()][0] ?? '');
      await system.waitForListeners(systemSignals);
      return new SleepyKeyfob({ system, fleet, clientIds }, keyfob, app);
    } catch (error) {
      await Promise.all([keyfob.stop(), fleet.stop()]);
      await system.stop();
      throw error;
    }
  }

  get names(): readonly string[] {
    return [...this.clientIds.keys()];
  }

  /**
   * Stops the main process for a while, as a sleep of the computer does; timers that fell due run late. The system's
   * clocks go on, so this is not quite a sleep: what waits for a timer goes on sooner than after a real one.
   *
   * @returns when it went on, epoch milliseconds
   */
  async standStill(ms: number): Promise<number> {
    process.kill(this.#app.pid, 'SIGSTOP');
    try {
      await wait(ms);
    } finally {
      process.kill(this.#app.pid, 'SIGCONT');
    }
    return Date.now();
  }

  /** Copies the token of a key by the tray menu; throws if nothing is copied in time. */
  copy(name: string, timeoutMs = 10_000): Promise<TimedCopy> {
    return this.#keyfob.timedCopyFromTray(name, timeoutMs);
  }

  async stop(): Promise<void> {
    await this.#app.quit().catch(() => undefined);
    await this.#keyfob.stop();
    await Promise.all([this.fleet.stop(), this.system.stop()]);
  }
}
