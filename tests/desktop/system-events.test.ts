import { EventEmitter } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ElectronParts, ElectronSystemEvents } from '#adapters/electron-system-events';
import type { LinuxSession } from '#adapters/linux-session-events';
import type { SystemEvent } from '#core/system-events';
import {
  type Happening,
  type SystemEventsSubject,
  systemEventsContract,
} from '../contracts/system-events-contract.ts';
import { ManualEvents } from '../fakes/memory-desktop.ts';
import { FakeSystem } from './flows/fake-system.ts';

/** Of the screen savers on the session bus, and of logind and NetworkManager on the system bus, with the owners of the names. */
const ourSignals = [10, 7];
/** Longer than a signal takes from the service to us. */
const settleMs = 150;

/** Electron's parts, as far as they tell of the computer. */
class FakeElectron implements ElectronParts {
  readonly app = new EventEmitter() as EventEmitter & ElectronParts['app'];
  readonly powerMonitor = new EventEmitter() as EventEmitter & ElectronParts['powerMonitor'];
  isOnline = true;
  readonly net = { isOnline: () => this.isOnline };
}

describe('the contract of system events: the test events', () => {
  const words: Readonly<Record<Happening, SystemEvent>> = {
    sleeps: 'suspend',
    wakes: 'resume',
    isLocked: 'screenLocked',
    isUnlocked: 'screenUnlocked',
    losesNetwork: 'offline',
    getsNetwork: 'online',
    isFocused: 'focus',
  };
  it.each(systemEventsContract)('$rule', async ({ check }) => {
    const events = new ManualEvents();
    await check({ events, happen: async (what) => events.tell(words[what]) });
  });
});

describe('the contract of system events: Electron without a bus', () => {
  it.each(systemEventsContract)('$rule', async ({ check }) => {
    vi.useFakeTimers();
    const electron = new FakeElectron();
    const happen = async (what: Happening) => {
      tellByElectron(electron, what, 'all');
      vi.advanceTimersByTime(30_000);
    };
    await check({ events: new ElectronSystemEvents(electron, null), happen });
    vi.useRealTimers();
  });
});

describe('Electron and the D-Bus of Linux', () => {
  let system: FakeSystem;
  let electron: FakeElectron;
  let events: ElectronSystemEvents;
  let heard: SystemEvent[];
  const session = (): LinuxSession => ({
    systemBus: system.address,
    sessionBus: system.address,
    isSandboxed: false,
  });
  const settled = async () => {
    await wait(settleMs);
    return heard.splice(0);
  };

  beforeEach(async () => {
    system = await FakeSystem.start(['logind', 'networkmanager', 'gnome_screensaver']);
    electron = new FakeElectron();
    events = new ElectronSystemEvents(electron, session());
    heard = [];
  });
  afterEach(() => system.stop());

  const listen = async () => {
    events.on((event) => heard.push(event));
    await system.waitForListeners(ourSignals);
    await settled();
  };

  it.each(systemEventsContract)('keep the contract: $rule', async ({ check }) => {
    await listen();
    const subject: SystemEventsSubject = {
      events,
      happen: async (what) => {
        tellByElectron(electron, what, 'as on Linux');
        await tellByBus(system, what);
        await wait(settleMs);
      },
    };
    await check(subject);
  });

  it('tell of a lock that was there before', async () => {
    await system.lockScreen(true);
    events.on((event) => heard.push(event));
    await expect.poll(() => heard).toEqual(['screenLocked']);
  });

  it('tell of a request to lock', async () => {
    await listen();
    await system.askToLock(true);
    expect(await settled()).toEqual(['screenLocked']);
    await system.lockScreen(true);
    await system.askToLock(false);
    expect(await settled()).toEqual([]);
    await system.lockScreen(false);
    expect(await settled()).toEqual(['screenUnlocked']);
  });

  it('hear nobody but the service itself', async () => {
    await listen();
    const listeners = await system.waitForListeners(ourSignals);
    for (const to of [undefined, ...listeners]) {
      await system.pretend(to, 'org.freedesktop.login1.Manager', 'PrepareForSleep');
      await system.pretend(to, 'org.gnome.ScreenSaver', 'ActiveChanged');
    }
    expect(await settled()).toEqual([]);
  });

  it('ask Electron only while the system is not sure of the internet', async () => {
    await listen();
    electron.isOnline = false;
    expect(await settled()).toEqual([]);
    await system.network(20);
    expect(await settled()).toEqual(['offline']);
    electron.isOnline = true;
    await system.network(60);
    await expect.poll(() => heard, { timeout: 7_000 }).toEqual(['online']);
    await system.network(70);
    expect(await settled()).toEqual(['online', 'online']);
  });

  it('ask the portal in a sandbox', async () => {
    await system.startPortal();
    await system.changeConnectivity(4);
    events = new ElectronSystemEvents(electron, { ...session(), isSandboxed: true });
    events.on((event) => heard.push(event));
    await settled();
    await system.changeConnectivity(1);
    expect(await settled()).toEqual([]);
    await system.changeConnectivity(4);
    await system.network(20);
    expect(await settled()).toEqual(['online']);
    electron.isOnline = false;
    await system.changeConnectivity(1);
    expect(await settled()).toEqual(['offline']);
  });

  it('forget what a service said when it is gone, and hear it again when it is back', async () => {
    await listen();
    await system.screenSaver(true);
    expect(await settled()).toEqual(['screenLocked']);
    await system.stopService('gnome_screensaver');
    expect(await settled()).toEqual(['screenUnlocked']);
    await system.startService('gnome_screensaver');
    await settled();
    await system.screenSaver(true);
    expect(await settled()).toEqual(['screenLocked']);
  });

  it('go on with what Electron tells when the bus ends', async () => {
    await listen();
    await system.screenSaver(true);
    expect(await settled()).toEqual(['screenLocked']);
    electron.isOnline = false;
    await system.stop();
    expect((await settled()).toSorted()).toEqual(['offline', 'screenUnlocked']);
    electron.powerMonitor.emit('suspend');
    electron.isOnline = true;
    await expect.poll(() => heard, { timeout: 7_000 }).toEqual(['suspend', 'online']);
  });
});

