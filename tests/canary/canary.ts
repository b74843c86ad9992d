import { randomAlphanumeric } from '../services/random-secrets.ts';
import { SpellingIndex } from './spelling-index.ts';
import { type Spelling, spellingsOf } from './spellings.ts';

/** A secret that is unique in the world: where its text turns up, the secret was written. */
export interface Canary {
  /** What the secret is; reports name this, never the text. */
  readonly label: string;
  readonly text: string;
  readonly spellings: readonly Spelling[];
}

/** Where a canary was seen, and in which spelling. */
export interface CanaryHit {
  readonly label: string;
  readonly spelling: string;
  readonly where: string;
}

const shortestMark = 24;
const longestMark = 64;

/**
 * Makes a secret that can be searched for. It ends with the characters that encoders treat in different ways; the search
 * is for the 28 before them, so that a text that was cut short or escaped in an unforeseen way is found as well.
 */
export function createCanary(label: string): Canary {
  const mark = randomAlphanumeric(28);
  return { label, text: `${mark}/+"\\%&=`, spellings: spellingsOf(mark) };
}

/**
 * Makes a canary of a secret that exists already, such as an issued token. Of a long one its end and its middle are
 * searched for, because a shortened one leaks too, and the beginning of every JWT is the same.
 */
export function canaryOf(label: string, text: string): Canary {
  if (text.length < shortestMark) throw new Error(`Too short to be unique: ${label}`);
  const middle = Math.floor(text.length / 2);
  const marks = text.length <= longestMark ? [text] : [text.slice(middle, middle + 32), text.slice(-32)];
  return { label, text, spellings: marks.flatMap(spellingsOf) };
}

/** One index for each list of canaries, as a scan asks for the same list once a file. */
const indexes = new WeakMap<readonly Canary[], SpellingIndex>();

/** Looks for every canary in every spelling; each is reported once a haystack. */
export function findCanaries(
  haystack: Buffer | string,
  canaries: readonly Canary[],
  where = '',
): readonly CanaryHit[] {
  const bytes = typeof haystack === 'string' ? Buffer.from(haystack, 'utf8') : haystack;
  const index = indexes.get(canaries) ?? indexOf(canaries);
  indexes.set(canaries, index);
  return index.find(bytes).map(({ label, spelling }) => ({ label, spelling: spelling.name, where }));
}

function indexOf(canaries: readonly Canary[]): SpellingIndex {
  return new SpellingIndex(
    canaries.flatMap(({ label, spellings }) => spellings.map((spelling) => ({ label, spelling }))),
  );
}

/** One line for a report: what was seen where. */
export function describeHits(hits: readonly CanaryHit[]): string {
  const lines = hits.map(({ label, spelling, where }) => `${label} (${spelling}) in ${where}`);
  return [...new Set(lines)].slice(0, 5).join('; ') + (lines.length > 5 ? `; ${lines.length} in all` : '');
}
