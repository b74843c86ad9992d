import type { ActivityEvent, ActivityKind } from './activity.ts';
import type { Failure } from './failure.ts';

/** A token's life as far as it lies in a span of time. Epoch milliseconds. */
export interface TokenLife {
  readonly obtainedAtMs: number;
  /** Null: its end is not known. */
  readonly expiresAtMs: number | null;
  /** When another one took its place, or it was put out of use; null: it ended by itself or lives on. */
  readonly replacedAtMs: number | null;
}

/** Something that happened at one moment. */
export interface TimelineMark {
  readonly atMs: number;
  readonly kind: ActivityKind;
  readonly failure: Failure | null;
}

/** More than a plot can show; the newest are kept. */
const longest = 2_000;

/**
 * Lives of a key's tokens, one after the other, and what else happened, both in the order of time and both only inside of
 * the span. After the wall clock was set back the order is that of the times which were noted then.
 *
 * @param events of one key
 */
export function timelineOf(
  events: readonly ActivityEvent[],
  fromMs: number,
  toMs: number,
): { readonly tokens: readonly TokenLife[]; readonly marks: readonly TimelineMark[] } {
  const marks = events
    .filter(({ kind, atMs }) => !isToken(kind) && atMs >= fromMs && atMs <= toMs)
    .map(({ atMs, kind, failure = null }) => ({ atMs, kind, failure }))
    .toSorted((a, b) => a.atMs - b.atMs)
    .slice(-longest);
  const tokens = livesOf(events).flatMap((life) => inside(life, fromMs, toMs));
  return { tokens: tokens.slice(-longest), marks };
}

function isToken(kind: ActivityKind): boolean {
  return kind === 'issued' || kind === 'refreshed';
}

function livesOf(events: readonly ActivityEvent[]): TokenLife[] {
  const begun = events
    .flatMap(({ kind, obtainedAtMs, expiresAtMs = null }) =>
      isToken(kind) && obtainedAtMs !== undefined ? [{ obtainedAtMs, expiresAtMs }] : [],
    )
    .toSorted((a, b) => a.obtainedAtMs - b.obtainedAtMs);
  const ends = events
    .filter(({ kind }) => kind === 'revoked' || kind === 'reportedRefused' || kind === 'deleted')
    .map(({ atMs }) => atMs)
    .toSorted((a, b) => a - b);
  return begun.map((life, index) => {
    const endMs = ends.find((atMs) => atMs >= life.obtainedAtMs) ?? Number.POSITIVE_INFINITY;
    const takenOverMs = Math.min(begun[index + 1]?.obtainedAtMs ?? Number.POSITIVE_INFINITY, endMs);
    const ownEndMs = life.expiresAtMs ?? Number.POSITIVE_INFINITY;
    return { ...life, replacedAtMs: takenOverMs < ownEndMs ? takenOverMs : null };
  });
}

/** The part of a life that lies in the span, or nothing. */
function inside(life: TokenLife, fromMs: number, toMs: number): TokenLife[] {
  const endMs = life.replacedAtMs ?? life.expiresAtMs ?? Number.POSITIVE_INFINITY;
  if (life.obtainedAtMs > toMs || endMs < fromMs || endMs < life.obtainedAtMs) return [];
  return [
    {
      obtainedAtMs: Math.max(life.obtainedAtMs, fromMs),
      expiresAtMs: life.expiresAtMs === null ? null : Math.min(life.expiresAtMs, toMs),
      replacedAtMs: life.replacedAtMs !== null && life.replacedAtMs <= toMs ? life.replacedAtMs : null,
    },
  ];
}
