import { type BasicPair, decodeFormText, pairOfUrl, readBasicPair } from './basic-pair.ts';
import type { ImportNote } from './import-candidate.ts';

/** A name with its value. */
export type Pair = readonly [name: string, value: string];

/** A request as an example shows it: its values may be real, placeholders or shell variables. Holds secrets. */
export interface CalledRequest {
  /** Upper case. */
  readonly method: string;
  /** Scheme, host and path. Placeholders stay as they are. */
  readonly url: string;
  readonly query: readonly Pair[];
  /** Without `Authorization: Basic` and `Bearer`, which are taken apart. */
  readonly headers: readonly Pair[];
  readonly body: CalledBody;
  readonly basic: BasicPair | null;
  readonly bearer: string | null;
  readonly notes: readonly ImportNote[];
}

/** Body of a {@link CalledRequest}. */
export type CalledBody =
  | { readonly kind: 'none' | 'multipart' | 'other' }
  | { readonly kind: 'form'; readonly members: readonly Pair[] }
  | { readonly kind: 'json'; readonly members: readonly (readonly [string, unknown])[] };

/** A request before its parts are understood. */
export interface RawRequest {
  readonly method: string;
  /** With query and perhaps `user:password@`. */
  readonly url: string;
  readonly headers: readonly Pair[];
  readonly query?: readonly Pair[];
  readonly body: CalledBody;
  readonly basic?: BasicPair | null;
  readonly notes?: readonly ImportNote[];
}

/** Takes URL and `Authorization` apart. */
export function calledRequest(raw: RawRequest): CalledRequest {
  const { url, query, basic: fromUrl } = splitUrl(raw.url);
  const headers: Pair[] = [];
  let basic = raw.basic ?? fromUrl;
  let bearer: string | null = null;
  for (const [name, value] of raw.headers) {
    const [, scheme = '', rest = ''] =
      name.toLowerCase() === 'authorization' ? (/^\s*(\w+)\s+(.*)$/s.exec(value) ?? []) : [];
    const pair = scheme.toLowerCase() === 'basic' ? readBasicPair(rest) : null;
    if (pair !== null) basic = pair;
    else if (scheme.toLowerCase() === 'bearer') bearer = rest.trim();
    else headers.push([name, value]);
  }
  const { method, body, notes = [] } = raw;
  return {
    method: method.toUpperCase(),
    url,
    query: [...query, ...(raw.query ?? [])],
    headers,
    body,
    basic,
    bearer,
    notes,
  };
}

/** Splits without a URL parser, which refuses `https://<host>/token`. Without a scheme it becomes https. */
function splitUrl(text: string): { url: string; query: Pair[]; basic: BasicPair | null } {
  const trimmed = text.trim();
  const hasOwnStart = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) || /^(\{\{|\$)/.test(trimmed);
  const whole = hasOwnStart ? trimmed : `https://${trimmed}`;
  const [address = '', ...afterQuestion] = (whole.split('#', 1)[0] ?? '').split('?');
  const [, start = '', user = '', rest = address] = /^([a-z]+:\/\/)([^/@]*)@(.*)$/is.exec(address) ?? [];
  return {
    url: start + rest,
    query: formPairs(afterQuestion.join('?')),
    basic: user === '' ? null : pairOfUrl(user),
  };
}

/** Members of a form body or a query; those without a name are left out. */
export function formPairs(text: string): Pair[] {
  return text
    .split('&')
    .map((member) => {
      const equals = member.indexOf('=');
      return equals < 0
        ? ([decodeFormText(member), ''] as const)
        : ([decodeFormText(member.slice(0, equals)), decodeFormText(member.slice(equals + 1))] as const);
    })
    .filter(([name]) => name !== '');
}

/** The body that a text is, by its own look first: pages often print JSON without its `Content-Type`. */
export function bodyOfText(text: string, contentType: string): CalledBody {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'none' };
  if (trimmed.startsWith('{') || /json/i.test(contentType)) return jsonBody(trimmed);
  const isForm = contentType === '' || /x-www-form-urlencoded/i.test(contentType);
  return isForm && trimmed.includes('=') ? { kind: 'form', members: formPairs(trimmed) } : { kind: 'other' };
}

function jsonBody(text: string): CalledBody {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { kind: 'json', members: Object.entries(value) };
  } catch {
    // A body with unquoted placeholders, or one that is no JSON.
  }
  return { kind: 'other' };
}

/** Value of a header, compared without case; null when it is not there. */
export function headerValue(headers: readonly Pair[], name: string): string | null {
  return headers.find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1] ?? null;
}

/** Query and body members with texts and numbers, by name; the body wins. */
export function flatMembers({ query, body }: CalledRequest): Map<string, string> {
  const members = new Map<string, string>(query);
  if (body.kind === 'form') for (const [name, value] of body.members) members.set(name, value);
  if (body.kind === 'json')
    for (const [name, value] of body.members)
      if (typeof value === 'string' || typeof value === 'number') members.set(name, String(value));
  return members;
}
