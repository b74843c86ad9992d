import { type ApiKey, type KeyUse, unused } from '#core/api-key';
import { shiftedToken } from '#core/clock-change';
import type { Failure } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Preset } from '#core/providers/preset';
import { restMs } from '#core/refresh-policy';
import { inDoubt } from '#core/refresh-token-use';
import { factsOf } from '#core/token';
import { newKeyState } from './drafted-key.ts';
import type { StoredState } from './read-stored-state.ts';
import { usablePreset } from './usable-preset.ts';

/** State of a key after a start: with the token and the refusal that the vault kept. */
export function restoredKeyState(
  key: ApiKey,
  preset: Preset | null,
  stored: StoredState,
  nowMs: number,
): KeyState {
  const token = stored.tokens.get(key.id);
  const use = stored.uses.get(key.id) ?? unused;
  const failure = failureKept(use, preset);
  const triedAtMs = Math.max(token?.obtainedAtMs ?? 0, use.lastTriedAtMs ?? 0);
  const restored = {
    ...newKeyState(key, preset),
    use,
    token: token === undefined ? null : factsOf(token),
    failure,
    failures: use.serviceFailures,
    retry: failure === null ? restAfter(triedAtMs, restMs(use.serviceFailures), nowMs) : null,
  };
  return withPreset(restored, preset);
}

/** What is stored, by a clock that was set since: tokens, and the tries after which a key rests. */
export function shiftedStored(stored: StoredState, setByMs: number): StoredState {
  if (setByMs === 0) return stored;
  const shiftedUse = (use: KeyUse): KeyUse => {
    const { lastTriedAtMs } = use;
    return lastTriedAtMs === null ? use : { ...use, lastTriedAtMs: lastTriedAtMs + setByMs };
  };
  return {
    ...stored,
    tokens: new Map([...stored.tokens].map(([id, token]) => [id, shiftedToken(token, setByMs)])),
    uses: new Map([...stored.uses].map(([id, use]) => [id, shiftedUse(use)])),
  };
}

/** Nothing is said by a try that was long ago, or in the future of a clock that was set back. */
function restAfter(triedAtMs: number, restMs: number, nowMs: number): KeyState['retry'] {
  const isRecent = triedAtMs <= nowMs && nowMs < triedAtMs + restMs;
  return isRecent ? { failedAtMs: triedAtMs, atMs: triedAtMs + restMs } : null;
}

/** State of a key whose preset may be another one than before, gone, or back again. */
export function withPreset(state: KeyState, preset: Preset | null): KeyState {
  const isStatic = preset === null ? state.isStatic : preset.keyKind === 'static';
  const usable = usablePreset(state.key, preset);
  if (!usable.ok) return { ...state, isStatic, failure: usable.failure, failures: 0, retry: null };
  const { failure } = state;
  const wasUnusable = failure?.kind === 'presetNotFound' || failure?.reason === 'presetChanged';
  if (!wasUnusable) return { ...state, isStatic };
  return { ...state, isStatic, failure: failureKept(state.use, preset), failures: 0, retry: null };
}

function failureKept({ refusedAtMs, refreshTokenSentAtMs }: KeyUse, preset: Preset | null): Failure | null {
  if (refreshTokenSentAtMs !== null) return inDoubt;
  if (refusedAtMs === null) return null;
  const canSignIn = preset?.keyKind === 'exchange' && preset.signIn !== undefined;
  return canSignIn ? { kind: 'signInNeeded', reason: 'refreshTokenRefused' } : { kind: 'refused' };
}
