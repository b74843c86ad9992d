import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActivityEvent, type ActivityFacts, type ActivityKind, activityKinds } from '#core/activity';
import { type TokenLife, timelineOf } from '#core/timeline';

let serial = 0;
const event = (kind: ActivityKind, atMs: number, facts: ActivityFacts = {}): ActivityEvent => {
  serial += 1;
  return { serial, kind, atMs, keyId: null, keyName: 'prod', ...facts };
};
const token = (kind: 'issued' | 'refreshed', obtainedAtMs: number, expiresAtMs: number | null) =>
  event(kind, obtainedAtMs + 5, { obtainedAtMs, expiresAtMs });
const end = ({ replacedAtMs, expiresAtMs }: TokenLife) =>
  replacedAtMs ?? expiresAtMs ?? Number.POSITIVE_INFINITY;

describe('a timeline', () => {
  it('shows each token until the next one came, it was revoked, or it ended', () => {
    const events = [
      token('issued', 1_000, 2_000),
      token('refreshed', 1_800, 2_800),
      token('issued', 5_000, 6_000),
      event('revoked', 5_500),
      token('issued', 7_000, null),
    ];
    expect(timelineOf(events, 0, 10_000).tokens).toEqual([
      { obtainedAtMs: 1_000, expiresAtMs: 2_000, replacedAtMs: 1_800 },
      { obtainedAtMs: 1_800, expiresAtMs: 2_800, replacedAtMs: null },
      { obtainedAtMs: 5_000, expiresAtMs: 6_000, replacedAtMs: 5_500 },
      { obtainedAtMs: 7_000, expiresAtMs: null, replacedAtMs: null },
    ]);
  });

  it('shows of a life what lies in the asked time', () => {
    const events = [token('issued', 1_000, 2_000), token('refreshed', 1_800, 2_800)];
    expect(timelineOf(events, 1_500, 1_700).tokens).toEqual([
      { obtainedAtMs: 1_500, expiresAtMs: 1_700, replacedAtMs: null },
    ]);
    expect(timelineOf(events, 3_000, 4_000).tokens).toEqual([]);
    expect(timelineOf(events, 0, 900).tokens).toEqual([]);
  });

  it('marks what else happened, with its failure, in the order of time', () => {
    const failure = { kind: 'timedOut' } as const;
    const events = [
      token('issued', 100, 900),
      event('rotated', 300),
      event('failed', 200, { failure }),
      event('copied', 901),
    ];
    expect(timelineOf(events, 0, 900).marks).toEqual([
      { atMs: 200, kind: 'failed', failure },
      { atMs: 300, kind: 'rotated', failure: null },
    ]);
  });

  it('keeps the newest 2,000 marks and lives', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => [
      event('copied', n),
      token('refreshed', n, n + 9),
    ]).flat();
    const { marks, tokens } = timelineOf(many, 0, 10_000);
    expect([marks.length, marks[0]?.atMs, marks.at(-1)?.atMs]).toEqual([2_000, 1_000, 2_999]);
    expect([tokens.length, tokens[0]?.obtainedAtMs]).toEqual([2_000, 1_000]);
  });
});

describe('any timeline, also of a clock that was set back', () => {
  const atMs = fc.integer({ min: 0, max: 1_000 });
  const anyEvent = fc
    .record({
      kind: fc.constantFrom(...activityKinds),
      atMs,
      lifeMs: fc.option(fc.integer({ min: -50, max: 300 })),
    })
    .map(({ kind, atMs, lifeMs }) =>
      event(kind, atMs, { obtainedAtMs: atMs, expiresAtMs: lifeMs === null ? null : atMs + lifeMs }),
    );
  const anyEvents = fc.array(anyEvent, { maxLength: 40, size: 'max' });
  const check = (rule: (events: readonly ActivityEvent[], fromMs: number, toMs: number) => void) =>
    fc.assert(
      fc.property(anyEvents, atMs, atMs, (events, a, b) => rule(events, Math.min(a, b), Math.max(a, b))),
      { numRuns: 500 },
    );

  it('has lives in order, none before the former one is over', () => {
    check((events, fromMs, toMs) => {
      const { tokens } = timelineOf(events, fromMs, toMs);
      for (const [index, life] of tokens.entries()) {
        const next = tokens[index + 1];
        if (next !== undefined) expect(end(life)).toBeLessThanOrEqual(next.obtainedAtMs);
        expect(life.obtainedAtMs).toBeLessThanOrEqual(end(life));
      }
    });
  });

  it('has nothing outside of the asked time', () => {
    check((events, fromMs, toMs) => {
      const { tokens, marks } = timelineOf(events, fromMs, toMs);
      const times = [
        ...marks.map((mark) => mark.atMs),
        ...tokens.flatMap((life) => [life.obtainedAtMs, life.expiresAtMs ?? toMs, life.replacedAtMs ?? toMs]),
      ];
      for (const ms of times) expect(ms >= fromMs && ms <= toMs).toBe(true);
    });
  });

  it('marks every event that is no token, once and in order', () => {
    check((events, fromMs, toMs) => {
      const times = timelineOf(events, fromMs, toMs).marks.map((mark) => mark.atMs);
      const wanted = events
        .filter(({ kind }) => kind !== 'issued' && kind !== 'refreshed')
        .map((each) => each.atMs)
        .filter((ms) => ms >= fromMs && ms <= toMs);
      expect(times).toEqual(wanted.toSorted((a, b) => a - b));
    });
  });

  it('shows a token at every moment at which one was held', () => {
    check((events, fromMs, toMs) => {
      const { tokens } = timelineOf(events, fromMs, toMs);
      const ends = events
        .filter(({ kind }) => kind === 'revoked' || kind === 'reportedRefused' || kind === 'deleted')
        .map((each) => each.atMs);
      const held = (ms: number) =>
        events.some(({ kind, obtainedAtMs = 0, expiresAtMs }) => {
          const isToken = kind === 'issued' || kind === 'refreshed';
          // The newest that was obtained by then counts; an older one was replaced.
          const isNewest = !events.some(
            (other) =>
              (other.kind === 'issued' || other.kind === 'refreshed') &&
              (other.obtainedAtMs ?? 0) > obtainedAtMs &&
              (other.obtainedAtMs ?? 0) <= ms,
          );
          const isOver = ends.some((endMs) => endMs >= obtainedAtMs && endMs <= ms);
          return isToken && isNewest && !isOver && obtainedAtMs <= ms && (expiresAtMs ?? ms + 1) > ms;
        });
      for (let ms = fromMs; ms <= toMs; ms += 97) {
        // Of equal beginnings only one is shown, and the test does not say which.
        const begins = events
          .filter(({ kind }) => kind === 'issued' || kind === 'refreshed')
          .map((e) => e.obtainedAtMs);
        if (new Set(begins).size !== begins.length) return;
        const isShown = tokens.some((life) => life.obtainedAtMs <= ms && (ms < end(life) || ms === toMs));
        if (held(ms)) expect(isShown).toBe(true);
      }
    });
  });
});
