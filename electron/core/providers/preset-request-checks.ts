import { checkAddress } from '#core/address-rules';
import { type ByField, isByField, variants } from './by-field.ts';
import type { ProviderCall } from './preset-calls.ts';
import type { JwtRule } from './preset-jwt.ts';
import type { ClientAuthentication, JsonTemplate, PresetRequest } from './preset-request.ts';
import type { PresetScope } from './preset-scope.ts';
import { parseTemplate, templateVariables } from './template.ts';

/** Variables that a place has besides those of the whole preset. */
export interface ExtraVariables {
  readonly open?: readonly string[];
  readonly secret?: readonly string[];
}

/** Checks that a part which depends on a field has a variant for each of its choices. */
export function checkChoices<T extends object>(path: string, part: ByField<T>, scope: PresetScope): void {
  if (!isByField(part)) return;
  const field = scope.fields.get(part.byField);
  const offered = field?.kind === 'choice' ? field.choices.map(({ value }) => value) : [];
  if (offered.toSorted().join('\n') !== Object.keys(part.choices).toSorted().join('\n'))
    scope.tell(path, `needs exactly one variant for each choice of the choice field "${part.byField}"`);
  if (Object.keys(part.choices)[0] !== field?.default)
    scope.tell(path, `the first variant must be that of the default of "${part.byField}"`);
}

/** Checks one way of client authentication against the request that carries it. */
export function checkAuthentication(
  method: ClientAuthentication,
  requests: readonly PresetRequest[],
  scope: PresetScope,
): void {
  const path = 'exchange.clientAuthentication';
  if ('secretField' in method) scope.needField(path, method.secretField, 'secret', 'key');
  if ('idField' in method) scope.needField(path, method.idField, 'text');
  if (method.method === 'private_key_jwt') {
    scope.needField(path, method.keyField, 'secret');
    for (const text of [method.audience, ...Object.values(method.header)])
      checkTemplate(path, text, scope.open, scope);
  }
  const isInBody = ['client_secret_post', 'client_id', 'private_key_jwt'].includes(method.method);
  if (isInBody && requests.some(({ body }) => body.kind !== 'form'))
    scope.tell(path, `${method.method} needs a request with a form body`);
}

/** Checks a JWT that is signed here, in all its variants. */
export function checkJwt(path: string, part: ByField<JwtRule>, scope: PresetScope): void {
  checkChoices(path, part, scope);
  for (const rule of variants<JwtRule>(part)) checkJwtRule(path, rule, scope);
}

function checkJwtRule(path: string, rule: JwtRule, scope: PresetScope): void {
  scope.needField(`${path}.keyField`, rule.keyField, 'secret');
  if (rule.passphraseField !== undefined)
    scope.needField(`${path}.passphraseField`, rule.passphraseField, 'secret');
  const known = new Set([...scope.open, 'publicKeyFingerprint']);
  for (const [name, text] of Object.entries({ ...rule.header, ...rule.claims }))
    checkTemplate(`${path}.${name}`, text, known, scope);
}

/** Checks calls in a row: outputs of each are variables of the next. Gives all their outputs. */
export function checkCalls(
  path: string,
  calls: readonly ProviderCall[],
  scope: PresetScope,
  extra: ExtraVariables,
): string[] {
  const outputs: string[] = [];
  for (const [index, call] of calls.entries()) {
    const open = [...(extra.open ?? []), ...outputs];
    checkRequests(`${path}.${index}`, call.request, scope, { ...extra, open });
    outputs.push(...call.outputs.map(({ id }) => `outputs.${id}`));
  }
  return outputs;
}

/** Checks all variants of a request. */
export function checkRequests(
  path: string,
  part: ByField<PresetRequest>,
  scope: PresetScope,
  extra: ExtraVariables = {},
): void {
  checkChoices(path, part, scope);
  for (const request of variants<PresetRequest>(part)) checkRequest(`${path}.request`, request, scope, extra);
}

function checkRequest(path: string, request: PresetRequest, scope: PresetScope, extra: ExtraVariables): void {
  const open = new Set([...scope.open, ...(extra.open ?? [])]);
  const all = new Set([...open, ...scope.secret, ...(extra.secret ?? [])]);
  checkTemplate(`${path}.url`, request.url, open, scope);
  const members: JsonTemplate = request.body.kind === 'none' ? {} : request.body.members;
  for (const name of [...namesOf(request.headers), ...namesOf(request.query), ...namesOf(members)])
    checkTemplate(`${path}.${name}`, name, open, scope);
  for (const [name, text] of Object.entries(request.query))
    checkTemplate(`${path}.query.${name}`, text, request.secretInUrl ? all : open, scope);
  for (const [name, text] of Object.entries(request.headers))
    checkTemplate(`${path}.headers.${name}`, text, all, scope);
  for (const text of textsOf(members)) checkTemplate(`${path}.body`, text, all, scope);
  if (request.method === 'GET' && request.body.kind !== 'none')
    scope.tell(path, 'a GET request has no body: use POST, or put the members into the query');
  checkUrlStart(`${path}.url`, request.url, scope);
}

function namesOf(value: JsonTemplate): string[] {
  if (typeof value !== 'object') return [];
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return [...names, ...Object.values<JsonTemplate>(value).flatMap(namesOf)];
}

function textsOf(value: JsonTemplate): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
}

/** Checks the form of a template and that each of its variables may stand there. */
export function checkTemplate(
  path: string,
  text: string,
  known: ReadonlySet<string>,
  scope: PresetScope,
): void {
  if (parseTemplate(text) === null) {
    scope.tell(path, 'has a variable that is not written {{name}} or {{one|other}}');
    return;
  }
  for (const name of templateVariables(text))
    if (!known.has(name)) scope.tell(path, `{{${name}}} ${whyNot(name, scope)}`);
}

function whyNot(name: string, scope: PresetScope): string {
  return scope.secret.has(name) || name === 'token'
    ? 'is a secret and may stand in headers and body only'
    : 'is not a field of this preset and not a variable of this place';
}

/** The user decides by a field, or the preset by a literal, which host is called: never a value that a service sent. */
function checkUrlStart(path: string, url: string, scope: PresetScope): void {
  const [first] = parseTemplate(url) ?? [];
  if (first === undefined) return;
  if (typeof first === 'string') {
    if (!/^https:\/\/[^/{?]+(\/|\?|$)/.test(first))
      scope.tell(path, 'must begin with https:// and a whole host, or with a field that holds an address');
    return;
  }
  for (const name of first.anyOf) {
    const field = scope.fields.get(name);
    if (field?.kind === 'origin' || field?.kind === 'url') continue;
    // Endpoints that an issuer names stand for the issuer, whose address the user entered.
    if (name.startsWith('discovered.') && scope.open.has(name)) continue;
    const addresses = field?.choices.map(({ value }) => value) ?? [];
    if (addresses.length === 0 || !addresses.every((address) => checkAddress(address).ok))
      scope.tell(path, `begins with {{${name}}}, which holds no address`);
  }
}
