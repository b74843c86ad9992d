import type fc from 'fast-check';
import type { CallName } from '#contract/calls';
import type { ExpectedKey, Mode } from './expected-key.ts';
import type { Expected, SchedulerWorld } from './scheduler-world.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;

/** Something that a user, a service or the computer does. */
export class Step implements fc.AsyncCommand<Expected, SchedulerWorld> {
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
export function withKey(
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

/** The user adds a key, and waits a minute. */
export async function add(world: SchedulerWorld, at: number): Promise<void> {
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

/** The user enters another secret. */
export async function edit(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  const draft = key.account.draft();
  key.startAnew();
  await act(world, key, 'keys.edit', {
    draft: { ...draft, fields: { ...draft.fields, clientSecret: 'another' } },
  });
  key.excuse(1, world.nowMs);
}

/** The user deletes a key. */
export async function remove(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  await act(world, key, 'keys.delete');
  key.exists = false;
}

/** The user presses "Refresh now" for a key. */
export async function refresh(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  key.startAnew();
  await act(world, key, 'tokens.refresh');
}

/** The user presses "Refresh all". */
export async function refreshAll(world: SchedulerWorld): Promise<void> {
  const stored = world.expected.keys.filter(({ exists, isRefused }) => exists && !isRefused);
  for (const key of stored) key.touch();
  await world.patiently(world.keyfob.call('tokens.refreshAll', {}));
  for (const key of stored) key.needIsOver();
}

/** The user copies a token; the judge is who issued it. */
export async function copy(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  key.use();
  const mustWork = world.expected.isNetworkUp && !key.isRefused && key.isSettled(world.nowMs);
  const keyId = world.keyfob.idOf(key.account);
  const copied = await world.patiently(world.keyfob.call('tokens.copy', { keyId, formId: 'raw' }));
  key.needIsOver();
  world.judgeToken(key, copied.ok ? world.keyfob.clipboard.text : null, mustWork);
}

/** The user revokes a token. */
export async function revoke(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  const before = world.newest(key.account);
  const held = world.keyfob.viewOf(key.account)?.token.obtainedAtMs ?? null;
  const call = world.keyfob.call('tokens.revoke', { keyId: world.keyfob.idOf(key.account) });
  // In the instant in which Keyfob hears that it is done.
  const noted = call.then((revoked) => {
    if (!revoked.ok || held === null || before === null) return;
    key.dead.add(before);
    if (world.newest(key.account) === before) key.isRevoked = true;
  });
  await world.patiently(noted);
}

/** The user says that a token was refused. */
export async function report(world: SchedulerWorld, key: ExpectedKey): Promise<void> {
  const before = world.newest(key.account);
  const isHeld = (world.keyfob.viewOf(key.account)?.token.obtainedAtMs ?? null) !== null;
  if (isHeld && before !== null) key.dead.add(before);
  // It is also a retry of a refused key, by hand.
  key.startAnew();
  await act(world, key, 'tokens.reportRefused');
}

/** The user chooses when a key is renewed. */
export async function setMode(world: SchedulerWorld, key: ExpectedKey, mode: Mode): Promise<void> {
  key.mode = mode;
  await act(world, key, 'keys.setRefreshMode', { refreshMode: mode });
  world.disturb(1);
}

/** The computer sleeps, and the system tells of it or not. */
export async function sleep(world: SchedulerWorld, ms: number, isTold: boolean): Promise<void> {
  const { events, time } = world.keyfob;
  if (isTold) events.tell('suspend');
  time.sleep(ms);
  world.disturb(1);
  if (ms > 31 * dayMs) for (const key of world.expected.keys) key.forgotten = 'yes';
  if (isTold) events.tell('resume');
}

/** The wall clock is set. */
export async function jump(world: SchedulerWorld, ms: number): Promise<void> {
  world.keyfob.time.jump(ms);
  world.disturb(2);
}

/** Keyfob ends and starts again. */
export async function restart(world: SchedulerWorld): Promise<void> {
  // Nobody tells a program that starts whether the screen is locked.
  world.setLocked(false);
  world.disturb(1);
  for (const key of world.expected.keys) key.rest();
  await world.keyfob.restart();
}

/** The user chooses whether tokens are renewed behind a locked screen. */
export async function setWhileLocked(world: SchedulerWorld, isOn: boolean): Promise<void> {
  world.expected.refreshesWhileLocked = isOn;
  await world.keyfob.call('settings.update', { refreshWhileLocked: isOn });
  world.setLocked(world.expected.isScreenLocked);
}

/** The screen is locked, or no longer. */
export async function setLocked(world: SchedulerWorld, isLocked: boolean): Promise<void> {
  world.setLocked(isLocked);
  world.keyfob.events.tell(isLocked ? 'screenLocked' : 'screenUnlocked');
}
