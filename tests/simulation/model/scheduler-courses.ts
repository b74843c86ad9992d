import fc from 'fast-check';
import type { Mood } from '../account.ts';
import type { ExpectedKey, Mode } from './expected-key.ts';
import {
  add,
  copy,
  edit,
  jump,
  refresh,
  refreshAll,
  remove,
  report,
  restart,
  revoke,
  Step,
  setLocked,
  setMode,
  setWhileLocked,
  sleep,
  withKey,
} from './scheduler-commands.ts';
import type { Expected, SchedulerWorld } from './scheduler-world.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const keys = 3;
const oneKey = fc.nat({ max: keys - 1 });
const moods: readonly Mood[] = ['up', 'up', 'down', 'failing', 'limiting', 'refusing', 'hanging'];
const passes = [secondMs, 20 * secondMs, minuteMs, 10 * minuteMs, hourMs, 4 * hourMs];
const jumps = [30 * secondMs, 10 * minuteMs, hourMs, dayMs].flatMap((ms) => [ms, -ms]);

function on(what: string, play: (world: SchedulerWorld, key: ExpectedKey) => Promise<void>) {
  return oneKey.map((at) => withKey(what, at, play));
}

const passing = fc
  .constantFrom(...passes)
  .map((ms) => new Step(`pass(${ms / secondMs} s)`, (world) => world.pass(ms)));
const handing = on('handOut', (world, key) => world.handOut(key));

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
  handing,
  handing,
  handing,
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
  passing,
  passing,
  passing,
  passing,
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
  maxCommands: 30,
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
