import type { PresetView } from '#contract/view';
import { field, preset, presets } from './preset-fixtures.ts';

/** Presets with the kinds of fields that few providers have. */
export const specialPresets: readonly PresetView[] = [
  preset({
    id: 'google',
    name: 'Google service account',
    summary: 'JSON key file of a service account; a JWT signed with it is exchanged for a token of one hour.',
    keywords: ['gcp', 'bigquery', 'vertex'],
    links: [{ id: 'console', label: 'Service accounts in the Google Cloud console' }],
    fields: [
      field({ id: 'email', label: 'Client email', kind: 'text', help: 'client_email in the key file.' }),
      field({
        id: 'privateKey',
        label: 'Private key',
        kind: 'secret',
        multiline: true,
        placeholder: '-----BEGIN PRIVATE KEY-----',
        help: 'private_key in the key file, or the whole file.',
      }),
      field({
        id: 'scope',
        label: 'Scope',
        kind: 'text',
        canLookUp: true,
        help: 'What the token may do.',
      }),
    ],
  }),
  preset({
    id: 'oidc',
    name: 'OpenID Connect',
    summary: 'Any issuer with a metadata document: client credentials, or a sign-in with a code.',
    keywords: ['keycloak', 'entra', 'okta'],
    fields: [
      field({ id: 'issuer', label: 'Issuer', kind: 'url', placeholder: 'https://login.example.com' }),
      field({
        id: 'grant',
        label: 'Grant',
        kind: 'choice',
        default: 'client',
        choices: [
          { value: 'client', label: 'Client credentials' },
          { value: 'code', label: 'Sign-in with a code' },
        ],
      }),
      field({ id: 'clientId', label: 'Client ID', kind: 'text' }),
      field({
        id: 'clientSecret',
        label: 'Client secret',
        kind: 'secret',
        shownWhen: { fieldId: 'grant', isOneOf: ['client'] },
      }),
      field({
        id: 'refreshToken',
        label: 'Refresh token',
        kind: 'secret',
        isFromSignIn: true,
        shownWhen: { fieldId: 'grant', isOneOf: ['code'] },
      }),
    ],
  }),
  preset({
    id: 'chained',
    name: 'Token exchange',
    summary: 'Another key’s token is exchanged for one of this service (RFC 8693).',
    keywords: ['sts', 'impersonation'],
    fields: [
      field({
        id: 'source',
        label: 'Source key',
        kind: 'key',
        help: 'The key whose token is exchanged.',
      }),
      field({ id: 'audience', label: 'Audience', kind: 'text' }),
    ],
  }),
  preset({
    id: 'command',
    name: 'Command',
    keyKind: 'exec',
    summary: 'A program on this computer prints the token, such as gcloud or az.',
    keywords: ['exec', 'cli', 'gcloud', 'az'],
    fields: [
      field({ id: 'command', label: 'Program', kind: 'text', placeholder: '/usr/bin/gcloud' }),
      field({ id: 'arguments', label: 'Arguments', kind: 'text', required: false }),
    ],
  }),
  preset({
    id: 'acme',
    name: 'Acme billing',
    source: 'user',
    summary: 'Our own billing service in the Frankfurt data centre.',
    needsExtraCa: true,
  }),
];

const others = [
  ['Auth0', 'Machine-to-machine application of an Auth0 tenant.', 'okta'],
  ['Azure Databricks', 'Service principal of a Databricks workspace; tokens live for one hour.', 'spark'],
  ['Box', 'Client credentials of a Box platform app.', 'files'],
  ['Confluent Cloud', 'OAuth client of a Confluent organisation, or a Cloud API key.', 'kafka'],
  ['Dropbox', 'Refresh token of a Dropbox app.', 'files'],
  ['GitHub App', 'App id and private key; installation tokens live for one hour.', 'git'],
  ['GitLab', 'Personal, project or group access token with its expiry date.', 'git'],
  ['HashiCorp Vault', 'AppRole id and secret id of a Vault server.', 'approle'],
  ['Hugging Face', 'Access token of an account.', 'models'],
  ['Keycloak', 'Client of a Keycloak realm; endpoints are read from its metadata.', 'oidc'],
  ['Kubernetes', 'Service account token with its expiry date.', 'k8s'],
  ['Microsoft Entra ID', 'App registration: tenant, client ID and secret or certificate.', 'azure'],
  ['npm', 'Granular access token with its expiry date.', 'registry'],
  ['Okta', 'Service app with a private key (private_key_jwt).', 'identity'],
  ['PayPal', 'Client ID and secret of a PayPal REST app; tokens live for nine hours.', 'payments'],
  ['Ping Identity', 'Worker application of a PingOne environment.', 'identity'],
  ['Salesforce', 'Connected app with the client credentials flow.', 'crm'],
  ['SAP BTP', 'Service key of an XSUAA instance.', 'xsuaa'],
  ['ServiceNow', 'OAuth API endpoint of an instance, with user and password.', 'itsm'],
  ['Snowflake', 'Key pair of a user; the JWT is signed here and lives for one hour.', 'keypair'],
  ['Spotify', 'Client ID and secret of a Spotify app.', 'music'],
  ['Stripe', 'Restricted API key; it is itself the token.', 'payments'],
  ['Tableau', 'Personal access token of a Tableau site.', 'bi'],
  ['Twitch', 'Client ID and secret of a Twitch application.', 'video'],
  ['UiPath', 'External application of a UiPath organisation.', 'rpa'],
  ['Webex', 'Refresh token of a Webex integration.', 'calls'],
  ['Workday', 'API client of a Workday tenant with a refresh token.', 'hr'],
  ['Xero', 'Custom connection of a Xero organisation.', 'accounting'],
  ['Zoom', 'Server-to-server app: account ID, client ID and secret.', 'calls'],
] as const;

/** Forty providers. */
export const manyPresets: readonly PresetView[] = [
  ...presets,
  ...others.map(([name, summary, keyword]) =>
    preset({ id: name.toLowerCase().replaceAll(/\W+/g, '-'), name, summary, keywords: [keyword] }),
  ),
  ...specialPresets,
].sort((a, b) => a.name.localeCompare(b.name));
