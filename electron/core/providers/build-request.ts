import { fail, ok, type Result } from '#core/failure';
import type { HttpRequest } from '#core/ports';
import { pickVariant } from './by-field.ts';
import { base64, formEncode } from './encodings.ts';
import type { KeyInputs } from './key-inputs.ts';
import type { ExchangePreset } from './preset.ts';
import type { ClientAuthentication, PresetRequest } from './preset-request.ts';
import { type AddedCredentials, notSendable, renderRequest } from './render-request.ts';
import { inputValues, missingField } from './request-values.ts';
import type { TemplateValues } from './template.ts';

/** RFC 7523 section 2.2. */
const clientAssertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** No variables besides those of the key. */
export const nothingPrepared: TemplateValues = new Map();

/**
 * The request that exchanges a key for a token. Failures: invalidInput and addressRefused, both of step `prepare`.
 *
 * @param prepared what had to be signed or asked for before: see app/prepare-exchange.ts
 */
export function buildRequest(
  preset: ExchangePreset,
  inputs: KeyInputs,
  prepared: TemplateValues = nothingPrepared,
): Result<HttpRequest> {
  const missing = missingField(preset, inputs);
  if (missing !== null) return fail('invalidInput', { step: 'prepare', field: missing, reason: 'empty' });
  const request = pickVariant<PresetRequest>(preset.exchange.request, inputs.fields);
  if (request === undefined) return fail('invalidInput', { step: 'prepare', reason: 'notAChoice' });
  const values = new Map([...inputValues(preset, inputs), ...prepared]);
  const added = clientCredentials(preset, inputs, values);
  return added.ok ? renderRequest(request, values, added.value, inputs.extraCaPem) : added;
}

/** How a key authenticates; undefined when its choice is unknown. */
export function authenticationOf(
  preset: ExchangePreset,
  inputs: KeyInputs,
): ClientAuthentication | undefined {
  return pickVariant<ClientAuthentication>(preset.exchange.clientAuthentication, inputs.fields);
}

/** What client authentication adds to a request of this key. Failure: invalidInput of step `prepare`. */
export function clientCredentials(
  preset: ExchangePreset,
  inputs: KeyInputs,
  values: TemplateValues,
): Result<AddedCredentials> {
  const method = authenticationOf(preset, inputs);
  if (method === undefined) return fail('invalidInput', { step: 'prepare', reason: 'notAChoice' });
  const id = 'idField' in method ? (values.get(method.idField) ?? '') : '';
  const secret = 'secretField' in method ? (values.get(method.secretField) ?? '') : '';
  switch (method.method) {
    case 'none':
      return ok({ headers: {}, formMembers: {} });
    case 'client_id':
      return ok({ headers: {}, formMembers: { client_id: id } });
    case 'client_secret_post':
      return ok({ headers: {}, formMembers: { client_id: id, client_secret: secret } });
    case 'client_secret_basic':
      return basic(id, secret, method.formEncode, method.idField);
    case 'private_key_jwt': {
      const assertion = values.get('clientAssertion') ?? '';
      const members = { client_assertion_type: clientAssertionType, client_assertion: assertion };
      return ok({ headers: {}, formMembers: { client_id: id, ...members } });
    }
    case 'header': {
      const value = method.prefix + secret;
      return /^[\x20-\x7e]*$/.test(value)
        ? ok({ headers: { [method.name]: value }, formMembers: {} })
        : notSendable(method.secretField);
    }
  }
}

function basic(id: string, secret: string, formEncoded: boolean, idField: string): Result<AddedCredentials> {
  // RFC 7617 section 2: the id of a Basic pair cannot hold a colon. Form-encoded it becomes %3A.
  if (!formEncoded && id.includes(':'))
    return fail('invalidInput', { step: 'prepare', field: idField, reason: 'colon' });
  const authorization = `Basic ${basicPair(id, secret, formEncoded)}`;
  return ok({ headers: { authorization }, formMembers: {} });
}

/** Base64 of `id:secret`, each form-encoded first where RFC 6749 section 2.3.1 is followed. */
export function basicPair(id: string, secret: string, formEncoded: boolean): string {
  return base64(formEncoded ? `${formEncode(id)}:${formEncode(secret)}` : `${id}:${secret}`);
}
