import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newKeyState } from '#app/drafted-key';
import { type ApiKey, type RefreshMode, unused } from '#core/api-key';
import { failureKinds } from '#core/failure';
import { type KeyState, tokenCondition } from '#core/key-state';
import { renewalDueAtMs } from '#core/renewal-due';
import { sampleKey } from '../fakes/sample-key.ts';

const dayMs = 86_400_000;
const addedAtMs = Date.UTC(2026, 0, 1);
const modes = fc.constantFrom<RefreshMode>('whileUsed', 'always', 'onDemand');
const spans = fc.integer({ min: 0, max: 100 * dayMs });

function stateOf(part: Partial<KeyState> = {}, key: Partial<ApiKey> = {}): KeyState {
  return { ...newKeyState(sampleKey({ addedAtMs, ...key }), null), ...part };
}

const tokenAt = (obtainedAtMs: number, lifetimeMs = 3_600_000) => ({
  obtainedAtMs,
  expiresAtMs: obtainedAtMs + lifetimeMs,
  lifetimeSource: 'relative' as const,
  tokenType: 'Bearer',
  outputs: [],
});

/** Any state of a key, at any time after it was added. */
const states = fc
  .record({
    refreshMode: modes,
    usedAfterMs: fc.option(spans, { nil: null }),
    handedOutAfterMs: fc.option(spans, { nil: null }),
    tokenAfterMs: fc.option(spans, { nil: null }),
    failureKind: fc.option(fc.constantFrom(...failureKinds), { nil: null }),
    retryAfterMs: fc.option(spans, { nil: null }),
    isStatic: fc.boolean(),
    isExchanging: fc.boolean(),
    isRefused: fc.boolean(),
    waitsForUse: fc.boolean(),
  })
  .map((s) => {
    const at = (afterMs: number | null) => (afterMs === null ? null : addedAtMs + afterMs);
    const retryAtMs = at(s.retryAfterMs);
    return stateOf(
      {
        use: {
          ...unused,
          lastCopiedAtMs: at(s.usedAfterMs),
          lastHandedOutAtMs: at(s.handedOutAfterMs),
          refusedAtMs: s.isRefused ? addedAtMs : null,
          waitsForUse: s.waitsForUse,
        },
        token: s.tokenAfterMs === null ? null : tokenAt(addedAtMs + s.tokenAfterMs),
        failure: s.failureKind === null ? null : { kind: s.failureKind },
        retry: retryAtMs === null ? null : { failedAtMs: addedAtMs, atMs: retryAtMs },
        isStatic: s.isStatic,
        exchanging: s.isExchanging,
      },
      { refreshMode: s.refreshMode },
    );
  });

const due = (state: KeyState, nowMs: number, unusedAfterDays: number | null = 30) =>
  renewalDueAtMs(state, { unusedAfterDays }, nowMs);

describe('when a key is renewed', () => {
  it('on demand: never by itself', () => {
    fc.assert(
      fc.property(states, spans, (state, afterMs) => {
        fc.pre(!state.isStatic && (state.key.refreshMode === 'onDemand' || state.use.waitsForUse));
        expect(due(state, addedAtMs + afterMs)).toBeNull();
      }),
    );
  });

  it('while it is used: as always, until nobody used it for the days of the setting, and never after', () => {
    fc.assert(
      fc.property(states, spans, (state, afterMs) => {
        const nowMs = addedAtMs + afterMs;
        const whileUsed = { ...state, key: { ...state.key, refreshMode: 'whileUsed' as const } };
        const always = { ...state, key: { ...state.key, refreshMode: 'always' as const } };
        const { lastCopiedAtMs, lastHandedOutAtMs } = state.use;
        const usedAtMs = Math.max(addedAtMs, lastCopiedAtMs ?? 0, lastHandedOutAtMs ?? 0);
        const isUnused = !state.isStatic && nowMs - usedAtMs >= 30 * dayMs;
        expect(due(whileUsed, nowMs)).toBe(isUnused ? null : due(always, nowMs));
        expect(due(whileUsed, nowMs, null)).toBe(due(always, nowMs));
      }),
    );
  });

  it('never while it is refused, in flight or waits for the user, nor before its pause is over', () => {
    fc.assert(
      fc.property(states, spans, (state, afterMs) => {
        const atMs = due(state, addedAtMs + afterMs);
        if (state.exchanging || state.use.refusedAtMs !== null) expect(atMs).toBeNull();
        if (state.failure !== null && state.retry === null) expect(atMs).toBeNull();
        if (atMs !== null) expect(atMs).toBeGreaterThanOrEqual(state.retry?.atMs ?? 0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('says the same as its condition: what says that it retries has a time for it', () => {
    fc.assert(
      fc.property(states, spans, (state, afterMs) => {
        // Who has to sign in again is not tried again (settle-failure.ts).
        fc.pre(state.failure?.kind !== 'signInNeeded' || state.retry === null);
        const nowMs = addedAtMs + afterMs;
        const condition = tokenCondition(state, nowMs);
        if (condition === 'retrying' || condition === 'offline') expect(state.retry).not.toBeNull();
        if (state.key.refreshMode === 'onDemand') expect(condition).not.toBe('retrying');
        if (condition === 'fresh') expect(state.failure).not.toMatchObject({ kind: 'signInNeeded' });
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not for 30, 400 or 100,000 days where the token lives so long (SC-02)', () => {
    for (const days of [30, 400, 3_650]) {
      const state = stateOf({ token: tokenAt(addedAtMs, days * dayMs) });
      expect(due(state, addedAtMs)).toBeGreaterThan(addedAtMs + days * dayMs - 12 * 60_000);
    }
  });
});
