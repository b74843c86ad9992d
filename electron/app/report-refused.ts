import type { ActivityRecorder } from '#core/activity';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { Clock } from '#core/ports';
import { isGuessed, type Token } from '#core/token';
import type { AppState } from './app-state.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { FreshToken } from './fresh-token.ts';
import type { HeldTokens } from './held-tokens.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly held: HeldTokens;
  readonly freshToken: FreshToken;
  readonly watch: ClockWatch;
  readonly activity: ActivityRecorder;
  readonly clock: Clock;
}

/** Tokens are taken to live a tenth shorter than the one that the user saw refused. */
const learnedShare = 0.9;
const shortestLearnedMs = 60_000;

/**
 * The user saw a token refused where it was used: it is dropped and another one fetched. Where nobody had said how long it
 * lives, later ones are taken to live no longer than it did. Failures: those of an exchange, and unusableAnswer
 * (sameTokenAgain) where there is no other token; a static key has none.
 */
export async function reportRefused(needs: Needs, id: KeyId): Promise<Result<void>> {
  const { state, freshToken, watch, activity } = needs;
  watch.look();
  const keyState = state.value.keys.get(id);
  if (keyState === undefined) return fail('keyNotFound');
  const token = freshToken.current(id);
  activity.record('reportedRefused', id);
  if (keyState.isStatic) return fail('unusableAnswer', { step: 'token', reason: 'sameTokenAgain' });
  if (token !== null) {
    const dropped = await drop(needs, id, token);
    if (!dropped.ok) return dropped;
  }
  const renewed = await freshToken.renew(id, true);
  return renewed.ok ? ok(undefined) : renewed;
}

async function drop({ state, storage, held, clock }: Needs, id: KeyId, token: Token): Promise<Result<void>> {
  held.refuse(id, token);
  state.changeKey(id, { token: null });
  const before = state.value.keys.get(id)?.use.learnedLifetimeMs ?? Number.POSITIVE_INFINITY;
  const livedMs = Math.max(shortestLearnedMs, learnedShare * (clock.nowMs() - token.obtainedAtMs));
  const learnedLifetimeMs = Math.min(before, Math.floor(livedMs));
  const use = isGuessed(token.lifetimeSource) ? { learnedLifetimeMs } : {};
  state.changeUse(id, use);
  return storage.removeToken(id, use);
}
