import { setTimeout as wait } from 'node:timers/promises';
import type { Settings } from '#core/settings';
import { CelerdataFleet, type FleetMember } from './celerdata-fleet.ts';
import { FakeSystem } from './fake-system.ts';
import { importManyKeys } from './import-many-keys.ts';
import { RunningKeyfob, type TimedCopy } from './running-keyfob.ts';

/** Signals of logind and NetworkManager that Keyfob hears on the system bus, with the owners of the names. */
const systemSignals = [7];

const pressAgainMs = 2_000;

/**
 * The real app in the tray with many keys, on a computer with a fake logind. Its window is closed, as Chromium closes
 * Playwright's connection to it when logind tells of a sleep.
 */
export class SleepyKeyfob {
  readonly system: FakeSystem;
  readonly fleet: CelerdataFleet;
  /** The client id of each key, by its name. */
  readonly clientIds: ReadonlyMap<string, string>;
  readonly #keyfob: RunningKeyfob;

  private constructor(
    parts: { system: FakeSystem; fleet: CelerdataFleet; clientIds: ReadonlyMap<string, string> },
    keyfob: RunningKeyfob,
  ) {
    this.system = parts.system;
    this.fleet = parts.fleet;
    this.clientIds = parts.clientIds;
    this.#keyfob = keyfob;
  }

  /** Imports the keys, then closes the window. */
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
      await keyfob.closeWindow();
      await system.waitForListeners(systemSignals);
      return new SleepyKeyfob({ system, fleet, clientIds }, keyfob);
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
    const { pid } = this.#keyfob.app;
    process.kill(pid, 'SIGSTOP');
    try {
      await wait(ms);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    return Date.now();
  }

  /**
   * Copies the token of a key by the tray menu; throws if nothing is copied in time. The menu is pressed again when nothing
   * happens, as people do: while tokens change it is drawn anew, and a press may meet one that is gone.
   */
  async copy(name: string, timeoutMs = 10_000): Promise<TimedCopy> {
    const deadlineMs = Date.now() + timeoutMs;
    for (;;) {
      try {
        return await this.#keyfob.timedCopyFromTray(name, pressAgainMs);
      } catch (error) {
        if (Date.now() > deadlineMs) throw error;
      }
    }
  }

  async stop(): Promise<void> {
    await this.#keyfob.stop();
    await Promise.all([this.fleet.stop(), this.system.stop()]);
  }
}
