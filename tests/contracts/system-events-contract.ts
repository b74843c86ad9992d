import assert from 'node:assert/strict';
import type { SystemEvent, SystemEvents } from '#core/system-events';
import type { ContractCase } from './contract-case.ts';

/** What can happen to a computer. */
export type Happening =
  | 'sleeps'
  | 'wakes'
  | 'isLocked'
  | 'isUnlocked'
  | 'losesNetwork'
  | 'getsNetwork'
  | 'isFocused';

/** A source of events, and the computer that they are about. */
export interface SystemEventsSubject {
  readonly events: SystemEvents;
  /** Does this to the computer; resolves when everybody who tells of it has told. */
  readonly happen: (what: Happening) => Promise<void>;
}

const pairs: readonly (readonly [Happening, SystemEvent])[] = [
  ['sleeps', 'suspend'],
  ['wakes', 'resume'],
  ['isLocked', 'screenLocked'],
  ['isUnlocked', 'screenUnlocked'],
  ['losesNetwork', 'offline'],
  ['getsNetwork', 'online'],
  ['isFocused', 'focus'],
];

/** What listeners can rely on. */
export const systemEventsContract: readonly ContractCase<SystemEventsSubject>[] = [
  {
    rule: 'tells each change once, however many sources tell of it',
    check: async ({ events, happen }) => {
      const heard: SystemEvent[] = [];
      const stop = events.on((event) => heard.push(event));
      for (const [what] of [...pairs, ...pairs]) await happen(what);
      stop();
      const expected = pairs.map(([, event]) => event);
      assert.deepEqual(heard, [...expected, ...expected]);
    },
  },
  {
    rule: 'tells every listener, and no more after its end',
    check: async ({ events, happen }) => {
      const heard: string[] = [];
      const stopFirst = events.on((event) => heard.push(`first ${event}`));
      const stopSecond = events.on((event) => heard.push(`second ${event}`));
      await happen('isLocked');
      stopFirst();
      await happen('isUnlocked');
      stopSecond();
      await happen('sleeps');
      await happen('wakes');
      assert.deepEqual(heard, ['first screenLocked', 'second screenLocked', 'second screenUnlocked']);
    },
  },
];
