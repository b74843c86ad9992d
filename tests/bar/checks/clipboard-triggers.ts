import { Variant } from '@jellybrick/dbus-next';
import type { ClipboardKeyfob } from '../../desktop/flows/clipboard-keyfob.ts';
import type { FakeSystem } from '../../desktop/flows/fake-system.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { reduced: 1, full: 20 };
/** The bar; a quick run shares its processors with other tests. */
const longestMs = { reduced: 2_500, full: 500 };
const clearAfterMs = 30_000;
/** An owner that answers at all is quicker (docs/rules-and-findings.md, F21). */
const longestReadMs = 100;
/** Signals of logind and NetworkManager that Keyfob hears by its own connection, and by the two of Electron. */
const systemSignals = [7, 3, 3];

/** What ends the stay of a token on the clipboard. Those that end Keyfob too are followed by a new start. */
interface Trigger {
  readonly name: string;
  readonly ends: boolean;
  readonly pull: (app: ClipboardKeyfob) => Promise<unknown>;
  /** Brings back what was before. */
  readonly undo?: (app: ClipboardKeyfob) => Promise<unknown>;
}

const signal = (name: NodeJS.Signals): Trigger => ({
  name,
  ends: true,
  pull: async ({ keyfob }) => process.kill(keyfob.app.pid, name),
});

const screenLock: Trigger = {
  name: 'screen lock',
  ends: false,
  pull: ({ system }) => system.lockScreen(true),
  undo: ({ system }) => system.lockScreen(false),
};
const suspend: Trigger = {
  name: 'suspend',
  ends: false,
  pull: ({ system }) => system.sleep(true),
  undo: ({ system }) => system.sleep(false),
};
const vaultLock: Trigger = {
  name: 'lock',
  ends: false,
  pull: ({ keyfob }) => keyfob.desktop.tray.press('Lock'),
  undo: (app) => app.restart(['--hidden']),
};
const quit: Trigger = { name: 'quit', ends: true, pull: ({ keyfob }) => keyfob.desktop.tray.press('Quit') };
const sessionEnd: Trigger = { name: 'session end', ends: true, pull: ({ system }) => shutDown(system) };

const triggers = {
  reduced: [screenLock, suspend, signal('SIGTERM'), sessionEnd],
  full: [
    screenLock,
    suspend,
    vaultLock,
    quit,
    signal('SIGTERM'),
    signal('SIGINT'),
    signal('SIGHUP'),
    sessionEnd,
  ],
};

/**
 * CB-04: each trigger empties both selections within 500 ms, and before Keyfob ends. Another program owns them all the
 * time and keeps the token, as clipboard managers do: X11 itself empties what belonged to a program that ended.
 */
export async function clearOnTriggers(app: ClipboardKeyfob, size: CheckSize): Promise<CheckResult> {
  const { keyfob, system, key } = app;
  await app.clearAfter(clearAfterMs);
  const figures: string[] = [];
  let passed = true;
  for (const trigger of triggers[size]) {
    const timesMs: number[] = [];
    for (let n = 0; n < sizes[size]; n += 1) {
      if (!keyfob.app.isRunning()) await app.restart(['--hidden']);
      await system.waitForListeners(systemSignals);
      await keyfob.copyFromTray(key.name);
      await app.keepByManager(key.token);
      timesMs.push(await timeOf(trigger, app));
      await trigger.undo?.(app);
    }
    figures.push(`${trigger.name} ${Math.max(...timesMs)}`);
    if (Math.max(...timesMs) > longestMs[size]) passed = false;
  }
  return { figure: `worst of ${sizes[size]} each, ms: ${figures.join(', ')}`, passed };
}

/** Milliseconds until both selections are empty; endless if that does not come, or Keyfob does not end where it should. */
async function timeOf(trigger: Trigger, app: ClipboardKeyfob): Promise<number> {
  const pulledAtMs = Date.now();
  const pulled = trigger.pull(app).catch(() => undefined);
  const ended = trigger.ends ? app.keyfob.app.waitForExit() : Promise.resolve(0);
  // A reader that meets Keyfob's very end is never answered, and asks again.
  const isEmpty = () => app.isEmpty(longestReadMs).catch(() => undefined);
  const emptied = waitUntil('not cleared', 5_000, isEmpty, 5).then(() => Date.now() - pulledAtMs);
  const [timeMs] = await Promise.all([emptied, ended, pulled]).catch(() => [Number.POSITIVE_INFINITY]);
  return timeMs;
}

/** The computer is about to shut down, which ends the session. */
async function shutDown(system: FakeSystem): Promise<void> {
  const logind = '/org/freedesktop/login1';
  const target = {
    destination: 'org.freedesktop.login1',
    path: logind,
    interface: 'org.freedesktop.DBus.Mock',
  };
  await system.bus.call(target, 'EmitSignal', 'sssav', [
    'org.freedesktop.login1.Manager',
    'PrepareForShutdown',
    'b',
    [new Variant('b', true)],
  ]);
}
