import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import { BusConnection } from '../rig/bus-connection.ts';
import { DESKTOP_MARK, OwnedProcesses } from '../rig/owned-processes.ts';
import { startSessionBus } from '../rig/session-bus.ts';
import { waitUntil } from '../rig/wait-until.ts';

const mock = 'org.freedesktop.DBus.Mock';
const login = {
  service: 'org.freedesktop.login1',
  path: '/org/freedesktop/login1',
  interface: 'org.freedesktop.login1.Manager',
};
const sessionPath = '/org/freedesktop/login1/session/c1';

const portal = {
  destination: 'org.freedesktop.portal.Desktop',
  path: '/org/freedesktop/portal/desktop',
  interface: 'org.freedesktop.portal.NetworkMonitor',
};

/** Templates of python-dbusmock that can be put on the bus. */
export type MockedService = 'logind' | 'networkmanager' | 'gnome_screensaver';

const busNames: Readonly<Record<MockedService, string>> = {
  logind: login.service,
  networkmanager: 'org.freedesktop.NetworkManager',
  gnome_screensaver: 'org.gnome.ScreenSaver',
};

/** A private bus with real stand-ins of system services (python-dbusmock); it can be both the system and the session bus. */
export class FakeSystem {
  readonly address: string;
  readonly bus: BusConnection;
  readonly #processes: OwnedProcesses;
  readonly #env: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #services = new Map<MockedService, ChildProcess>();

  private constructor(parts: {
    address: string;
    bus: BusConnection;
    processes: OwnedProcesses;
    env: Readonly<Record<string, string>>;
    folder: string;
  }) {
    this.address = parts.address;
    this.bus = parts.bus;
    this.#processes = parts.processes;
    this.#env = parts.env;
    this.#folder = parts.folder;
  }

  static async start(services: readonly MockedService[] = []): Promise<FakeSystem> {
    const folder = await mkdtemp(join(tmpdir(), 'keyfob-system-'));
    const mark = randomUUID();
    const processes = new OwnedProcesses(mark, folder);
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8', [DESKTOP_MARK]: mark };
    const address = await startSessionBus(processes, env, folder, []);
    const bus = await BusConnection.open(address);
    const addresses = { DBUS_SYSTEM_BUS_ADDRESS: address, DBUS_SESSION_BUS_ADDRESS: address };
    const system = new FakeSystem({ address, bus, processes, env: { ...env, ...addresses }, folder });
    for (const service of services) await system.startService(service);
    return system;
  }

