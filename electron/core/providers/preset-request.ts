import * as v from 'valibot';
import { fieldId } from './preset-fields.ts';

const template = v.pipe(v.string(), v.minLength(1), v.maxLength(2_000));
/** A member whose text comes out empty (an optional field) is left out. */
const members = v.record(v.pipe(v.string(), v.minLength(1)), template);

const headerName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/));
const headers = v.record(headerName, template);

const body = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('form'), members }),
  v.strictObject({ kind: v.literal('json'), members }),
]);

/**
 * A request with template variables. The URL begins with `https://` or with a variable that holds an address; later
 * variables are percent-encoded. Secrets may stand in headers and body only (RFC 9700 section 4.3.2).
 */
export const presetRequest = v.strictObject({
  method: v.picklist(['GET', 'POST']),
  url: template,
  query: v.optional(members, {}),
  headers: v.optional(headers, {}),
  body: v.optional(body, { kind: 'none' }),
});

/** See {@link presetRequest}. */
export type PresetRequest = v.InferOutput<typeof presetRequest>;

const pair = { idField: fieldId, secretField: fieldId };

/** How the key proves itself to the token endpoint (RFC 6749 section 2.3). */
export const clientAuthentication = v.variant('method', [
  /**
   * `Authorization: Basic`. RFC 6749 section 2.3.1 form-encodes id and secret first; many services do not decode,
   * hence the switch.
   */
  v.strictObject({ method: v.literal('client_secret_basic'), ...pair, formEncode: v.boolean() }),
  /** `client_id` and `client_secret` in the form body. */
  v.strictObject({ method: v.literal('client_secret_post'), ...pair }),
  /** The secret in a header of its own. */
  v.strictObject({
    method: v.literal('header'),
    name: headerName,
    prefix: v.optional(v.string(), ''),
    secretField: fieldId,
  }),
  /** Nothing is added: the request's own templates hold all that is needed. */
  v.strictObject({ method: v.literal('none') }),
]);

/** See {@link clientAuthentication}. */
export type ClientAuthentication = v.InferOutput<typeof clientAuthentication>;
