import { type ByField, isByField } from '#core/providers/by-field';
import type { ExchangePreset, Preset, StaticPreset } from '#core/providers/preset';
import type { TestCall } from '#core/providers/preset-calls';
import type { ClientAuthentication, PresetRequest } from '#core/providers/preset-request';
import { type CalledRequest, flatMembers, headerValue, type Pair } from './called-request.ts';
import { allHeaders, matchAuthentication } from './match-authentication.ts';
import { hasKnownHost, type MatchStrength, matchUrl, originOf, tellingSegment } from './match-url.ts';
import { isSecretName } from './secret-names.ts';
import { unifyTemplate } from './unify-template.ts';

/** A request understood as a provider's. */
export interface PresetMatch {
  readonly preset: Preset;
  readonly strength: MatchStrength;
  /** Higher is better, among matches of one strength. */
  readonly score: number;
  /** By field id; placeholders are among them. Holds secrets. */
  readonly values: ReadonlyMap<string, string>;
  /** Names of members and headers that the provider's request does not have. */
  readonly unused: readonly string[];
}

/** Headers that every client sets by itself. */
const clientHeaders =
  /^(accept|accept-encoding|accept-language|cache-control|connection|content-length|content-type|dnt|host|origin|pragma|priority|referer|sec-.*|upgrade-insecure-requests|user-agent|x-requested-with)$/i;

/** Whether a header says nothing about the service. */
export function isClientHeader(name: string): boolean {
  return clientHeaders.test(name.trim());
}

/** The token request of a preset, if this is it. */
export function matchExchange(request: CalledRequest, preset: ExchangePreset): PresetMatch | null {
  let best: PresetMatch | null = null;
  for (const [requestChoice, template] of choicesOf<PresetRequest>(preset.exchange.request))
    for (const [authChoice, method] of choicesOf<ClientAuthentication>(
      preset.exchange.clientAuthentication,
    )) {
      const [[field, choice] = ['', '']] = requestChoice;
      if (authChoice.some(([otherField, other]) => otherField === field && other !== choice)) continue;
      const choices = [...requestChoice, ...authChoice];
      const match = matchOne(request, preset, template, method, choices);
      if (match !== null && match.score > (best?.score ?? Number.NEGATIVE_INFINITY)) best = match;
    }
  return best;
}

/** The test call of a preset whose key is itself the token, if this is it. */
export function matchStatic(request: CalledRequest, preset: StaticPreset): PresetMatch | null {
  for (const [choice, template] of testRequestsOf(preset)) {
    const match = matchOne(request, preset, template, { method: 'none' }, choice);
    if (match?.values.has(preset.tokenField)) return match;
  }
  return null;
}

/** Another call to a preset's service: shows its host, and the key where that is the token. */
export function matchUse(request: CalledRequest, preset: Preset): PresetMatch | null {
  const templates = testRequestsOf(preset).map(([, { url }]) => url);
  const isStatic = preset.keyKind === 'static';
  const isKnown = hasKnownHost(request.url, preset);
  const isTestCall = templates.some((url) => matchUrl(url, request.url, preset)?.strength === 'path');
  const segment = tellingSegment(request.url);
  const isNear = isStatic && segment !== null && templates.some((url) => tellingSegment(url) === segment);
  if (!isKnown && !isTestCall && !isNear) return null;
  const values = new Map<string, string>();
  const [host, ...otherHosts] = preset.fields.filter(({ kind }) => kind === 'origin');
  if (host !== undefined && otherHosts.length === 0) values.set(host.id, originOf(request.url));
  if (isStatic) values.set(preset.tokenField, bareToken(request) ?? '');
  return { preset, strength: isKnown ? 'host' : 'path', score: 0, values, unused: [] };
}

/** The one secret that a call carries in its headers, without scheme; null when there is none. */
function bareToken({ bearer, headers }: CalledRequest): string | null {
  return bearer ?? headers.find(([name]) => isSecretName(name))?.[1] ?? null;
}