  /** Puts a service on the bus. */
  async startService(service: MockedService): Promise<void> {
    const kind = service === 'gnome_screensaver' ? '--session' : '--system';
    // Debian's own Python is the one that has the package.
    const args = ['-m', 'dbusmock', kind, '--template', service];
    const options = { env: this.#env, stdio: 'ignore' } as const;
    this.#services.set(service, this.#processes.spawn('/usr/bin/python3', args, options));
    const name = busNames[service];
    // The name is there before the template's methods are.
    const isReady = async () =>
      (await this.bus
        .call({ destination: name, path: pathOf(name), interface: mock }, 'GetCalls')
        .catch(() => undefined)) && true;
    await waitUntil(`${name} did not appear`, 15_000, isReady, 50);
    if (service === 'logind') await this.#addSession();
  }

  /** Ends a service; its name is then free. */
  async stopService(service: MockedService): Promise<void> {
    this.#services.get(service)?.kill();
    const isGone = async () => !(await this.bus.hasOwner(busNames[service])) || undefined;
    await waitUntil(`${service} did not end`, 5_000, isGone, 20);
  }

  /** The computer is about to sleep, or has woken up. */
  async sleep(isAsleep: boolean): Promise<void> {
    await this.#emit(login.path, login.interface, 'PrepareForSleep', 'b', [isAsleep]);
  }

  /** The desktop locks or unlocks the screen and tells logind so. */
  async lockScreen(isLocked: boolean): Promise<void> {
    const session = { destination: login.service, path: sessionPath, interface: `${login.service}.Session` };
    await this.bus.call(session, 'SetLockedHint', 'b', [isLocked]);
  }

  /** Somebody asks the desktop to lock or unlock, as `loginctl` does. */
  async askToLock(isLocked: boolean): Promise<void> {
    const session = { destination: login.service, path: sessionPath, interface: `${login.service}.Session` };
    await this.bus.call(session, isLocked ? 'Lock' : 'Unlock');
  }

  /** GNOME's screen saver. */
  async screenSaver(isActive: boolean): Promise<void> {
    const name = busNames.gnome_screensaver;
    await this.bus.call({ destination: name, path: pathOf(name), interface: name }, 'SetActive', 'b', [
      isActive,
    ]);
  }

  /** The state of NetworkManager: 70 is the internet, 60 a sign-in page, 50 the local network, 20 nothing. */
  async network(state: number): Promise<void> {
    const name = busNames.networkmanager;
    const target = { destination: name, path: pathOf(name), interface: mock };
    await this.bus.call(target, 'SetGlobalConnectionState', 'u', [state]);
  }

  /** Puts the portal for sandboxes on the bus; `changeConnectivity` then sets what it says. */
  async startPortal(): Promise<void> {
    const args = ['-m', 'dbusmock', '--session', portal.destination, portal.path, portal.interface];
    this.#processes.spawn('/usr/bin/python3', args, { env: this.#env, stdio: 'ignore' });
    const isThere = async () => (await this.bus.hasOwner(portal.destination)) || undefined;
    await waitUntil('the portal did not appear', 15_000, isThere, 50);
  }

  /** 1 is the local network, 3 a sign-in page, 4 the internet. */
  async changeConnectivity(connectivity: number): Promise<void> {
    const target = { ...portal, interface: mock };
    const method = ['', 'GetConnectivity', '', 'u', `ret = ${connectivity}`];
    await this.bus.call(target, 'AddMethod', 'sssss', method);
    await this.bus.call(target, 'EmitSignal', 'sssav', ['', 'changed', '', []]);
  }

  /** Somebody else sends this signal with the value true, to everybody or to one connection. */
  async pretend(destination: string | undefined, from: string, member: string): Promise<void> {
    const stranger = sessionBus({ busAddress: this.address });
    await new Promise<void>((connected) => stranger.once('connect', () => connected()));
    const signal = Message.newSignal('/anywhere', from, member, 'b', [true]);
    if (destination !== undefined) signal.destination = destination;
    stranger.send(signal);
    stranger.disconnect();
  }

  /**
   * Waits until connections to the bus hear at least so many signals each, from when on Keyfob misses none; gives their
   * names, that of the one that hears most first.
   *
   * @param least of Keyfob's own connections; nobody else here hears as many
   */
  async waitForListeners(least: readonly number[]): Promise<readonly string[]> {
    const target = {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus.Debug.Stats',
    };
    const find = async () => {
      const [rules] = await this.bus.call(target, 'GetAllMatchRules');
      const all = Object.entries(rules as Record<string, readonly string[]>);
      const most = all.toSorted(([, a], [, b]) => b.length - a.length).slice(0, least.length);
      const areAll = least.every((count, at) => (most[at]?.[1].length ?? 0) >= count);
      return areAll ? most.map(([name]) => name) : undefined;
    };
    return waitUntil('nobody listens on the fake system', 10_000, find, 20);
  }

  /** Ends the bus and the services. */
  async stop(): Promise<void> {
    this.bus.close();
    await this.#processes.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** logind's own names for a session; ours is found as that of the user's screen. */
  async #addSession(): Promise<void> {
    const target = { destination: login.service, path: login.path, interface: mock };
    await this.bus.call(target, 'AddSession', 'ssusb', [
      'c1',
      'seat0',
      process.getuid?.() ?? 0,
      'tester',
      true,
    ]);
    await this.bus.call(target, 'AddMethod', 'sssss', [
      login.interface,
      'GetSessionByPID',
      'u',
      'o',
      `ret = "${sessionPath}"`,
    ]);
  }

  async #emit(path: string, from: string, member: string, signature: string, body: unknown[]): Promise<void> {
    const target = { destination: login.service, path, interface: mock };
    const values = body.map((value) => new Variant('b', value));
    await this.bus.call(target, 'EmitSignal', 'sssav', [from, member, signature, values]);
  }
}

function pathOf(name: string): string {
  return `/${name.replaceAll('.', '/')}`;
}
