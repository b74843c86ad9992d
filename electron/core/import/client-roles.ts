import { variants } from '#core/providers/by-field';
import type { Preset } from '#core/providers/preset';
import type { ClientAuthentication } from '#core/providers/preset-request';
import { type BestMatch, bestMatch } from './best-match.ts';
import { calledRequest } from './called-request.ts';
import { hasKnownHost } from './match-url.ts';

/** Parts of client credentials, whatever a file calls them. */
export type ClientRole = 'clientId' | 'clientSecret' | 'tokenUrl' | 'scope' | 'audience' | 'host';

/** The preset for any service with the client credentials grant; its fields are called like the roles. */
const standardPresetId = 'oauth2';

/** Names of variables, members and columns by role, as envName writes them. */
export const roleNames: ReadonlyMap<string, ClientRole> = new Map(
  Object.entries({
    clientId: 'CLIENT_ID CLIENTID CLIENT_KEY OAUTH_CLIENT_ID OAUTH2_CLIENT_ID CONSUMER_KEY APP_ID',
    clientSecret:
      'CLIENT_SECRET CLIENTSECRET OAUTH_CLIENT_SECRET OAUTH2_CLIENT_SECRET CONSUMER_SECRET APP_SECRET',
    tokenUrl: `TOKEN_URL TOKEN_URI TOKEN_ENDPOINT TOKENURL ACCESS_TOKEN_URL OAUTH_TOKEN_URL OAUTH2_TOKEN_URL
      OAUTH_TOKEN_ENDPOINT AUTH_TOKEN_URL`,
    scope: 'SCOPE SCOPES OAUTH_SCOPE OAUTH_SCOPES',
    audience: 'AUDIENCE OAUTH_AUDIENCE',
    host: 'HOST BASE_URL BASEURL API_URL URL ENV_HOST INSTANCE INSTANCE_URL SERVER ENDPOINT',
  }).flatMap(([role, names]) => names.split(/\s+/).map((name) => [name, role as ClientRole] as const)),
);

/** What client credentials are for: which provider, and its field values. Holds secrets. */
export type ClientKey = Pick<BestMatch, 'preset' | 'name' | 'alternatives' | 'values' | 'notes'>;

/** Finds the provider by token URL or host, else takes the standard one. Null when that is not there either. */
export function clientKey(
  roles: ReadonlyMap<ClientRole, string>,
  presets: readonly Preset[],
): ClientKey | null {
  const tokenUrl = roles.get('tokenUrl') ?? '';
  const match = tokenUrl === '' ? byHost(roles, presets) : bestMatch(tokenRequest(tokenUrl, roles), presets);
  if (match !== null) return match;
  const preset = presets.find(({ id }) => id === standardPresetId);
  return preset === undefined ? null : keyOf(preset, new Map<string, string>(roles));
}

function keyOf(preset: Preset, values: ReadonlyMap<string, string>): ClientKey {
  return { preset, name: preset.name, alternatives: [], values, notes: [] };
}

function byHost(roles: ReadonlyMap<ClientRole, string>, presets: readonly Preset[]): ClientKey | null {
  const host = roles.get('host') ?? '';
  const url = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  const preset = presets.find(
    (known) => host !== '' && pairFields(known) !== null && hasKnownHost(url, known),
  );
  const pair = preset === undefined ? null : pairFields(preset);
  if (preset === undefined || pair === null) return null;
  const origin = preset.fields.find(({ kind }) => kind === 'origin');
  const values: [string, string][] = [
    [pair.idField, roles.get('clientId') ?? ''],
    [pair.secretField, roles.get('clientSecret') ?? ''],
    ...(origin === undefined ? [] : [[origin.id, host] as [string, string]]),
  ];
  return keyOf(preset, new Map(values));
}

/** The request of RFC 6749 section 4.4.2, which a known provider's request is compared with. */
function tokenRequest(url: string, roles: ReadonlyMap<ClientRole, string>) {
  const members = ['scope', 'audience'] as const;
  return calledRequest({
    method: 'POST',
    url,
    headers: [],
    basic: { id: roles.get('clientId') ?? '', secret: roles.get('clientSecret') ?? '', isAsSent: false },
    body: {
      kind: 'form',
      members: [
        ['grant_type', 'client_credentials'],
        ...members.flatMap((name) => (roles.has(name) ? [[name, roles.get(name) ?? ''] as const] : [])),
      ],
    },
  });
}

/** The fields for client id and secret, or null when the preset takes no such pair. */
function pairFields(preset: Preset): { idField: string; secretField: string } | null {
  if (preset.keyKind !== 'exchange') return null;
  for (const way of variants<ClientAuthentication>(preset.exchange.clientAuthentication))
    if ('idField' in way && 'secretField' in way) return way;
  return null;
}
