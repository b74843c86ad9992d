import type { KeyUse } from '#core/api-key';
import type { Failure, FailureKind } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Clock, Random } from '#core/ports';
import { backOffMs } from '#core/refresh-policy';
import { inDoubt, mayBeUsedUp } from '#core/refresh-token-use';
import type { AppState } from './app-state.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * What a failed exchange means for its key: never again, not before the user acts, or again after a pause.
 *
 * @param isUnsaved the exchange itself worked and only waits for the disk, so that its refresh token is not in doubt
 */
export async function settleFailure(
  { state, storage, clock, random }: Needs,
  before: KeyState,
  cause: Failure,
  isUnsaved: boolean,
): Promise<void> {
  const { key, use } = state.value.keys.get(before.key.id) ?? before;
  const wasSent = use.refreshTokenSentAtMs !== null && !isUnsaved;
  const isDoubtful = wasSent && mayBeUsedUp(cause);
  const failure = isDoubtful ? { ...cause, ...inDoubt } : cause;
  const failures = before.failures + 1;
  const nowMs = clock.nowMs();
  const waitMs = backOffMs(failures, random.fraction(), failure.retryAfterMs);
  const isOver = failure.kind === 'refused' || needsAnEdit(failure.kind);
  const retry = isOver ? null : { failedAtMs: nowMs, atMs: nowMs + waitMs };
  const after: KeyUse = {
    ...use,
    refusedAtMs: failure.kind === 'refused' ? nowMs : use.refusedAtMs,
    refreshTokenSentAtMs: wasSent && !isDoubtful ? null : use.refreshTokenSentAtMs,
  };
  state.changeKey(key.id, { use: after, exchanging: false, failure, failures, retry });
  const isChanged =
    after.refusedAtMs !== use.refusedAtMs || after.refreshTokenSentAtMs !== use.refreshTokenSentAtMs;
  if (isChanged) await storage.saveUse(key.id, after);
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
