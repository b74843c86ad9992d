import { basicPair, bearerToken } from '../received-request.ts';
import type { Members } from './member-demands.ts';
import { type FurtherCredential, Refused, type Visit } from './service-description.ts';
import { type AssertionRules, verifyAssertion } from './signed-assertion.ts';

/** One way in which a client proves who it is (contracts, section 5.1). */
export interface ClientCheck {
  /** The member whose presence shows that it is used; null if the `Authorization` header does. */
  readonly mark: string | null;
  /** Members of the body that belong to it. */
  readonly members: readonly string[];
  /** Throws {@link Refused}. */
  readonly verify: (visit: Visit, members: Members) => Promise<FurtherCredential> | FurtherCredential;
}

/** `client_secret_basic`. */
export const basicClient: ClientCheck = {
  mark: null,
  members: [],
  verify: (visit) => {
    const pair = basicPair(visit.request);
    return withSecret(visit, pair?.id, pair?.secret);
  },
};

/** Id and secret as members of the body: `client_secret_post`, or by other names. */
export const postClient = (idName = 'client_id', secretName = 'client_secret'): ClientCheck => ({
  mark: secretName,
  members: [idName, secretName],
  verify: (visit, members) => withSecret(visit, members[idName], members[secretName]),
});

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** `private_key_jwt` (RFC 7523 section 2.2); `client_id` may be there too and must then be the issuer. */
export const assertionClient = (rules: AssertionRules): ClientCheck => ({
  mark: 'client_assertion',
  members: ['client_assertion', 'client_assertion_type', 'client_id'],
  verify: async (visit, members) => {
    if (members['client_assertion_type'] !== assertionType) {
      throw new Refused('invalid_client', 'client_assertion_type');
    }
    const { credential } = await verifyAssertion(visit, members['client_assertion'] ?? '', rules);
    const named = members['client_id'] ?? credential.id;
    if (named !== credential.id) throw new Refused('invalid_client', 'client_id is not the issuer');
    return credential;
  },
});

/** The assertion is the grant and proves the client as well (RFC 7523 section 2.1, as Google has it). */
export const grantAssertion = (rules: AssertionRules): ClientCheck => ({
  mark: 'assertion',
  members: ['assertion'],
  verify: async (visit, members) =>
    (await verifyAssertion(visit, members['assertion'] ?? '', rules)).credential,
});

/** A signed JWT as the bearer token of the request, as GitHub Apps send it. */
export const bearerAssertion = (rules: AssertionRules): ClientCheck => ({
  mark: null,
  members: [],
  verify: async (visit) => (await verifyAssertion(visit, bearerToken(visit.request), rules)).credential,
});

/**
 * The client of a request that uses exactly one of the ways, and the members that are left. Two ways at once are refused, as
 * RFC 6749 section 2.3 wants it, also if the second is one that the service does not know.
 */
export async function checkClient(
  visit: Visit,
  members: Members,
  checks: readonly ClientCheck[],
): Promise<{ credential: FurtherCredential; rest: Members }> {
  const hasHeader = visit.request.header('authorization') !== undefined;
  const used = checks.find(({ mark }) => (mark === null ? hasHeader : mark in members));
  if (used === undefined || (used.mark === null) !== hasHeader) {
    throw new Refused('invalid_client', 'exactly one known client authentication is needed');
  }
  const credential = await used.verify(visit, members);
  const rest = Object.entries(members).filter(([name]) => !used.members.includes(name));
  return { credential, rest: Object.fromEntries(rest) };
}

function withSecret(visit: Visit, id: string | undefined, secret: string | undefined): FurtherCredential {
  const credential = visit.inside.credentials.find((known) => known.id === id);
  if (credential === undefined || secret === undefined || secret === '' || credential.secret !== secret) {
    throw new Refused('invalid_client', 'unknown id or wrong secret');
  }
  return credential;
}
