import { fail, ok, type Result } from '#core/failure';
import type { HttpRequest } from '#core/ports';
import { pickVariant } from './by-field.ts';
import { base64, formEncode } from './encodings.ts';
import type { KeyInputs } from './key-inputs.ts';
import type { ExchangePreset, Preset } from './preset.ts';
import type { ClientAuthentication } from './preset-request.ts';
import { type AddedCredentials, notSendable, renderRequest } from './render-request.ts';

/** The request that exchanges a key for a token. Failures: invalidInput and addressRefused, both of step `prepare`. */
export function buildRequest(preset: ExchangePreset, inputs: KeyInputs): Result<HttpRequest> {
  const missing = missingField(preset, inputs);
  if (missing !== null) return fail('invalidInput', { step: 'prepare', field: missing, reason: 'empty' });
  const { request, clientAuthentication } = preset.exchange;
  const method = pickVariant<ClientAuthentication>(clientAuthentication, inputs.fields);
  if (method === undefined) return fail('invalidInput', { step: 'prepare', reason: 'notAChoice' });
  const values = inputValues(inputs);
  const added = credentials(method, values);
  return added.ok ? renderRequest(request, values, added.value, inputs.extraCaPem) : added;
}

/** The first required field without a value, or null. */
export function missingField(preset: Preset, inputs: KeyInputs): string | null {
  const values = inputValues(inputs);
  return preset.fields.find(({ id, required }) => required && !values.get(id))?.id ?? null;
}

/** Values of all fields as template variables. */
export function inputValues(inputs: KeyInputs): Map<string, string> {
  const secrets = Object.entries(inputs.secrets).map(([id, secret]) => [id, secret.reveal()] as const);
  return new Map([...Object.entries(inputs.fields), ...secrets]);
}

function credentials(
  method: ClientAuthentication,
  values: ReadonlyMap<string, string>,
): Result<AddedCredentials> {
  if (method.method === 'none') return ok({ headers: {}, formMembers: {} });
  const secret = values.get(method.secretField) ?? '';
  if (method.method === 'header') {
    const value = method.prefix + secret;
    return /^[\x20-\x7e]*$/.test(value)
      ? ok({ headers: { [method.name]: value }, formMembers: {} })
      : notSendable(method.secretField);
  }
  const id = values.get(method.idField) ?? '';
  if (method.method === 'client_secret_post')
    return ok({ headers: {}, formMembers: { client_id: id, client_secret: secret } });
  // RFC 7617 section 2: the id of a Basic pair cannot hold a colon. Form-encoded it becomes %3A.
  if (!method.formEncode && id.includes(':'))
    return fail('invalidInput', { step: 'prepare', field: method.idField, reason: 'colon' });
  const pair = method.formEncode ? `${formEncode(id)}:${formEncode(secret)}` : `${id}:${secret}`;
  return ok({ headers: { authorization: `Basic ${base64(pair)}` }, formMembers: {} });
}
