import fc from 'fast-check';
import type { CallName } from '#contract/calls';
import type { Mood } from '../account.ts';
import type { ExpectedKey, Mode } from './expected-key.ts';
import { type Expected, type SchedulerWorld, tickMs } from './scheduler-world.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const keys = 3;

/** Something that a user, a service or the computer does. */
class Step implements fc.AsyncCommand<Expected, SchedulerWorld> {
  readonly #words: string;
  readonly #isPossible: (expected: Expected) => boolean;
  readonly #play: (world: SchedulerWorld) => Promise<void>;

  constructor(
    words: string,
    play: (world: SchedulerWorld) => Promise<void>,
    isPossible: (expected: Expected) => boolean = () => true,
  ) {
    this.#words = words;
    this.#play = play;
    this.#isPossible = isPossible;
  }

  check(expected: Readonly<Expected>): boolean {
    return this.#isPossible(expected);
  }

  async run(_: Expected, world: SchedulerWorld): Promise<void> {
    await this.#play(world);
    // Time for what is under way, so that the next step begins in peace.
    await world.keyfob.time.advance(secondMs);
    if (world.faults.length > 0) throw new Error(world.faults.slice(0, 3).join('; '));
  }

  toString(): string {
    return this.#words;
  }
}

/** A step with a stored key. */
function withKey(
  what: string,
  at: number,
  play: (world: SchedulerWorld, key: ExpectedKey) => Promise<void>,
): Step {
  return new Step(
    `${what}(${at})`,
    (world) => play(world, world.expected.keys[at] as ExpectedKey),
    (expected) => expected.keys[at]?.exists === true,
  );
}

/** Something that the user has done with a key, and that may ask its service once. */
async function act(
  world: SchedulerWorld,
  key: ExpectedKey,
  name: CallName,
  input: object = {},
): Promise<void> {
  key.touch();
  const keyId = world.keyfob.idOf(key.account);
  await world.patiently(world.keyfob.call(name, { keyId, ...input } as never));
  await world.keyfob.time.advance(secondMs);
  key.needIsOver();
}

async function add(world: SchedulerWorld, at: number): Promise<void> {
  const key = world.expected.keys[at] as ExpectedKey;
  key.startAnew();
  key.exists = true;
  key.mode = 'whileUsed';
  key.forgotten = 'no';
  key.touch();
  await world.patiently(world.keyfob.add(key.account));
  await world.pass(minuteMs);
  key.needIsOver();
  world.disturb(1);
}

async function edit(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  const draft = key.account.draft();
  key.startAnew();
  await act(world, key, 'keys.edit', {
    draft: { ...draft, fields: { ...draft.fields, clientSecret: 'another' } },
  });
  key.excuse(1, world.nowMs);
}

async function remove(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  await act(world, key, 'keys.delete');
  key.exists = false;
}

async function refresh(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  key.startAnew();
  await act(world, key, 'tokens.refresh');
}

async function refreshAll(world: SchedulerWorld): Promise<void> {
  const stored = world.expected.keys.filter(({ exists, isRefused }) => exists && !isRefused);
  for (const key of stored) key.touch();
  await world.patiently(world.keyfob.call('tokens.refreshAll', {}));
  for (const key of stored) key.needIsOver();
}

async function copy(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  key.use();
  const mustWork = world.expected.isNetworkUp && !key.isRefused && key.isSettled(world.nowMs);
  const keyId = world.keyfob.idOf(key.account);
  const copied = await world.patiently(world.keyfob.call('tokens.copy', { keyId, formId: 'raw' }));
  key.needIsOver();
  world.judgeToken(key, copied.ok ? world.keyfob.clipboard.text : null, mustWork);
}

async function revoke(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  const before = world.newest(key.account);
  const held = world.keyfob.viewOf(key.account)?.token.obtainedAtMs ?? null;
  key.touch();
  const revoked = await world.patiently(
    world.keyfob.call('tokens.revoke', { keyId: world.keyfob.idOf(key.account) }),
  );
  key.needIsOver();
  if (!revoked.ok || held === null || before === null) return;
  key.dead.add(before);
  if (world.newest(key.account) === before) key.isRevoked = true;
}

async function report(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  const before = world.newest(key.account);
  const isHeld = (world.keyfob.viewOf(key.account)?.token.obtainedAtMs ?? null) !== null;
  if (isHeld && before !== null) key.dead.add(before);
  // It is also a retry of a refused key, by hand.
  key.startAnew();
  await act(world, key, 'tokens.reportRefused');
}

async function setMode(world: SchedulerWorld, key: ExpectedKey, mode: Mode): Promise<void> {
  key.mode = mode;
  if (mode === 'always') key.forgotten = 'no';
  await act(world, key, 'keys.setRefreshMode', { refreshMode: mode });
  world.disturb(1);
}

async function sleep(world: SchedulerWorld, ms: number, isTold: boolean): Promise<void> {
  const { events, time } = world.keyfob;
  if (isTold) events.tell('suspend');
  time.sleep(ms);
  world.disturb(1);
  if (ms > 31 * dayMs)
    for (const key of world.expected.keys) if (key.mode === 'whileUsed') key.forgotten = 'yes';
  if (isTold) events.tell('resume');
}

