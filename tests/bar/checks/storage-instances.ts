import { setTimeout as wait } from 'node:timers/promises';
import { type RunningApp, spawnApp } from '../../desktop/rig/running-app.ts';
import { startDesktop, type VirtualDesktop } from '../../desktop/rig/virtual-desktop.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { reduced: { instances: 4, rounds: 1 }, full: { instances: 50, rounds: 20 } };
/** How long an instance may take to see that it is not the first, when nothing else is started. */
const longestMs = 3_000;
/** Many starts at once share the processors, so that they may take much longer. */
const patienceMs = 180_000;

/**
 * ST-10: many starts of the real app at once on the same data: one owns it, all others end well. A later start alone ends
 * within 3 s, and on other data it runs beside the first.
 */
export async function keepOneOwner(size: CheckSize): Promise<CheckResult> {
  const { instances, rounds } = sizes[size];
  const desktop = await startDesktop();
  const wrong: string[] = [];
  const lateMs: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const userDataDir = `${desktop.folder}/data-${round}`;
      const start = () => spawnApp({ desktop, userDataDir, args: ['--hidden'] });
      const apps = await Promise.all(Array.from({ length: instances }, start));
      const owner = await ownerOf(apps);
      const codes = await Promise.all(apps.filter((app) => app !== owner).map((app) => app.waitForExit()));
      if (owner === null) wrong.push(`round ${round}: not exactly one owner`);
      if (codes.some((code) => code !== 0)) wrong.push(`round ${round}: ended with ${codes.find(Boolean)}`);
      const late = await start();
      if ((await late.waitForExit(patienceMs)) !== 0) wrong.push(`round ${round}: a late start failed`);
      lateMs.push(Date.now() - late.startedAtMs);
      if (owner !== null && round === 0 && !(await runsBeside(desktop, owner)))
        wrong.push('other data did not get an instance of its own');
      await owner?.quit();
    }
    const slowestMs = Math.max(...lateMs);
    return {
      figure:
        `${rounds} rounds of ${instances} starts at once, ${wrong.length} wrong${wrong.length > 0 ? `: ${wrong.slice(0, 3)}` : ''}; ` +
        `a later start ended after at most ${slowestMs} ms`,
      passed: wrong.length === 0 && (size === 'reduced' || slowestMs <= longestMs),
    };
  } finally {
    await desktop.stop();
  }
}

/** The one that is left when the others have ended; null if there is none, or more. */
async function ownerOf(apps: readonly RunningApp[]): Promise<RunningApp | null> {
  const deadlineMs = Date.now() + patienceMs;
  const left = () => apps.filter((app) => app.isRunning());
  while (left().length > 1 && Date.now() < deadlineMs) await wait(50);
  // One that is about to end as well would be seen now.
  await wait(500);
  const [owner, ...others] = left();
  return others.length === 0 && owner !== undefined ? owner : null;
}

async function runsBeside(desktop: VirtualDesktop, first: RunningApp): Promise<boolean> {
  const second = await spawnApp({ desktop, userDataDir: `${desktop.folder}/other`, args: ['--hidden'] });
  await wait(3_000);
  const areBoth = first.isRunning() && second.isRunning();
  await second.quit();
  return areBoth;
}
