import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { valueAt } from '#core/providers/json-path';
import type { RotationRule } from '#core/providers/preset-calls';
import { timeAt } from '#core/providers/read-token-answer';
import { readTokenText } from '#core/providers/token-text';
import { Secret } from '#core/secret';
import type { ExchangePorts } from './exchange-key.ts';
import type { FreshToken } from './fresh-token.ts';
import { callValues, runCalls } from './provider-calls.ts';
import type { AutomaticRotation } from './rotation-record.ts';
import { type StoredInputs, type StoredInputsNeeds, storedInputs } from './stored-inputs.ts';

/** What the calls of a rotation need. */
export interface RotationCallNeeds extends StoredInputsNeeds {
  readonly freshToken: FreshToken;
  readonly ports: ExchangePorts;
}

/** A stored key that can be rotated. */
export interface Rotating extends StoredInputs {
  readonly rule: RotationRule;
  /** Edits of its credentials that had been made before it was read. */
  readonly edits: number;
}

/** Reads a key for its rotation. Failures: those of `storedInputs`, and presetNotFound where its preset rotates nothing. */
export async function readRotating(needs: RotationCallNeeds, id: KeyId): Promise<Result<Rotating>> {
  const edits = needs.state.value.keys.get(id)?.edits ?? 0;
  const stored = await storedInputs(needs, id);
  if (!stored.ok) return stored;
  const rule = stored.value.preset.rotation;
  return rule === undefined ? fail('presetNotFound') : ok({ ...stored.value, rule, edits });
}

/** Has the provider make a new secret. */
export async function makeSecret(
  ports: ExchangePorts,
  { preset, inputs, rule }: Rotating,
  values: ReadonlyMap<string, string>,
): Promise<Result<Pick<AutomaticRotation, 'newSecret' | 'newExpiresAtMs' | 'values'>>> {
  const made = await runCalls(ports, preset, inputs, rule.create, values);
  if (!made.ok) return made;
  const text = readTokenText(valueAt(made.value.json, rule.secret));
  if ('problem' in text) return fail('unusableAnswer', { step: 'answer', reason: text.problem });
  return ok({
    newSecret: new Secret(text.token),
    newExpiresAtMs: rule.expiresAt === undefined ? null : timeAt(made.value.json, rule.expiresAt),
    values: [...made.value.values].filter(([variable]) => variable.startsWith('outputs.')),
  });
}

/**
 * Has the provider delete the old secret, with its own variables and a token of the new one. That token is fetched right
 * before: while the new secret is refused, the old one is the last that works.
 */
export async function removeOldSecret(
  needs: RotationCallNeeds,
  id: KeyId,
  record: AutomaticRotation,
): Promise<Result<unknown>> {
  const { state, ports, freshToken } = needs;
  const before = state.value.keys.get(id);
  if (before === undefined) return fail('keyNotFound');
  if (before.use.refusedAtMs !== null) return { ok: false, failure: before.failure ?? { kind: 'refused' } };
  const renewed = await freshToken.renew(id, true);
  if (!renewed.ok) return renewed;
  const rotating = await readRotating(needs, id);
  if (!rotating.ok) return rotating;
  const { preset, inputs, rule } = rotating.value;
  const oldInputs = { ...inputs, secrets: { ...inputs.secrets, [rule.secretField]: record.old.secret } };
  const values = await callValues(ports, preset, oldInputs, renewed.value);
  if (!values.ok) return values;
  return runCalls(ports, preset, oldInputs, rule.remove, new Map([...values.value, ...record.values]));
}
