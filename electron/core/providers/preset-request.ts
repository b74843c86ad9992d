import * as v from 'valibot';
import { fieldId } from './preset-fields.ts';

/** Text with variables: template.ts. */
export const template = v.pipe(v.string(), v.minLength(1), v.maxLength(2_000));
/** A member whose text comes out empty (an optional field) is left out. Names are templates, too. */
const members = v.record(v.pipe(v.string(), v.minLength(1)), template);

/** A value of a JSON body; its texts are templates. */
export type JsonTemplate = string | number | boolean | readonly JsonTemplate[] | JsonTemplateObject;
interface JsonTemplateObject {
  readonly [name: string]: JsonTemplate;
}

/** A value of a JSON body, at any depth. */
export const jsonTemplate: v.GenericSchema<JsonTemplate> = v.union([
  v.pipe(v.string(), v.maxLength(2_000)),
  v.pipe(v.number(), v.finite()),
  v.boolean(),
  v.pipe(v.array(v.lazy(() => jsonTemplate)), v.maxLength(100)),
  v.record(
    v.string(),
    v.lazy(() => jsonTemplate),
  ),
]);

const headerName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]+$/, 'must be a header name: letters, digits, hyphens and underscores'),
);
const headerNameOrField = v.pipe(
  v.string(),
  v.regex(
    /^([A-Za-z0-9_-]+|\{\{\w+\}\})$/,
    'must be a header name, or a field that holds one: {{headerName}}',
  ),
);
/** Headers by name, which may be that of a field: `{{headerName}}`. A header whose text comes out empty is left out. */
export const headers = v.record(headerNameOrField, template);

const body = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('form'), members }),
  v.strictObject({
    kind: v.literal('json'),
    members: v.record(v.pipe(v.string(), v.minLength(1)), jsonTemplate),
  }),
]);

/**
 * A request with template variables. The URL begins with `https://` or with a variable that holds an address; later
 * variables are percent-encoded. Secrets stand in headers and body only (RFC 9700 section 4.3.2), unless the service
 * gives no other way and the preset says so.
 */
export const presetRequest = v.strictObject({
  method: v.optional(v.picklist(['GET', 'POST', 'PUT', 'DELETE']), 'GET'),
  url: template,
  query: v.optional(members, {}),
  headers: v.optional(headers, {}),
  body: v.optional(body, { kind: 'none' }),
  /** The service takes a secret in the URL only. Traces never show a query. */
  secretInUrl: v.optional(v.boolean(), false),
});

/** See {@link presetRequest}. */
export type PresetRequest = v.InferOutput<typeof presetRequest>;

/** Header members or claims of a JWT. */
export const jwtTexts = v.record(v.pipe(v.string(), v.minLength(1), v.maxLength(60)), template);
const pair = { idField: fieldId, secretField: fieldId };
/** Algorithm of a signature made here: RFC 7518 section 3.1, RFC 8037 section 3.1. */
export const jwtAlgorithm = v.picklist(['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA']);

/** How the key proves itself to the token endpoint (RFC 6749 section 2.3). */
export const clientAuthentication = v.variant('method', [
  /**
   * `Authorization: Basic`. RFC 6749 section 2.3.1 form-encodes id and secret first; many services do not decode,
   * hence the switch.
   */
  v.strictObject({
    method: v.literal('client_secret_basic'),
    ...pair,
    formEncode: v.optional(v.boolean(), true),
  }),
  /** `client_id` and `client_secret` in the form body. */
  v.strictObject({ method: v.literal('client_secret_post'), ...pair }),
  /** The secret in a header of its own. */
  v.strictObject({
    method: v.literal('header'),
    name: headerName,
    prefix: v.optional(v.string(), ''),
    secretField: fieldId,
  }),
  /** A JWT signed with the client's private key (RFC 7523 section 2.2, OpenID Connect Core section 9). */
  v.strictObject({
    method: v.literal('private_key_jwt'),
    idField: fieldId,
    keyField: fieldId,
    passphraseField: v.optional(fieldId),
    /** Members of its header besides `alg` and `typ`, such as `kid`; one that comes out empty is left out. */
    header: v.optional(jwtTexts, {}),
    algorithm: v.optional(jwtAlgorithm, 'RS256'),
    /** The token URL for some servers, the issuer for others. */
    audience: template,
  }),
  /** Only `client_id` in the form body: a public client (RFC 6749 section 2.1). */
  v.strictObject({ method: v.literal('client_id'), idField: fieldId }),
  /** Nothing is added: the request's own templates hold all that is needed. */
  v.strictObject({ method: v.literal('none') }),
]);

/** See {@link clientAuthentication}. */
export type ClientAuthentication = v.InferOutput<typeof clientAuthentication>;
