import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type RunningApp, spawnApp } from '../../desktop/rig/running-app.ts';
import { startDesktop, type VirtualDesktop } from '../../desktop/rig/virtual-desktop.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/**
 * Many starts at once share the processors, so that they may take long. The reduced size ends well within the time of a test, to
 * say what went wrong: Chromium waits 20 s for an owner that does not answer.
 */
const sizes = {
  reduced: { instances: 4, rounds: 1, patienceMs: 35_000 },
  full: { instances: 50, rounds: 20, patienceMs: 180_000 },
};
/** How long an instance may take to see that it is not the first, when nothing else is started. */
const longestMs = 3_000;

/**
 * ST-10: many starts of the real app at once on the same data: one owns it, all others end well. A later start alone ends
 * within 3 s, and on other data it runs beside the first.
 */
export async function keepOneOwner(size: CheckSize): Promise<CheckResult> {
  const { instances, rounds, patienceMs } = sizes[size];
  const desktop = await startDesktop();
  const wrong: string[] = [];
  const lateMs: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const userDataDir = `${desktop.folder}/data-${round}`;
      const start = () => spawnApp({ desktop, userDataDir, args: ['--hidden'] });
      const apps = await Promise.all(Array.from({ length: instances }, start));
      const owner = await ownerOf(apps, patienceMs);
      if (owner === null) {
        wrong.push(`round ${round}: ${await told(apps, userDataDir)}`);
        await Promise.all(apps.filter((app) => app.isRunning()).map((app) => app.kill()));
        continue;
      }
      const late = await start();
      if (!(await endsWell(late, patienceMs)))
        wrong.push(`round ${round}: a late start: ${await told([owner, late], userDataDir)}`);
      lateMs.push(Date.now() - late.startedAtMs);
      const ended = [...apps.filter((app) => app !== owner), late];
      if (!(await allEndedWell(ended))) wrong.push(`round ${round}: ${await told(ended, userDataDir)}`);
      if (round === 0 && !(await runsBeside(desktop, owner)))
        wrong.push('other data did not get an instance of its own');
      await owner.quit();
    }
    const slowestMs = Math.max(0, ...lateMs);
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
async function ownerOf(apps: readonly RunningApp[], patienceMs: number): Promise<RunningApp | null> {
  const left = () => apps.filter((app) => app.isRunning());
  await waitUpTo(patienceMs, () => left().length <= 1);
  // One that is about to end as well would be seen now.
  await wait(500);
  const [owner, ...others] = left();
  return others.length === 0 && owner !== undefined ? owner : null;
}

/** Whether it ends by itself, and in time; nothing is killed, so that it can be looked at. */
async function endsWell(app: RunningApp, patienceMs: number): Promise<boolean> {
  await waitUpTo(patienceMs, () => !app.isRunning());
  return !app.isRunning() && (await app.waitForExit()) === 0;
}

async function allEndedWell(apps: readonly RunningApp[]): Promise<boolean> {
  const codes = await Promise.all(apps.filter((app) => !app.isRunning()).map((app) => app.waitForExit()));
  return codes.every((code) => code === 0);
}

async function waitUpTo(ms: number, isSo: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + ms;
  while (!isSo() && Date.now() < deadlineMs) await wait(50);
}

/** Who runs, how the others ended, what they wrote, and whom the lock of Chromium names. */
async function told(apps: readonly RunningApp[], userDataDir: string): Promise<string> {
  const each = await Promise.all(
    apps.map(async (app) => {
      const state = app.isRunning() ? 'runs' : `ended with ${await app.waitForExit()}`;
      return `${app.pid} ${state} "${app.output().trim().slice(-200)}"`;
    }),
  );
  return `${each.join(', ')}; the lock names ${lockOwner(userDataDir)}`;
}

function lockOwner(userDataDir: string): string {
  try {
    return readlinkSync(join(userDataDir, 'SingletonLock'));
  } catch {
    return 'nobody';
  }
}

async function runsBeside(desktop: VirtualDesktop, first: RunningApp): Promise<boolean> {
  const second = await spawnApp({ desktop, userDataDir: `${desktop.folder}/other`, args: ['--hidden'] });
  await wait(3_000);
  const areBoth = first.isRunning() && second.isRunning();
  await second.quit();
  return areBoth;
}
