import { setTimeout as wait } from 'node:timers/promises';
import { SleepyKeyfob } from '../../desktop/flows/sleepy-keyfob.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const keyCount = 20;
const lifetimeS = 8;
const rounds = { reduced: 1, full: 5 };
const withSignalMs = 5_000;
const withoutSignalMs = 30_000;
/** A key that has failed so often is next tried many seconds later, so that a quick renewal is due to the signal. */
const failuresBefore = 3;
/** Longer than a signal takes. */
const asleepMs = 500;
const longEnoughMs = 120_000;

/** The app with keys of short-lived tokens; it renews nothing while the screen is locked. */
export function startWithSleepyKeys(): Promise<SleepyKeyfob> {
  return SleepyKeyfob.start([{ lifetimeS, delayMs: 20 }], keyCount, { refreshWhileLocked: false });
}

/** SC-03: all keys are asked for again soon after a sleep, told of or not, and nobody gets a dead token meanwhile. */
export async function resumeAfterSleep(keyfob: SleepyKeyfob, size: CheckSize): Promise<CheckResult> {
  const told: number[] = [];
  const untold: number[] = [];
  let dead = 0;
  for (let round = 0; round < rounds[size]; round++) {
    told.push(await renewAfterSignal(keyfob));
    dead += await deadCopies(keyfob, round);
    const resumedAtMs = await keyfob.standStill((lifetimeS + 1) * 1_000);
    dead += await deadCopies(keyfob, round + 1);
    untold.push(await renewedAllMs(keyfob, resumedAtMs));
  }
  const [mostTold, mostUntold] = [Math.max(...told), Math.max(...untold)];
  return {
    figure:
      `${keyCount} keys, ${rounds[size]} times: all renewed ${seconds(mostTold)} after a resume that logind told of, ` +
      `${seconds(mostUntold)} after one without a signal; ${dead} expired tokens in ${2 * rounds[size]} copies`,
    passed: mostTold <= withSignalMs && mostUntold <= withoutSignalMs && dead === 0,
  };
}

/** SC-03-LOCK: no request while the screen is locked, if the user wants that, and all keys are renewed when it is unlocked. */
export async function restWhileLocked({ system, fleet }: SleepyKeyfob): Promise<CheckResult> {
  const lockedMs = 1.5 * lifetimeS * 1_000;
  await system.lockScreen(true);
  // What was under way comes to its end.
  await wait(1_000);
  const lockedAtMs = Date.now();
  await wait(lockedMs);
  const whileLocked = fleet.requestsSince(lockedAtMs).length;
  const unlockedAtMs = Date.now();
  await system.lockScreen(false);
  const renewedMs = await renewedAllMs({ fleet }, unlockedAtMs);
  return {
    figure:
      `${keyCount} keys, screen locked for ${seconds(lockedMs)}: ${whileLocked} requests, all renewed ` +
      `${seconds(renewedMs)} after it was unlocked`,
    passed: whileLocked === 0 && renewedMs <= withSignalMs,
  };
}

/** The service hangs up on every key until the next tries are far away; then it works, and the computer resumes. */
async function renewAfterSignal({ system, fleet }: SleepyKeyfob): Promise<number> {
  const sinceMs = Date.now();
  fleet.hangUpOnAll();
  const hasFailedOften = () => {
    const failed = new Map<string, number>();
    for (const { credentialId = '', status } of fleet.requestsSince(sinceMs))
      if (status === null) failed.set(credentialId, (failed.get(credentialId) ?? 0) + 1);
    return (failed.size === keyCount && Math.min(...failed.values()) >= failuresBefore) || undefined;
  };
  await waitUntil('keys are not tried again', longEnoughMs, hasFailedOften, 50);
  await system.sleep(true);
  fleet.calm();
  await wait(asleepMs);
  const resumedAtMs = Date.now();
  await system.sleep(false);
  return renewedAllMs({ fleet }, resumedAtMs);
}

/** How long it took until the service had given a token to every key. */
async function renewedAllMs({ fleet }: Pick<SleepyKeyfob, 'fleet'>, sinceMs: number): Promise<number> {
  const areAllRenewed = () => {
    const renewed = fleet.requestsSince(sinceMs).filter(({ status }) => status === 200);
    return new Set(renewed.map(({ credentialId }) => credentialId)).size === keyCount || undefined;
  };
  await waitUntil('not every key was renewed', longEnoughMs, areAllRenewed, 20);
  return Date.now() - sinceMs;
}

/** 1 if a token that is copied now is dead when another program reads it. */
async function deadCopies(keyfob: SleepyKeyfob, at: number): Promise<number> {
  const { text, seenAtMs } = await keyfob.copy(keyfob.names[at] ?? '');
  return keyfob.fleet.isAlive(text, seenAtMs) ? 0 : 1;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
