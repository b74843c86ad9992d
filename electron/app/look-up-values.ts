import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { valueAt } from '#core/providers/json-path';
import { listedNameField } from '#core/providers/listed-names';
import type { Preset } from '#core/providers/preset';
import { providerText } from '#core/providers/provider-text';
import { type ExchangePorts, exchangeKey } from './exchange-key.ts';
import { listedNames } from './listed-keys.ts';
import { callValues, runCalls } from './provider-calls.ts';
import type { TestDrafts } from './test-drafts.ts';

const longestList = 500;

interface Needs {
  readonly tests: TestDrafts;
  readonly ports: ExchangePorts;
  readonly presetOf: (presetId: string) => Preset | null;
}

/** A value that a provider offers for a field. */
export interface OfferedValue {
  readonly value: string;
  readonly label: string;
}

/**
 * Asks the provider which values a field of a draft can have: with a token, for which the other fields must be right; or the
 * command that prints the key, which lists its names.
 */
export function lookUpValues(
  { tests, ports, presetOf }: Needs,
  id: KeyId | null,
  draft: KeyDraft,
  fieldId: string,
): Promise<Result<OfferedValue[]>> {
  // A name in a list of names is looked for before there is any, though the key needs one.
  const isListed = fieldId === listedNameField(presetOf(draft.presetId));
  const fields = { ...draft.fields, ...(isListed ? { [fieldId]: draft.fields[fieldId] || 'any' } : {}) };
  return tests.withDraft(id, { ...draft, fields }, async ({ preset, inputs }) => {
    if (preset.keyKind === 'exec' && fieldId === listedNameField(preset)) {
      const names = await listedNames(ports, preset, inputs);
      return names.ok ? ok(names.value.slice(0, longestList).map(offered)) : names;
    }
    const rule = preset.lookUps.find(({ field }) => field === fieldId);
    if (rule === undefined) return fail('invalidInput', { field: fieldId, reason: 'unknownField' });
    const ask = () => exchangeKey(ports, preset, inputs);
    const exchanged = await tests.exchange(id, { preset, inputs }, ask);
    if (!exchanged.ok) return exchanged;
    const { token } = exchanged.value;
    const values = await callValues(ports, preset, inputs, token);
    if (!values.ok) return values;
    const answer = await runCalls(ports, preset, inputs, [rule.call], values.value);
    if (!answer.ok) return answer;
    const list = rule.list === undefined ? answer.value.json : valueAt(answer.value.json, rule.list);
    if (!Array.isArray(list)) return fail('unusableAnswer', { step: 'answer', reason: 'noOutput' });
    const secrets = [...Object.values(inputs.secrets), token.value].map((secret) => secret.reveal());
    return ok(
      list.slice(0, longestList).flatMap((element) => {
        const whole = valueAt(element, rule.value);
        const value = providerText(whole, 400, secrets);
        const label = providerText(valueAt(element, rule.label), 200, secrets);
        // One that cannot be shown as it is would be another value.
        return value === undefined || value !== String(whole) ? [] : [{ value, label: label ?? value }];
      }),
    );
  });
}

function offered(value: string): OfferedValue {
  return { value, label: value };
}
