import type { RotationView } from '../key-actions-view.ts';
import { failureWords } from './failure-words.ts';
import { coarseDuration } from './time-words.ts';

/** What a rotation through the provider's API does, in order. */
export function rotationSteps(providerName: string): readonly string[] {
  return [
    `Keyfob asks ${providerName} for a new secret.`,
    'It tests the new secret by getting a token with it. If that fails, the old one stays in use.',
    'From then on it uses the new secret.',
    `The old secret goes on working for a while, for programs that still hold it. Then Keyfob deletes it at ${providerName}; until then you can go back.`,
  ];
}

/** What a rotation by the command that prints the key does, in order. */
export const commandRotationSteps: readonly string[] = [
  'You are shown the command that makes a new key under a new name. It runs only if you allow it.',
  'Keyfob tests the new key. If that fails, the old one stays in use.',
  'From then on it uses the new key. Until you end the rotation you can go back.',
  'The old key goes on working until it expires. Keyfob cannot delete it: delete it yourself once nothing else uses it.',
];

/** What the user does in a rotation by hand, in order: a heading and what to know. */
export function guideWords(providerName: string, hasConsole: boolean) {
  const where = hasConsole ? '' : 'Make it in its console or settings, where you made the one in use. ';
  return {
    make: `Make a new secret at ${providerName}`,
    makeText: `${where}Leave the old one as it is: it stays in use until the new one works.`,
    enter: 'Enter the new secret',
    test: 'Test and switch',
    testText:
      'If Keyfob gets a token with the new secret, it uses that from then on. You can still go back to the old one.',
    afterFailure: 'The old secret stays in use.',
  } as const;
}

/** Beside a value that names a secret, such as a client id. */
export const maybeNewWords = 'Change it only if the provider gave another one with the new secret.';

/** After a switch by hand. */
export function guidedDoneWords(providerName: string) {
  return {
    title: 'The new secret is in use',
    whatToDo: `Delete the old one at ${providerName} when nothing else uses it.`,
  } as const;
}

/** After a lock during a test by hand. Names nothing of the vault. */
export const guidedCutOffWords = {
  title: 'The vault was locked before it was known whether the new secret is in use.',
  whatToDo:
    'After the unlock, look at the key before you delete the old one at the provider. If its row does not say that the new one is in use, what you entered was not kept.',
} as const;

/** In the guide, when the provider may have made a secret that Keyfob asked for and that is not in use. */
export function leftOverWords(providerName: string, name: string | null): string {
  return `If ${providerName} lists a secret ${name === null ? 'that you did not make' : `“${name}”`}, Keyfob asked for it and does not use it: delete it there.`;
}

/** How far a rotation is, for the key's row. */
export function rotationWords(rotation: RotationView, providerName: string, nowMs: number): string {
  const { kind, state, failure, newName, oldName, removesAtMs } = rotation;
  if (state === 'removing') return `Deleting the old secret at ${providerName}…`;
  if (state === 'creating')
    return failure === null
      ? 'Making and testing a new secret…'
      : 'The secret was not rotated; the old one is still in use.';
  if (state === 'undone')
    return `The old secret is in use again. Delete the new one${named(newName)} at ${providerName}.`;
  if (kind === 'guided') return `New secret in use. Delete the old one${named(oldName)} at ${providerName}.`;
  if (removesAtMs === null) return 'New secret in use; the old one still works.';
  const left = removesAtMs - nowMs;
  return left > 0
    ? `New secret in use; the old one is deleted in ${coarseDuration(left)}.`
    : 'New secret in use; the old one is about to be deleted.';
}

function named(name: string | null): string {
  return name === null ? '' : ` (${name})`;
}

/** Why the last step of a rotation did not work, and what to do; empty when it did. */
export function rotationFailureWords({ kind, state, failure }: RotationView): string {
  if (failure === null) return '';
  const { title, whatToDo } = failureWords(failure, 'test');
  const isSwap = state === 'undone' || (state === 'overlap' && kind === 'guided');
  if (!isSwap || failure.kind !== 'refused') return `${title} ${whatToDo}`;
  return `The ${state === 'undone' ? 'new' : 'old'} one was not put in use: ${title} It may be deleted already.`;
}

/** Before the old secret is deleted ahead of its time. */
export const removeOldWords = {
  title: 'Delete the old secret now?',
  text: 'Programs that still use the old secret stop working, and you can no longer go back to it.',
  confirm: 'Delete old secret',
} as const;

/** After a step that ended a rotation or put the other secret in use: what holds now, and what is left to do at the provider. */
export const rotationEndedWords: Readonly<
  Record<
    'keepOld' | 'undo' | 'redo' | 'giveUp' | 'isDeleted',
    (providerName: string) => { title: string; whatToDo: string }
  >
> = {
  keepOld: (providerName) => ({
    title: 'Both secrets go on working',
    whatToDo: `Delete the old one at ${providerName} when nothing uses it any more.`,
  }),
  undo: (providerName) => ({
    title: 'The old secret is in use again',
    whatToDo: `The new one still exists at ${providerName}: delete it there.`,
  }),
  redo: (providerName) => ({
    title: 'The new secret is in use again',
    whatToDo: `The old one still exists at ${providerName}.`,
  }),
  giveUp: (providerName) => ({
    title: 'The old secret stays in use',
    whatToDo: `If ${providerName} lists a new one, delete it there.`,
  }),
  isDeleted: () => ({
    title: 'The rotation is over',
    whatToDo: 'Keyfob has forgotten the secret that is not in use.',
  }),
};
