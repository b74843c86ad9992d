import { type ExchangeStep, fail, ok, type Result } from '#core/failure';
import type { HttpRequest } from '#core/ports';
import { clientCredentials } from './build-request.ts';
import { pickVariant } from './by-field.ts';
import type { KeyInputs } from './key-inputs.ts';
import type { Preset } from './preset.ts';
import type { ProviderCall } from './preset-calls.ts';
import type { PresetRequest } from './preset-request.ts';
import { renderRequest } from './render-request.ts';
import { parseTemplate, type TemplateValues, templateVariables, variableValue } from './template.ts';

/**
 * A call besides the exchange, such as the test call. Null when its address is a field that was left empty. Failures:
 * invalidInput, addressRefused, and unusableAnswer where an earlier answer lacked a value that the address needs.
 */
export function buildCall(
  call: ProviderCall,
  preset: Preset,
  inputs: KeyInputs,
  values: TemplateValues,
  step: ExchangeStep,
): Result<HttpRequest | null> {
  const request = pickVariant<PresetRequest>(call.request, inputs.fields);
  if (request === undefined) return fail('invalidInput', { step, reason: 'notAChoice' });
  const [start] = parseTemplate(request.url) ?? [];
  if (typeof start === 'object' && variableValue(start.anyOf, values) === '') return ok(null);
  const isMissing = (name: string) => name.startsWith('outputs.') && !values.has(name);
  if (templateVariables(request.url).some(isMissing))
    return fail('unusableAnswer', { step, reason: 'noOutput' });
  const added =
    call.authenticated && preset.keyKind === 'exchange'
      ? clientCredentials(preset, inputs, values)
      : ok({ headers: {}, formMembers: {} });
  if (!added.ok) return { ok: false, failure: { ...added.failure, step } };
  const built = renderRequest(request, values, added.value, inputs.extraCaPem);
  return built.ok ? built : { ok: false, failure: { ...built.failure, step } };
}
