import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { valueAt } from '#core/providers/json-path';
import { providerText } from '#core/providers/provider-text';
import { type ExchangePorts, exchangeKey } from './exchange-key.ts';
import { callValues, runCalls } from './provider-calls.ts';
import type { TestDrafts } from './test-drafts.ts';

const longestList = 500;

/** A value that a provider offers for a field. */
export interface OfferedValue {
  readonly value: string;
  readonly label: string;
}

/** Asks the provider which values a field of a draft can have. Needs a token, so that the other fields must be right. */
export function lookUpValues(
  { tests, ports }: { readonly tests: TestDrafts; readonly ports: ExchangePorts },
  id: KeyId | null,
  draft: KeyDraft,
  fieldId: string,
): Promise<Result<OfferedValue[]>> {
  return tests.withDraft(id, draft, async ({ preset, inputs }) => {
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
