import { fail, ok, type Result } from '#core/failure';
import type { HttpRequest } from '#core/ports';
import type { Token } from '#core/token';
import { inputValues } from './build-request.ts';
import { pickVariant } from './by-field.ts';
import type { KeyInputs } from './key-inputs.ts';
import type { Preset } from './preset.ts';
import type { PresetRequest } from './preset-request.ts';
import { renderRequest } from './render-request.ts';
import { parseTemplate, templateVariables, variableValue } from './template.ts';

/** The harmless call that shows that a token works; null when its address is a field that was left empty. */
export function buildTestRequest(
  preset: Preset,
  inputs: KeyInputs,
  token: Token,
): Result<HttpRequest | null> {
  const request = pickVariant<PresetRequest>(preset.testCall.request, inputs.fields);
  if (request === undefined) return fail('invalidInput', { step: 'testCall', reason: 'notAChoice' });
  const values = inputValues(inputs);
  values.set('token', token.value.reveal());
  for (const { id, value } of token.outputs) values.set(`outputs.${id}`, value);

  const [start] = parseTemplate(request.url) ?? [];
  if (typeof start === 'object' && variableValue(start.anyOf, values) === '') return ok(null);
  const isMissing = (name: string) => name.startsWith('outputs.') && !values.has(name);
  if (templateVariables(request.url).some(isMissing))
    return fail('unusableAnswer', { step: 'testCall', reason: 'noOutput' });
  const built = renderRequest(request, values, { headers: {}, formMembers: {} }, inputs.extraCaPem);
  return built.ok ? built : fail(built.failure.kind, { ...built.failure, step: 'testCall' });
}