async function jump(world: SchedulerWorld, ms: number): Promise<void> {
  world.keyfob.time.jump(ms);
  world.expected.jumpedAtMs = world.nowMs;
  world.disturb(2);
}

async function restart(world: SchedulerWorld): Promise<void> {
  // Nobody tells a program that starts whether the screen is locked.
  world.setLocked(false);
  const wasSeen = world.nowMs - world.expected.jumpedAtMs >= tickMs;
  for (const key of world.expected.keys) {
    // That a token was revoked is not stored.
    key.isRevoked = false;
    if (!wasSeen) key.isMisled = true;
  }
  world.disturb(1);
  await world.keyfob.restart();
}

async function setWhileLocked(world: SchedulerWorld, isOn: boolean): Promise<void> {
  world.expected.refreshesWhileLocked = isOn;
  await world.keyfob.call('settings.update', { refreshWhileLocked: isOn });
  world.setLocked(world.expected.isScreenLocked);
}

async function setLocked(world: SchedulerWorld, isLocked: boolean): Promise<void> {
  world.setLocked(isLocked);
  world.keyfob.events.tell(isLocked ? 'screenLocked' : 'screenUnlocked');
}

const oneKey = fc.nat({ max: keys - 1 });
const moods: readonly Mood[] = ['up', 'up', 'down', 'failing', 'limiting', 'refusing', 'hanging'];
const passes = [secondMs, 20 * secondMs, minuteMs, 10 * minuteMs, hourMs, 4 * hourMs];
const jumps = [30 * secondMs, 10 * minuteMs, hourMs, dayMs].flatMap((ms) => [ms, -ms]);

function on(what: string, play: (world: SchedulerWorld, key: ExpectedKey) => Promise<void>) {
  return oneKey.map((at) => withKey(what, at, play));
}

/** Everything that can happen, the usual more often. */
const steps: fc.Arbitrary<fc.AsyncCommand<Expected, SchedulerWorld>>[] = [
  oneKey.map(
    (at) =>
      new Step(
        `add(${at})`,
        (world) => add(world, at),
        ({ keys }) => keys[at]?.exists === false,
      ),
  ),
  on('edit', edit),
  on('delete', remove),
  on('refresh', refresh),
  on('copy', copy),
  on('handOut', (world, key) => world.handOut(key)),
  on('handOut', (world, key) => world.handOut(key)),
  on('revoke', revoke),
  on('reportRefused', report),
  fc.constant(new Step('refreshAll()', refreshAll)),
  fc
    .tuple(oneKey, fc.constantFrom<Mode[]>('whileUsed', 'always', 'onDemand'))
    .map(([at, mode]) => withKey(`mode ${mode}`, at, (world, key) => setMode(world, key, mode))),
  fc
    .tuple(oneKey, fc.constantFrom(...moods))
    .map(
      ([at, mood]) =>
        new Step(`service ${mood}(${at})`, async (world) =>
          world.setMood(world.expected.keys[at] as ExpectedKey, mood),
        ),
    ),
  fc.constantFrom(...passes).map((ms) => new Step(`pass(${ms / secondMs} s)`, (world) => world.pass(ms))),
  fc.constantFrom(...passes).map((ms) => new Step(`pass(${ms / secondMs} s)`, (world) => world.pass(ms))),
  fc
    .tuple(fc.constantFrom(minuteMs, hourMs, 12 * hourMs, 32 * dayMs), fc.boolean())
    .map(
      ([ms, isTold]) => new Step(`sleep(${ms / secondMs} s, ${isTold})`, (world) => sleep(world, ms, isTold)),
    ),
  fc.constantFrom(...jumps).map((ms) => new Step(`jump(${ms / secondMs} s)`, (world) => jump(world, ms))),
  fc.constant(new Step('restart()', restart)),
  fc.boolean().map((isOn) => new Step(`refreshWhileLocked(${isOn})`, (world) => setWhileLocked(world, isOn))),
  fc.boolean().map((is) => new Step(`${is ? 'lock' : 'unlock'} screen`, (world) => setLocked(world, is))),
  fc
    .tuple(fc.boolean(), fc.boolean())
    .map(
      ([isUp, isTold]) =>
        new Step(`network(${isUp}, ${isTold})`, async (world) => world.setNetwork(isUp, isTold)),
    ),
];

/** Courses of events. */
export const courses: fc.Arbitrary<Iterable<fc.AsyncCommand<Expected, SchedulerWorld>>> = fc.commands(steps, {
  maxCommands: 40,
  size: 'max',
});

/** Lifetimes of the tokens of all keys, in seconds. */
export const lifetimes: fc.Arbitrary<number[]> = fc.array(
  fc.constantFrom(60, 120, 300, 900, 3_600, 43_200, 86_400),
  {
    minLength: keys,
    maxLength: keys,
  },
);