function matchOne(
  request: CalledRequest,
  preset: Preset,
  template: PresetRequest,
  method: ClientAuthentication,
  choices: readonly Pair[],
): PresetMatch | null {
  const url = matchUrl(template.url, request.url, preset);
  if (url === null) return null;
  const used = new Set<string>();
  const members = matchMembers(request, template, preset, used);
  if (members === null) return null;
  const authentication = matchAuthentication(method, request);
  if (authentication === null) return null;
  const strength = strengthOf(url.strength, method, authentication.fit);
  if (strength === null || (strength === 'form' && !isSameKind(request, template))) return null;
  for (const name of authentication.used) used.add(name.toLowerCase());
  const sent = [...flatMembers(request).keys(), ...request.headers.map(([name]) => name)];
  const unused = sent.filter((name) => !used.has(name.toLowerCase()) && !isClientHeader(name));
  const values = new Map([...choices, ...url.values, ...members, ...authentication.values]);
  const score = 10 * authentication.fit + members.length - unused.length;
  return { preset, strength, score, values, unused };
}

function isSameKind({ method, body }: CalledRequest, template: PresetRequest): boolean {
  return method === template.method && body.kind === template.body.kind;
}

/** Unless the host is known, the key must be sent in the very way of the preset; a common path needs a header of its own. */
function strengthOf(byUrl: MatchStrength, method: ClientAuthentication, fit: number): MatchStrength | null {
  const hasOwnHeader = method.method === 'header' && !/^authorization$/i.test(method.name) && fit > 1;
  if (byUrl === 'commonPath') return hasOwnHeader ? 'path' : null;
  return byUrl === 'host' || method.method === 'none' || fit > 1 ? byUrl : null;
}

/** Values in query, headers and body; null when one of them says that this is another request. */
function matchMembers(
  request: CalledRequest,
  template: PresetRequest,
  preset: Preset,
  used: Set<string>,
): Pair[] | null {
  const sent = flatMembers(request);
  const headers = allHeaders(request);
  const body = template.body.kind === 'none' ? [] : Object.entries<unknown>(template.body.members);
  const names = [...Object.keys(template.headers), ...body.map(([name]) => name)];
  // Names that the user chooses would fit any request.
  if (names.some((name) => name.includes('{{'))) return null;
  const inMembers = [...Object.entries<unknown>(template.query), ...body].map(
    ([name, text]) => [name, text, sent.get(name)] as const,
  );
  const inHeaders = Object.entries(template.headers)
    .filter(([name]) => !isClientHeader(name))
    .map(([name, text]) => [name, text, headerValue(headers, name) ?? undefined] as const);
  const values: Pair[] = [];
  for (const [name, text, value] of [...inMembers, ...inHeaders]) {
    if (value === undefined && name === 'grant_type') return null;
    if (value === undefined || typeof text !== 'string') continue;
    const bindings = unifyTemplate(text, value);
    if (bindings === null && !text.includes('{{')) return null;
    if (bindings === null) continue;
    used.add(name.toLowerCase());
    for (const { anyOf, text: bound } of bindings) {
      const id = anyOf.map((given) => tokenFieldFor(given, preset)).find((given) => isField(given, preset));
      if (id !== undefined) values.push([id, bound]);
    }
  }
  return values;
}

function tokenFieldFor(variable: string, preset: Preset): string {
  return variable === 'token' && preset.keyKind === 'static' ? preset.tokenField : variable;
}

function isField(name: string, { fields }: Preset): boolean {
  return fields.some(({ id }) => id === name);
}

/** All requests that a test call of a preset can be, each with the field values that choose it. */
function testRequestsOf({ testCall }: Preset): [choice: readonly Pair[], request: PresetRequest][] {
  return choicesOf<TestCall>(testCall).flatMap(([outer, { request }]) =>
    choicesOf<PresetRequest>(request).map(([inner, variant]): [readonly Pair[], PresetRequest] => [
      [...outer, ...inner],
      variant,
    ]),
  );
}

/** All variants of a part, each with the field values that choose it. */
function choicesOf<T extends object>(part: ByField<T> | undefined): [choice: readonly Pair[], variant: T][] {
  if (part === undefined) return [];
  if (!isByField(part)) return [[[], part]];
  return Object.entries(part.choices).map(([choice, variant]) => [[[part.byField, choice]], variant]);
}
