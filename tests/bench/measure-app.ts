import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { LaunchOptions } from '../desktop/rig/app-arguments.ts';
import { processFamily } from '../desktop/rig/process-table.ts';
import type { RunningApp } from '../desktop/rig/running-app.ts';
import { spawnApp } from '../desktop/rig/running-app.ts';
import type { VirtualDesktop } from '../desktop/rig/virtual-desktop.ts';

/** No process carries it: the family is then the app and what it started. */
const noVariable = 'KEYFOB_NOT_IN_ANY_ENVIRONMENT=1';

/** One start of an app, measured from outside. */
export interface StartMeasurement {
  /** From the start of the process until its tray icon is registered at the tray host. */
  readonly toTrayMs: number;
  /** Proportional set size of all its processes after a pause, in MiB. */
  readonly idlePssMib: number;
  readonly processes: number;
}

/** Starts an app, waits for its tray icon and for a quiet moment, measures, and ends it. */
export async function measureStart(
  desktop: VirtualDesktop,
  options: Omit<LaunchOptions, 'desktop'>,
  idleMs: number,
): Promise<StartMeasurement> {
  const app = await spawnApp({ ...options, desktop });
  await desktop.tray.waitForItem(20_000);
  const toTrayMs = Date.now() - app.startedAtMs;
  await wait(idleMs);
  const measured = { toTrayMs, ...memoryOf(app) };
  await app.quit();
  return measured;
}

/** Memory of an app and all that it started. */
export function memoryOf(app: RunningApp): { idlePssMib: number; processes: number } {
  const family = processFamily(noVariable, [app.pid]);
  const kib = family.map(({ id }) => pssKib(id)).reduce((sum, one) => sum + one, 0);
  return { idlePssMib: kib / 1024, processes: family.length };
}

function pssKib(processId: number): number {
  const rollup = readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
}

/** The value below which a share of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
