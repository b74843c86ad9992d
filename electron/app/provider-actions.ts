import type { ActivityRecorder } from '#core/activity';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { Log } from '#core/ports';
import { valueAt } from '#core/providers/json-path';
import type { KeyDetailsRule } from '#core/providers/preset-calls';
import { timeAt } from '#core/providers/read-token-answer';
import { renderTemplate } from '#core/providers/template';
import type { ExchangePorts } from './exchange-key.ts';
import type { FreshToken } from './fresh-token.ts';
import type { ManageKeys } from './manage-keys.ts';
import { type CallsAnswer, callValues, runCalls } from './provider-calls.ts';
import { type StoredInputsNeeds, storedInputs } from './stored-inputs.ts';

interface Needs extends StoredInputsNeeds {
  readonly freshToken: FreshToken;
  readonly keys: ManageKeys;
  readonly activity: ActivityRecorder;
  readonly ports: ExchangePorts;
  readonly log: Log;
}

/** What a provider offers for a stored key besides tokens. */
export class ProviderActions {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Tells the provider that the current token is no longer needed (RFC 7009), and forgets it. */
  async revoke(id: KeyId): Promise<Result<void>> {
    const { freshToken, activity, ports, log } = this.#needs;
    const stored = await storedInputs(this.#needs, id);
    if (!stored.ok) return stored;
    const { preset, inputs } = stored.value;
    const token = freshToken.current(id);
    if (preset.keyKind !== 'exchange' || preset.revocation === undefined || token === null)
      return fail('unusableAnswer', { reason: 'nothingToRevoke' });
    const values = await callValues(ports, preset, inputs, token);
    if (!values.ok) return values;
    const revoked = await runCalls(ports, preset, inputs, [preset.revocation], values.value);
    if (!revoked.ok) return revoked;
    log.write('token.revoked', { keyId: id });
    activity.record('revoked', id, { actor: 'window' });
    return freshToken.drop(id, token);
  }

  /** Asks about a new key without being told to; that it does not know or answer is no matter. */
  async learnDetails(id: KeyId): Promise<void> {
    const { state } = this.#needs;
    const key = state.value.keys.get(id)?.key;
    if (key === undefined || state.preset(key.presetId)?.keyDetails === undefined) return;
    await this.askDetails(id);
  }

  /** Asks the provider when the key expires and was made, and stores what it says. Null when it names no expiry. */
  async askDetails(id: KeyId): Promise<Result<{ keyExpiresAtMs: number | null }>> {
    const { freshToken, keys, ports } = this.#needs;
    const handOut = await freshToken.handOut(id, 'person');
    if (!handOut.ok) return handOut;
    const stored = await storedInputs(this.#needs, id);
    if (!stored.ok) return stored;
    const { preset, inputs } = stored.value;
    const rule = preset.keyDetails;
    if (rule === undefined) return fail('presetNotFound');
    const values = await callValues(ports, preset, inputs, freshToken.current(id));
    if (!values.ok) return values;
    const answer = await runCalls(ports, preset, inputs, rule.calls, values.value);
    if (!answer.ok) return answer;
    const details = detailsIn(answer.value, rule);
    if (details === undefined) return fail('unusableAnswer', { step: 'answer', reason: 'keyNotListed' });
    const keyExpiresAtMs = rule.expiresAt === undefined ? null : timeAt(details, rule.expiresAt);
    const createdAtMs = rule.createdAt === undefined ? null : timeAt(details, rule.createdAt);
    const saved = await keys.setTimes(id, { keyExpiresAtMs, createdAtMs });
    return saved.ok ? ok({ keyExpiresAtMs }) : saved;
  }
}

/** The part of the last answer that speaks of this key. */
function detailsIn({ json, values }: CallsAnswer, { list }: KeyDetailsRule): unknown {
  if (list === undefined) return json;
  const elements = list.path === undefined ? json : valueAt(json, list.path);
  const wanted = renderTemplate(list.where.equals, values);
  if (!Array.isArray(elements) || wanted === '') return undefined;
  return elements.find((element) => valueAt(element, list.where.path) === wanted);
}
