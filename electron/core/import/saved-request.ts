import { type CalledBody, type CalledRequest, calledRequest, type Pair } from './called-request.ts';
import { foldedName } from './secret-names.ts';

/** A request as tools for testing APIs store it. Values may hold `{{variables}}`. */
export interface SavedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Pair[];
  readonly body: CalledBody;
  readonly auth: SavedAuth | null;
}

/** Its authorization: the type, and its values by folded name (`accesstokenurl`, `clientid`). */
export interface SavedAuth {
  /** `oauth2`, `basic`, `bearer`, `apikey`; others count for nothing. */
  readonly type: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Makes a {@link SavedAuth}; names lose case and separators, as each tool has its own. */
export function savedAuth(type: string, values: Iterable<Pair>): SavedAuth {
  return { type, values: new Map(Array.from(values, ([name, value]) => [foldedName(name), value])) };
}

/** The requests that a saved one makes: with OAuth 2.0 first the call for the token, then the one that uses it. */
export function calledRequests({ method, url, headers, body, auth }: SavedRequest): CalledRequest[] {
  const value = (...names: string[]) => names.map((name) => auth?.values.get(name)).find(Boolean) ?? '';
  const raw = { method, url, headers, body };
  const withHeader = (name: string, text: string) =>
    calledRequest({ ...raw, headers: [...headers, [name, text]] });
  switch (auth?.type.toLowerCase()) {
    case 'oauth2':
      return [tokenCall(value), withHeader('Authorization', 'Bearer <token>')];
    case 'basic': {
      const basic = { id: value('username'), secret: value('password'), isAsSent: true };
      return [calledRequest({ ...raw, basic })];
    }
    case 'bearer':
      return [withHeader('Authorization', `Bearer ${value('token')}`)];
    case 'apikey': {
      const name = value('key') || 'X-API-Key';
      const isInQuery = /query/i.test(value('in', 'placement'));
      return isInQuery
        ? [calledRequest({ ...raw, query: [[name, value('value')]] })]
        : [withHeader(name, value('value'))];
    }
    default:
      return [calledRequest(raw)];
  }
}

/** Postman has a name of its own for the grant of RFC 6749 section 4.3. */
const grantNames: ReadonlyMap<string, string> = new Map([
  ['', 'client_credentials'],
  ['password_credentials', 'password'],
]);

function tokenCall(value: (...names: string[]) => string): CalledRequest {
  const [id, secret] = [value('clientid'), value('clientsecret')];
  const isInBody = /body/i.test(value('clientauthentication', 'credentialsplacement', 'clientsecretmethod'));
  const inBody: Pair[] = [
    ['client_id', id],
    ['client_secret', secret],
  ];
  const named = value('granttype');
  const grant = grantNames.get(named) ?? named;
  // The tools keep what was entered for another grant, and do not send it.
  const person = grant === 'password' ? ['username', 'password'] : [];
  const members: Pair[] = [
    ['grant_type', grant],
    ...(isInBody ? inBody : []),
    ...['scope', 'audience', 'resource', ...person].map((name): Pair => [name, value(name)]),
  ];
  return calledRequest({
    method: 'POST',
    url: value('accesstokenurl', 'tokenurl'),
    headers: [],
    body: { kind: 'form', members: members.filter(([, text]) => text !== '') },
    ...(!isInBody && { basic: { id, secret, isAsSent: false } }),
  });
}
