import type { Failure, FailureKind } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Clock, Random } from '#core/ports';
import {
  backOffMs,
  failuresAfter,
  failuresUntilBreaker,
  isNetworkFailure,
  isOwnFailure,
} from '#core/refresh-policy';
import type { AppState } from './app-state.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a failed exchange means for its key: never again, not before the user acts, or again after a pause. */
export async function settleFailure(
  { state, storage, clock, random }: Needs,
  before: KeyState,
  failure: Failure,
): Promise<void> {
  const { id } = before.key;
  const nowMs = clock.nowMs();
  // Somebody who tries in vain while there is no network does not make the loop wait longer.
  const isExtra = isNetworkFailure(failure) && nowMs < (before.retry?.atMs ?? 0) && before.failures > 0;
  const failures = isExtra ? before.failures : failuresAfter(before.failure, before.failures, failure);
  const waitMs = backOffMs(failure, failures, random.fraction());
  const isOver = isRefusal(failure) || needsAnEdit(failure.kind);
  const retry = isOver ? null : { failedAtMs: nowMs, atMs: nowMs + waitMs };
  const use = {
    lastTriedAtMs: nowMs,
    serviceFailures: isNetworkFailure(failure) ? Math.min(failures, failuresUntilBreaker - 1) : failures,
    ...(isRefusal(failure) ? { refusedAtMs: nowMs } : {}),
  };
  state.changeKey(id, { exchanging: false, failure, failures, retry });
  if (isOwnFailure(failure)) return;
  state.changeUse(id, use);
  await storage.saveUse(id, use);
}

/** What the provider does not accept is not sent again by itself, also after a restart. */
function isRefusal({ kind, reason }: Failure): boolean {
  return kind === 'refused' || (kind === 'signInNeeded' && reason === 'refreshTokenRefused');
}

/**
 * Failures that asking again cannot mend; the user has to change the key first. Not among them: redirects and untrusted
 * certificates, which a hotel network shows for an hour and which mend themselves.
 */
function needsAnEdit(kind: FailureKind): boolean {
  return (
    kind === 'keyExpired' ||
    kind === 'signInNeeded' ||
    kind === 'commandRefused' ||
    kind === 'invalidInput' ||
    kind === 'addressRefused' ||
    kind === 'presetNotFound' ||
    kind === 'vaultDamaged'
  );
}
