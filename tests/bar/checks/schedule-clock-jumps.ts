import { addMix, oneOf } from '../../simulation/lifetime-mix.ts';
import { startedAtMs } from '../../simulation/service-fleet.ts';
import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import { Tally } from '../../simulation/tally.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;
const tickMs = 30_000;

/** What happens to the clock, and how often keys are looked at then. */
interface Scene {
  readonly name: string;
  readonly jumpMs: number;
  /** The jump comes while every key waits for an answer. */
  readonly duringRequests?: true;
  /** The summer time of Berlin ends then; the clock is not set. */
  readonly summerTimeEnds?: true;
}

const jumps: readonly Scene[] = [hourMs, -hourMs, dayMs, -dayMs, yearMs, -yearMs].flatMap((jumpMs) => {
  const name = `${jumpMs > 0 ? '+' : '-'}${Math.abs(jumpMs) / hourMs} h`;
  return [
    { name, jumpMs },
    { name: `${name} during requests`, jumpMs, duringRequests: true as const },
  ];
});
const scenes: readonly Scene[] = [...jumps, { name: 'summer time ends', jumpMs: 0, summerTimeEnds: true }];

/** What a scene showed. */
interface Seen {
  readonly scene: Scene;
  /** Most requests of one key within five minutes of the jump; each of these keys is renewed once in them at most. */
  readonly most: number;
  readonly expiredInTick: number;
  readonly expiredLater: number;
  readonly handedOut: number;
}

/**
 * SC-04: the wall clock is set by up to a year, also while requests are under way. No key is asked for more than twice because
 * of it, and 30 s later at most no expired token is handed out. Judged by the services, whose clocks go on.
 */
export async function surviveClockJumps(size: CheckSize, seed = Date.now()): Promise<CheckResult> {
  const seen: Seen[] = [];
  for (const scene of scenes) seen.push(await play(scene, size, seed));
  const sum = (what: 'expiredInTick' | 'expiredLater' | 'handedOut') =>
    seen.reduce((total, one) => total + one[what], 0);
  const most = Math.max(...seen.map((one) => one.most));
  const bad = seen.filter((one) => one.most > 2 || one.expiredLater > 0);
  return {
    figure:
      `${seen.length} scenes, seed ${seed}: at most ${most} requests a key within 5 min, ${sum('handedOut')} hand-outs, expired: ` +
      `${sum('expiredInTick')} within the first 30 s, ${sum('expiredLater')} later` +
      bad.map((one) => `; ${one.scene.name}: ${one.most} requests, ${one.expiredLater} expired`).join(''),
    passed: bad.length === 0 && sum('handedOut') > 0,
  };
}

const mixes = {
  full: [
    [600, 20],
    [1800, 40],
    [3600, 60],
    [6 * 3600, 40],
    [86_400, 40],
  ],
  reduced: [
    [600, 1],
    [1800, 2],
    [3600, 3],
    [6 * 3600, 1],
    [86_400, 1],
  ],
} as const;

async function play(scene: Scene, size: CheckSize, seed: number): Promise<Seen> {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'Europe/Berlin';
  const keyfob = await SimulatedKeyfob.start({ seed });
  const { time, fleet, random } = keyfob;
  try {
    // Before the keys are there, so that nothing but the clocks sees the time go by.
    if (scene.summerTimeEnds) time.sleep(Date.UTC(2026, 9, 24, 21) - startedAtMs);
    await addMix(keyfob, mixes[size], (at) => ({ host: `h${at % 20}.example` }));
    // Tokens of all ages.
    await time.advance(3 * hourMs + random() * hourMs);
    if (scene.duringRequests) await askAll(keyfob);
    const jumpedAtMs = time.elapsedMs();
    time.jump(scene.jumpMs);
    const inTick = new Tally();
    const later = new Tally();
    await watch(keyfob, jumpedAtMs + tickMs, 2_000, inTick);
    await watch(keyfob, jumpedAtMs + 5 * minuteMs, 10_000, later);
    const most = Math.max(...fleet.accounts.map((account) => account.askedSince(jumpedAtMs)));
    await watch(keyfob, jumpedAtMs + (size === 'full' ? 26 : 2) * hourMs, 10 * minuteMs, later);
    return {
      scene,
      most,
      expiredInTick: inTick.expired,
      expiredLater: later.expired,
      handedOut: inTick.handedOut + later.handedOut,
    };
  } finally {
    await keyfob.stop();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
}

/** All keys wait for answers that take 10 s. */
async function askAll(keyfob: SimulatedKeyfob): Promise<void> {
  const { fleet, time } = keyfob;
  for (const account of fleet.accounts) {
    account.traits = { ...account.traits, latencyMs: 10_000 };
    void keyfob.call('tokens.refresh', { keyId: keyfob.idOf(account) });
  }
  await time.advance(5_000);
  for (const account of fleet.accounts) account.traits = { ...account.traits, latencyMs: 50 };
}

/** Hands out every key now and then; each time one more at a time of its own. */
async function watch(keyfob: SimulatedKeyfob, untilMs: number, everyMs: number, tally: Tally): Promise<void> {
  const { time, fleet, random } = keyfob;
  const ask = async (account: (typeof fleet.accounts)[number]) => tally.count(await keyfob.handOut(account));
  while (time.elapsedMs() < untilMs) {
    for (const account of fleet.accounts) void ask(account);
    const restMs = Math.min(everyMs, untilMs - time.elapsedMs());
    const partMs = random() * restMs;
    await time.advance(partMs);
    void ask(oneOf(fleet.accounts, random));
    await time.advance(restMs - partMs);
  }
}
