import type { DocumentedRequest } from './documented-request.ts';

/** What a documented request leaves to its sender. */
export interface Freedom {
  /** Members and headers that may be left out; `query` for the whole query of the address. */
  readonly optional?: readonly string[];
  /** Members whose value the service cannot judge. */
  readonly free?: readonly string[];
  /** Other places that are documented for the members: the query, a form, JSON. */
  readonly alsoIn?: readonly ('query' | 'form' | 'json')[];
  /** Whether a client may use Basic or the members of a form, as it likes. */
  readonly isEitherClient?: boolean;
}

type Change = readonly [name: string, changed: DocumentedRequest];

/** Every way of getting one thing of a documented request wrong. Headers are named in small letters. */
export function wrongRequests(right: DocumentedRequest, freedom: Freedom): readonly Change[] {
  return [
    ...wrongAddresses(right, freedom),
    ...wrongHeaders(right, freedom),
    ...wrongBodies(right, freedom),
    ...wrongClients(right, freedom),
  ];
}

function wrongAddresses(right: DocumentedRequest, { optional = [] }: Freedom): Change[] {
  const [address = '', query] = right.url.split('?', 2);
  const withPath = (path: string) => (query === undefined ? path : `${path}?${query}`);
  const { form, json, ...bare } = right;
  const needsQuery = query !== undefined && !optional.includes('query');
  return [
    ...(needsQuery ? ([['no query', { ...right, url: address }]] as const) : []),
    ['another method', right.method === 'GET' ? { ...bare, method: 'POST' } : { ...bare, method: 'GET' }],
    ['another path', { ...right, url: withPath(`${address}x`) }],
    ['a slash after the path', { ...right, url: withPath(`${address}/`) }],
    ['an unknown query', { ...right, url: `${right.url}${query === undefined ? '?' : '&'}surplus=1` }],
  ];
}

function wrongHeaders(right: DocumentedRequest, { optional = [] }: Freedom): Change[] {
  return Object.entries(right.headers)
    .filter(([name]) => !optional.includes(name))
    .flatMap(([name, value]): Change[] => {
      const { [name]: _, ...others } = right.headers;
      const wrong = name === 'authorization' ? value.slice(0, -4) : `x${value}`;
      return [
        [`no ${name}`, { ...right, headers: others }],
        [`another ${name}`, { ...right, headers: { ...others, [name]: wrong } }],
      ];
    });
}

function wrongBodies(right: DocumentedRequest, freedom: Freedom): Change[] {
  const { form, json, ...bare } = right;
  const { optional = [], free = [], alsoIn = [] } = freedom;
  const members = (form ?? json) as Readonly<Record<string, string>> | undefined;
  if (members === undefined) return [];
  const withMembers = (changed: Record<string, string>) =>
    form ? { ...bare, form: changed } : { ...bare, json: changed };
  const changes = Object.entries(members).flatMap(([name, value]): Change[] => {
    const { [name]: _, ...others } = members;
    const less: Change[] = optional.includes(name) ? [] : [[`no ${name}`, withMembers(others)]];
    const other: Change[] = free.includes(name)
      ? []
      : [[`another ${name}`, withMembers({ ...others, [name]: `_${value.slice(1)}` })]];
    return [...less, ...other, [`${name} by another name`, withMembers({ ...others, [`${name}x`]: value })]];
  });
  const query = new URLSearchParams(members).toString();
  const moved: Change[] = [
    ['members in the query', { ...bare, url: `${right.url}${right.url.includes('?') ? '&' : '?'}${query}` }],
    ['the other kind of body', form ? { ...bare, json: members } : { ...bare, form: members }],
  ];
  const [inQuery, otherKind] = moved as [Change, Change];
  return [
    ...changes,
    ['a surplus member', withMembers({ ...members, surplus: '1' })],
    ...(alsoIn.includes('query') ? [] : [inQuery]),
    ...(alsoIn.includes(form ? 'json' : 'form') ? [] : [otherKind]),
    ['an untyped body', { ...right, headers: { ...right.headers, 'content-type': 'text/plain' } }],
  ];
}

/** The other way of client authentication, and both at once (RFC 6749 section 2.3). */
function wrongClients(right: DocumentedRequest, { isEitherClient = false }: Freedom): Change[] {
  const { authorization, ...headers } = right.headers;
  const { client_id, client_secret, ...form } = right.form ?? {};
  const inHeader = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
  if (right.form === undefined || (inHeader === undefined && client_secret === undefined)) return [];
  const [id = '', secret = ''] =
    inHeader === undefined
      ? [client_id, client_secret]
      : Buffer.from(inHeader, 'base64').toString().split(':');
  const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const members = { ...form, client_id: id, client_secret: secret };
  const other =
    inHeader === undefined
      ? { ...right, headers: { ...headers, authorization: basic }, form }
      : { ...right, headers, form: members };
  const both = { ...right, headers: { ...headers, authorization: basic }, form: members };
  return [
    ['both client authentications', both],
    ...(isEitherClient ? [] : ([['the other client authentication', other]] as const)),
  ];
}
