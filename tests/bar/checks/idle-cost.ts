import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { importManyKeys } from '../../desktop/flows/import-many-keys.ts';
import { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { BARE_APP_FOLDER } from '../../desktop/rig/app-arguments.ts';
import { processFamily } from '../../desktop/rig/process-table.ts';
import { type RunningApp, spawnApp } from '../../desktop/rig/running-app.ts';
import { startDesktop } from '../../desktop/rig/virtual-desktop.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** Whole periods of 30 s, in which Keyfob looks at its keys and at the network: a shorter sample has all of that or nothing. */
const sizes = { reduced: { keys: 50, idleMs: 30_000 }, full: { keys: 1_000, idleMs: 600_000 } };
/** After this pause both apps have finished what they do at start; some 25 s after it Chromium and V8 tidy up. */
const quietMs = 45_000;
const lifetimeS = 6 * 3_600;
/** USER_HZ, in which the kernel counts the time of a process: 100 on every architecture that Electron runs on. */
const ticksPerSecond = 100;
const mostCpuShare = 0.005;
const mostWakeUpsPerS = 2;

/** What an app used since it started, over all its processes and threads. */
interface Usage {
  readonly atMs: number;
  readonly cpuTicks: number;
  /** Voluntary context switches: a thread went to sleep, so something had woken it up. */
  readonly wakeUps: number;
}

/** SC-11: what Keyfob costs with nothing to do and its window closed, above a bare Electron tray app beside it. */
export async function measureIdleCost(size: CheckSize): Promise<CheckResult> {
  const { keys, idleMs } = sizes[size];
  const keyfob = await RunningKeyfob.start({ services: { lifetimesS: { celerdata: lifetimeS } } });
  const bareDesktop = await startDesktop();
  try {
    await importManyKeys(keyfob, [keyfob.services.celerdata], keys);
    await keyfob.app.quit();
    const app = await spawnApp({ desktop: keyfob.desktop, args: ['--hidden'] });
    const bare = await spawnApp({
      desktop: bareDesktop,
      appFolder: BARE_APP_FOLDER,
      userDataDir: `${bareDesktop.folder}/bare`,
    });
    await keyfob.waitForTrayEntry('service 0 key 0');
    await bareDesktop.tray.waitForItem();
    await wait(quietMs);
    const before = [usageOf(app), usageOf(bare)] as const;
    await wait(idleMs);
    const ours = rates(before[0], usageOf(app));
    const theirs = rates(before[1], usageOf(bare));
    await Promise.all([app.quit(), bare.quit()]);
    return judge(`${keys} keys, idle for ${idleMs / 1000} s`, ours, theirs);
  } finally {
    await bareDesktop.stop();
    await keyfob.stop();
  }
}

interface Rates {
  readonly cpuShare: number;
  readonly wakeUpsPerS: number;
}

function judge(what: string, ours: Rates, theirs: Rates): CheckResult {
  const cpuShare = ours.cpuShare - theirs.cpuShare;
  const wakeUpsPerS = ours.wakeUpsPerS - theirs.wakeUpsPerS;
  const words = ({ cpuShare: cpu, wakeUpsPerS: wakes }: Rates) =>
    `${(cpu * 100).toFixed(2)} % of a core and ${wakes.toFixed(2)} wake-ups/s`;
  return {
    figure:
      `${what}: Keyfob ${words(ours)}, bare Electron ${words(theirs)}, above it ${words({ cpuShare, wakeUpsPerS })} ` +
      '(all processes and threads)',
    passed: cpuShare <= mostCpuShare && wakeUpsPerS <= mostWakeUpsPerS,
  };
}

function rates(before: Usage, after: Usage): Rates {
  const seconds = (after.atMs - before.atMs) / 1000;
  return {
    cpuShare: (after.cpuTicks - before.cpuTicks) / ticksPerSecond / seconds,
    wakeUpsPerS: (after.wakeUps - before.wakeUps) / seconds,
  };
}

function usageOf(app: RunningApp): Usage {
  // No process carries the variable: the family is the app and what it started.
  const ids = processFamily('KEYFOB_NOT_IN_ANY_ENVIRONMENT=1', [app.pid]).map(({ id }) => id);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    atMs: performance.now(),
    cpuTicks: sum(ids.map(cpuTicksOf)),
    wakeUps: sum(
      ids.flatMap((id) => readdirSync(`/proc/${id}/task`).map((thread) => switchesOf(id, thread))),
    ),
  };
}

/** User and system time (proc(5), stat, fields 14 and 15), also of threads that have ended. */
function cpuTicksOf(id: number): number {
  const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function switchesOf(id: number, thread: string): number {
  try {
    const status = readFileSync(`/proc/${id}/task/${thread}/status`, 'latin1');
    return Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
  } catch {
    // The thread ended meanwhile.
    return 0;
  }
}
