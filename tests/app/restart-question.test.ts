import { expect, it } from 'vitest';
import type { AppStateValue } from '#app/app-state';
import { mayRestart } from '#app/restart-question';
import type { KeyringProblem, VaultOpening } from '#core/ports';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { callsOf, startWithLock } from './lock-rig.ts';

const session = (reason: KeyringProblem): VaultOpening => ({
  state: 'open',
  protection: { kind: 'sessionOnly', reason },
  slots: [],
});
const locked = (reason: KeyringProblem | 'byUser'): VaultOpening => ({
  state: 'locked',
  reason,
  slots: ['os'],
});

/** Whether it may, and whether the user was asked. */
async function asked(vault: VaultOpening, keyCount: number, saysYes = true) {
  const questions: string[] = [];
  const keys = new Map(Array.from({ length: keyCount }, (_, at) => [at, null]));
  const answer = await mayRestart({ vault, keys } as unknown as AppStateValue, async ({ title }) => {
    questions.push(title);
    return saysYes;
  });
  return [answer.ok ? answer.value : answer.failure.kind, questions.length];
}

it('asks before keys of a session are lost, and does what the user says', async () => {
  expect(await asked(session('askedInVain'), 0)).toEqual([true, 0]);
  expect(await asked(session('askedInVain'), 1)).toEqual([true, 1]);
  expect(await asked(session('weak'), 1, false)).toEqual([false, 1]);
  expect(await asked(locked('weak'), 0)).toEqual([true, 0]);
});

it('is refused where a restart finds no more than another try', async () => {
  for (const vault of [session('unavailable'), session('notAnswering'), locked('byUser')])
    expect(await asked(vault, 1)).toEqual(['notAllowed', 0]);
});

it('is refused to a page with a vault that is stored, or behind a lock', async () => {
  const notAllowed = { ok: false, failure: { kind: 'notAllowed' } };
  expect(await callsOf(await KeyfobInMemory.start())('app.restart', {})).toMatchObject(notAllowed);
  const rig = await startWithLock();
  await rig.keyfob.app.lock.lock('byUser');
  expect(await rig.call('app.restart', {})).toMatchObject(notAllowed);
});
