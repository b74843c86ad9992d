import type { ActivityRecorder } from '#core/activity';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, Log, Timer } from '#core/ports';
import type { ConfirmUser } from './confirm-user.ts';
import type { KeyStorage } from './key-storage.ts';
import { RefusedReveals } from './refused-reveals.ts';

interface Needs {
  readonly storage: KeyStorage;
  readonly confirm: ConfirmUser;
  readonly activity: ActivityRecorder;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
}

const revealForMs = 30_000;
/** A person does not press the eye twice within this time; a script would. */
const shortestPauseMs = 1_000;

/** Shows one secret for a short time. What was revealed is logged, never the value. */
export class RevealKey {
  readonly #needs: Needs;
  readonly refused: RefusedReveals;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(needs: Needs) {
    this.#needs = needs;
    this.refused = new RefusedReveals(needs);
  }

  /** Failures: notAllowed (confirmFirst: see {@link ConfirmUser.mayReveal}), keyNotFound, those of a vault's reading. */
  async reveal(id: KeyId, fieldId: string): Promise<Result<{ secret: string; hideAtMs: number }>> {
    const { storage, confirm, activity, clock, log } = this.#needs;
    const allowed = confirm.mayReveal();
    if (!allowed.ok) return allowed;
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - this.#lastAtMs) < shortestPauseMs) {
      this.refused.note();
      return fail('notAllowed', { reason: 'tooFast' });
    }
    this.#lastAtMs = nowMs;
    const secrets = await storage.readSecrets(id);
    if (!secrets.ok) return secrets;
    const secret = Object.hasOwn(secrets.value, fieldId) ? secrets.value[fieldId] : undefined;
    if (secret === undefined) return fail('keyNotFound');
    log.write('key.revealed', { keyId: id, fieldId });
    activity.record('revealed', id, { actor: 'window', detail: fieldId });
    return ok({ secret: secret.reveal(), hideAtMs: nowMs + revealForMs });
  }
}
