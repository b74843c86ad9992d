import { setTimeout as wait } from 'node:timers/promises';
import { SleepyKeyfob } from '../../desktop/flows/sleepy-keyfob.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { FailureKind } from '../../services/injected-failures.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** What bad services do: they break down and hang up. */
const breakdowns: readonly FailureKind[] = ['http500', 'http503', 'closed'];
const sizes = {
  reduced: {
    keysPerService: 10,
    lifetimesS: [10, 12],
    durationMs: 20_000,
    awakeMs: 5_000,
    troubles: breakdowns,
  },
  full: {
    keysPerService: 50,
    lifetimesS: [40, 50, 60, 70],
    durationMs: 600_000,
    awakeMs: 45_000,
    // They ask for patience too. Keyfob then hands nothing out for up to 40 s, longer than the short sleeps last.
    troubles: [...breakdowns, 'http429'],
  },
} as const satisfies Record<CheckSize, object>;
/** The first service is quick, the last one slow. */
const slowerByMs = 100;
const betweenCopiesMs = 400;
const betweenTroublesMs = 1_000;
/** So long keys are waited for before they are copied. */
const byThemselvesMs = 4_000;
const usableWithinMs = 10_000;
const longEnoughMs = 60_000;
const mostAtOnce = 4;

interface Weather {
  readonly random: () => number;
  readonly troubles: readonly FailureKind[];
  readonly awakeMs: number;
}

interface Tally {
  copies: number;
  dead: number;
  /** Copies for which a service that failed was to blame. */
  impossible: number;
  sleeps: number;
  /** Keys that could not be copied within a minute after a resume. */
  unusable: string[];
  /** The longest time from a resume until every key was usable. */
  longestMs: number;
}

/**
 * SC-REAL: many keys at services that are slow, break down, ask for patience and hang up, on a computer that sleeps; logind
 * tells of every other sleep. In the first seconds after a resume the services fail nobody, since a key cannot be renewed
 * where its service fails.
 */
export async function bearRealFaults(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const { keysPerService, lifetimesS, durationMs, awakeMs, troubles } = sizes[size];
  const random = seededRandom(seed);
  const members = lifetimesS.map((lifetimeS, at) => ({ lifetimeS, delayMs: 20 + at * slowerByMs }));
  const keyfob = await SleepyKeyfob.start(members, keysPerService);
  const tally: Tally = { copies: 0, dead: 0, impossible: 0, sleeps: 0, unusable: [], longestMs: 0 };
  try {
    const endMs = Date.now() + durationMs;
    while (Date.now() < endMs) {
      await workInTrouble(keyfob, tally, { random, troubles, awakeMs });
      await sleepAndWake(keyfob, tally, random, (Math.max(...lifetimesS) + 1) * 1_000);
    }
    return judge(keyfob, tally, `${durationMs / 1000} s (seed ${seed})`);
  } finally {
    await keyfob.stop();
  }
}

/** Copies of random keys, while random services fail. */
async function workInTrouble(
  keyfob: SleepyKeyfob,
  tally: Tally,
  { random, troubles, awakeMs }: Weather,
): Promise<void> {
  const endMs = Date.now() + awakeMs;
  let nextTroubleMs = 0;
  while (Date.now() < endMs) {
    if (Date.now() >= nextTroubleMs) {
      keyfob.fleet.makeTrouble(troubles, random);
      nextTroubleMs = Date.now() + betweenTroublesMs;
    }
    await copyRandom(keyfob, tally, random);
    await wait(betweenCopiesMs * random());
  }
}

async function sleepAndWake(
  keyfob: SleepyKeyfob,
  tally: Tally,
  random: () => number,
  forMs: number,
): Promise<void> {
  const { system, fleet } = keyfob;
  fleet.calm();
  const isTold = tally.sleeps % 2 === 0;
  if (isTold) await system.sleep(true);
  const resumedAtMs = await keyfob.standStill(forMs);
  if (isTold) await system.sleep(false);
  tally.sleeps += 1;
  await copyRandom(keyfob, tally, random);
  tally.longestMs = Math.max(
    tally.longestMs,
    (await untilAllUsable(keyfob, resumedAtMs, tally.unusable)) - resumedAtMs,
  );
}

/**
 * When the last key could be used. Every token had expired, so each key needs one that was fetched since: by itself or, where
 * a service failed it before the sleep and Keyfob waits, by somebody who copies it.
 */
async function untilAllUsable(
  keyfob: SleepyKeyfob,
  resumedAtMs: number,
  unusable: string[],
): Promise<number> {
  const missing = () => {
    const renewed = keyfob.fleet.requestsSince(resumedAtMs).filter(({ status }) => status === 200);
    const clientIds = new Set(renewed.map(({ credentialId }) => credentialId));
    return keyfob.names.filter((name) => !clientIds.has(keyfob.clientIds.get(name)));
  };
  while (missing().length > 0 && Date.now() < resumedAtMs + byThemselvesMs) await wait(50);
  for (const name of missing()) {
    // It came by itself while others were copied.
    if (!missing().includes(name)) continue;
    const isCopied = await keyfob.copy(name, longEnoughMs).then(
      () => true,
      () => false,
    );
    if (!isCopied) unusable.push(name);
  }
  return Date.now();
}

async function copyRandom(keyfob: SleepyKeyfob, tally: Tally, random: () => number): Promise<void> {
  const name = keyfob.names[Math.floor(random() * keyfob.names.length)] ?? '';
  const copy = await keyfob.copy(name).catch(() => null);
  tally.copies += 1;
  if (copy === null) tally.impossible += 1;
  else if (!keyfob.fleet.isAlive(copy.text, copy.seenAtMs)) tally.dead += 1;
}

function judge({ fleet, names }: SleepyKeyfob, tally: Tally, how: string): CheckResult {
  const { copies, dead, impossible, sleeps, unusable, longestMs } = tally;
  return {
    figure:
      `${names.length} keys at ${fleet.services.length} services for ${how}, ${fleet.troubleCount} failures, ${sleeps} sleeps: ` +
      `all usable at most ${(longestMs / 1000).toFixed(1)} s after a resume, ${unusable.length} not within a minute, at most ${fleet.mostAtOnce} requests at once to a ` +
      `host, ${dead} expired tokens in ${copies} copies, ${impossible} copies not possible`,
    passed:
      longestMs <= usableWithinMs && fleet.mostAtOnce <= mostAtOnce && dead === 0 && copies > impossible,
  };
}
