import { afterAll, beforeAll, expect, it } from 'vitest';
import { restWhileLocked, resumeAfterSleep, startWithSleepyKeys } from '../bar/checks/resume-after-sleep.ts';
import type { SleepyKeyfob } from './flows/sleepy-keyfob.ts';

let keyfob: SleepyKeyfob;
beforeAll(async () => {
  keyfob = await startWithSleepyKeys();
});
afterAll(() => keyfob?.stop());

it('renews every key soon after a sleep, whether or not logind tells of it, and hands out no dead token', async () => {
  const { figure, passed } = await resumeAfterSleep(keyfob, 'reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});

it('asks nobody while the screen is locked, if the user wants that, and everybody when it is unlocked', async () => {
  const { figure, passed } = await restWhileLocked(keyfob);
  console.log(figure);
  expect(passed, figure).toBe(true);
});
