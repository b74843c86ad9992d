import { errors, type GrantContext, type Provider } from 'oidc-provider';
import { oauthGrants } from './oauth-clients.ts';

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
const parameters = [
  'subject_token',
  'subject_token_type',
  'requested_token_type',
  'audience',
  'resource',
  'scope',
];

/**
 * Token exchange (RFC 8693), added through oidc-provider's own `registerGrantType`: the package itself has no such grant.
 * A good access token of this server becomes another one for a known audience, of the client that asks; the scope may
 * only shrink. Only access tokens go in and come out, and there is no actor.
 */
export function addTokenExchange(provider: Provider, audiences: readonly string[]): void {
  provider.registerGrantType(
    oauthGrants.tokenExchange,
    (context) => exchangeToken(provider, audiences, context),
    parameters,
    ['audience', 'resource'],
  );
}

async function exchangeToken(
  provider: Provider,
  audiences: readonly string[],
  context: GrantContext,
): Promise<void> {
  const { client, params } = context.oidc;
  const { subject_token, subject_token_type, requested_token_type = accessTokenType } = params;
  if (typeof subject_token !== 'string') throw new errors.InvalidRequest('subject_token is missing');
  if (subject_token_type !== accessTokenType) throw new errors.InvalidRequest('subject_token_type');
  if (requested_token_type !== accessTokenType) throw new errors.InvalidRequest('requested_token_type');
  const asked = [params['audience'], params['resource']].flat().filter((target) => target !== undefined);
  if (asked.some((target) => !audiences.includes(String(target)))) {
    throw new errors.InvalidTarget('the audience is unknown');
  }
  const subject =
    (await provider.AccessToken.find(subject_token)) ??
    (await provider.ClientCredentials.find(subject_token));
  // RFC 8693 section 2.2.2: a subject token that is invalid for any reason is an invalid request.
  if (!subject?.isValid) throw new errors.InvalidRequest('subject_token is invalid');
  const had = subject.scope?.split(' ') ?? [];
  const wanted = typeof params['scope'] === 'string' ? params['scope'].split(' ') : had;
  const surplus = wanted.filter((scope) => !had.includes(scope));
  if (surplus.length > 0) throw new errors.InvalidScope('more than the subject token has', surplus.join(' '));

  const scope = wanted.join(' ');
  const issued = new provider.ClientCredentials({ client, ...(scope === '' ? {} : { scope }) });
  const value = await issued.save();
  context.body = {
    access_token: value,
    issued_token_type: accessTokenType,
    token_type: 'Bearer',
    expires_in: issued.expiration,
    ...(scope === '' ? {} : { scope }),
  };
}
