import type { FoundKey } from './rotated-key.ts';
import type { MadeSecret } from './rotating-keyfob.ts';

/** A secret that lives at the provider, under the name that it has there. */
export interface LivingSecret {
  readonly name: string;
  readonly secret: string;
}

const isNewWords = 'New secret in use';
const isOldAgainWords = 'The old secret is in use again';
const isOldStillWords = 'the old one is still in use';

/**
 * What is wrong with a key that the provider's API rotates: which secret is in use is not what its row says, or one lives at
 * the provider that is neither stored nor named. Null: nothing is.
 *
 * @param living the oldest first; never more than two
 */
export function providerFault(found: FoundKey, living: readonly LivingSecret[]): string | null {
  const { rotation, words, record } = found;
  const [old, next] = living;
  const inUse = living.findIndex(({ secret }) => secret === found.secret);
  if (inUse < 0 || living.length > 2) return `${living.length} secrets live, and number ${inUse} is in use`;
  const isNamed = next === undefined || next.name === rotation?.newName;
  switch (rotation?.state) {
    case undefined:
      return next === undefined ? null : 'a secret lives that nothing names';
    case 'creating':
      if (inUse !== 0 || !words.includes(isOldStillWords)) return `${inUse} is in use, said: ${words}`;
      return isNamed ? null : 'the new secret is not named';
    case 'overlap':
      if (inUse !== living.length - 1 || !words.startsWith(isNewWords))
        return `${inUse} in use, said: ${words}`;
      return next === undefined || record.includes(old?.secret ?? '-')
        ? null
        : 'the old secret is not stored';
    case 'undone':
      if (inUse !== 0 || !words.startsWith(isOldAgainWords)) return `${inUse} in use, said: ${words}`;
      return isNamed && words.includes(next?.name ?? '') ? null : 'the new secret is not named';
    default:
      return `it says: ${words}`;
  }
}

/** What a process said of its last rotation by hand, by client ids. */
export interface SaidByHand {
  readonly from: string;
  readonly to: string;
  /** What was in use when it began to end the rotation; null: it did not. */
  readonly ended: string | null;
}

/** The same for a key that is rotated by hand. Id and secret have to belong together. */
export function handFault(found: FoundKey, said: SaidByHand, made: readonly MadeSecret[]): string | null {
  const { clientId, rotation, words, record } = found;
  const { from, to, ended } = said;
  const secretOf = (id: string) => made.find((each) => each.id === id)?.secret ?? '-';
  if (clientId === null || secretOf(clientId) !== found.secret) return 'the secret belongs to another id';
  switch (rotation?.state) {
    case undefined:
      return clientId === (ended ?? from) ? null : 'another secret is in use, and nothing says so';
    case 'overlap':
      if (clientId !== to || !words.startsWith(isNewWords)) return `said: ${words}`;
      return record.includes(secretOf(from)) ? null : 'the old secret is not stored';
    case 'undone':
      if (clientId !== from || !words.startsWith(isOldAgainWords)) return `said: ${words}`;
      return record.includes(secretOf(to)) ? null : 'the new secret is not stored';
    default:
      return `it says: ${words}`;
  }
}