describe('a bus that is no help', () => {
  const address = join(tmpdir(), `keyfob-mute-bus-${process.pid}`);
  it.each([
    ['is not there', `unix:path=${address}-absent`],
    ['has an address that means nothing', 'nonsense'],
    ['never answers', `unix:path=${address}`],
  ])('leaves Electron: one that %s', async (_name, busAddress) => {
    const mute = createServer(() => undefined).listen(address);
    const electron = new FakeElectron();
    const session = { systemBus: busAddress, sessionBus: busAddress, isSandboxed: false };
    const events = new ElectronSystemEvents(electron, session);
    const heard: SystemEvent[] = [];
    events.on((event) => heard.push(event));
    await wait(settleMs);
    electron.powerMonitor.emit('suspend');
    electron.powerMonitor.emit('resume');
    expect(heard).toEqual(['suspend', 'resume']);
    mute.close();
  });
});

/** What Electron tells; on Linux it knows nothing of the lock. */
function tellByElectron(electron: FakeElectron, what: Happening, how: 'all' | 'as on Linux'): void {
  if (what === 'sleeps') electron.powerMonitor.emit('suspend');
  if (what === 'wakes') electron.powerMonitor.emit('resume');
  if (what === 'isLocked' && how === 'all') electron.powerMonitor.emit('lock-screen');
  if (what === 'isUnlocked' && how === 'all') electron.powerMonitor.emit('unlock-screen');
  if (what === 'losesNetwork') electron.isOnline = false;
  if (what === 'getsNetwork') electron.isOnline = true;
  if (what === 'isFocused') electron.app.emit('browser-window-focus');
}

/** The same by all services that know of it. */
async function tellByBus(system: FakeSystem, what: Happening): Promise<void> {
  if (what === 'sleeps' || what === 'wakes') await system.sleep(what === 'sleeps');
  if (what === 'isLocked' || what === 'isUnlocked') {
    await system.screenSaver(what === 'isLocked');
    await system.lockScreen(what === 'isLocked');
  }
  if (what === 'losesNetwork') await system.network(20);
  if (what === 'getsNetwork') await system.network(70);
}
