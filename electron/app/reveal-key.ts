import type { ActivityRecorder } from '#core/activity';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, Log } from '#core/ports';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly storage: KeyStorage;
  readonly activity: ActivityRecorder;
  readonly clock: Clock;
  readonly log: Log;
}

const revealForMs = 30_000;
/** A person does not press the eye twice within this time; a script would. */
const shortestPauseMs = 250;

/** Shows one secret for a short time. What was revealed is logged, never the value. */
export class RevealKey {
  readonly #needs: Needs;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  async reveal(id: KeyId, fieldId: string): Promise<Result<{ secret: string; hideAtMs: number }>> {
    const { storage, activity, clock, log } = this.#needs;
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - this.#lastAtMs) < shortestPauseMs) return fail('notAllowed');
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
