import type { RotationView } from '../key-actions-view.ts';
import { coarseDuration } from './time-words.ts';

/** What a rotation does, in order. */
export function rotationSteps(providerName: string): readonly string[] {
  return [
    `Keyfob asks ${providerName} for a new secret.`,
    'It tests the new secret by getting a token with it. If that fails, the old one stays in use.',
    'From then on it uses the new secret.',
    `The old secret goes on working for a while, for programs that still hold it. Then Keyfob deletes it at ${providerName}; until then you can go back.`,
  ];
}

/** How far a rotation is, for the key's row. */
export function rotationWords(rotation: RotationView, providerName: string, nowMs: number): string {
  if (rotation.state === 'removing') return `Deleting the old secret at ${providerName}…`;
  if (rotation.state === 'creating')
    return rotation.failure === null
      ? 'Making and testing a new secret…'
      : 'The secret was not rotated; the old one is still in use.';
  if (rotation.removesAtMs === null) return 'New secret in use; the old one still works.';
  const left = rotation.removesAtMs - nowMs;
  return left > 0
    ? `New secret in use; the old one is deleted in ${coarseDuration(left)}.`
    : 'New secret in use; the old one is about to be deleted.';
}

/** Before the old secret is deleted ahead of its time. */
export const removeOldWords = {
  title: 'Delete the old secret now?',
  text: 'Programs that still use the old secret stop working, and you can no longer go back to it.',
  confirm: 'Delete old secret',
} as const;

/** After a rotation was ended without deleting anything: what holds now, and what is left to do at the provider. */
export const rotationEndedWords: Readonly<
  Record<'keepOld' | 'undo' | 'giveUp', (providerName: string) => { title: string; whatToDo: string }>
> = {
  keepOld: (providerName) => ({
    title: 'Both secrets go on working',
    whatToDo: `Delete the old one at ${providerName} when nothing uses it any more.`,
  }),
  undo: (providerName) => ({
    title: 'The old secret is in use again',
    whatToDo: `The new one still exists at ${providerName}: delete it there.`,
  }),
  giveUp: (providerName) => ({
    title: 'The old secret stays in use',
    whatToDo: `If ${providerName} lists a new one, delete it there.`,
  }),
};
