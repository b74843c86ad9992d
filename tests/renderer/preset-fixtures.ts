import type { FieldView, PresetView } from '#contract/view';

/** One field of a preset; by default a required one with nothing special. */
export function field(given: Partial<FieldView> & Pick<FieldView, 'id' | 'label' | 'kind'>): FieldView {
  return {
    required: true,
    default: '',
    placeholder: '',
    help: '',
    choices: [],
    multiline: false,
    canLookUp: false,
    isFromSignIn: false,
    changesWithSecret: given.kind === 'secret' || given.id === 'clientId',
    shownWhen: null,
    ...given,
  };
}

/** A preset; by default a shipped one that exchanges a secret. */
export function preset(given: Partial<PresetView> & Pick<PresetView, 'id' | 'name'>): PresetView {
  return {
    summary: '',
    keywords: [],
    keyKind: 'exchange',
    source: 'shipped',
    needsExtraCa: false,
    links: [],
    fields: [field({ id: 'secret', label: 'Secret', kind: 'secret' })],
    ...given,
  };
}

/** The shipped presets as the page sees them, shortened. */
export const presets: readonly PresetView[] = [
  preset({
    id: 'celerdata',
    name: 'CelerData Cloud',
    summary:
      'Client ID and secret of a CelerData application key or service account; tokens live for one hour.',
    links: [
      { id: 'console', label: 'Application keys in the CelerData console' },
      { id: 'docs', label: 'Create access token' },
    ],
    fields: [
      field({
        id: 'clientId',
        label: 'Client ID',
        kind: 'text',
        placeholder: '00000000-0000-0000-0000-000000000000',
        help: 'In the CelerData console under Application keys, or on the page of a service account.',
      }),
      field({
        id: 'clientSecret',
        label: 'Secret',
        kind: 'secret',
        help: 'Shown once when the secret is generated (Application keys, New a secret).',
      }),
      field({
        id: 'host',
        label: 'Host',
        kind: 'origin',
        default: 'https://cloud-api.celerdata.com',
        help: 'The API host; leave it as it is unless CelerData gave you another one.',
      }),
    ],
  }),
  preset({
    id: 'ibm-dbaas',
    name: 'IBM Hyper Protect DBaaS',
    summary:
      'IBM Cloud API key for the DBaaS Manager; the token comes with the user ID that later calls need.',
    needsExtraCa: true,
    links: [
      { id: 'console', label: 'API keys in the IBM Cloud console' },
      { id: 'docs', label: 'Hyper Protect DBaaS API' },
    ],
    fields: [
      field({
        id: 'apiKey',
        label: 'IBM Cloud API key',
        kind: 'secret',
        help: 'From Manage, Access (IAM), API keys in the IBM Cloud console, or apiKey in the downloaded apikey.json.',
      }),
      field({
        id: 'region',
        label: 'Manager',
        kind: 'choice',
        default: 'https://dbaas900.hyperp-dbaas.cloud.ibm.com:20000',
        help: 'The region of your service; the private hosts are reachable from inside IBM Cloud only.',
        choices: [
          { value: 'https://dbaas900.hyperp-dbaas.cloud.ibm.com:20000', label: 'Dallas (us-south)' },
          { value: 'https://dbaas906.hyperp-dbaas.cloud.ibm.com:20000', label: 'Washington DC (us-east)' },
          { value: 'https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000', label: 'Frankfurt (eu-de)' },
          { value: 'https://dbaas904.hyperp-dbaas.cloud.ibm.com:20000', label: 'Sydney (au-syd)' },
        ],
      }),
      field({
        id: 'host',
        label: 'Other manager host',
        kind: 'origin',
        required: false,
        placeholder: 'https://manager.example.com:20000',
        help: 'Only if your manager is not in the list; it is then used instead.',
      }),
    ],
  }),
  preset({
    id: 'ibm-iam',
    name: 'IBM Cloud IAM',
    summary: 'IBM Cloud API key of a user or service ID, for all IBM Cloud APIs; tokens live for one hour.',
    links: [
      { id: 'console', label: 'API keys in the IBM Cloud console' },
      { id: 'docs', label: 'Token from an API key' },
    ],
    fields: [
      field({
        id: 'apiKey',
        label: 'IBM Cloud API key',
        kind: 'secret',
        help: 'From Manage, Access (IAM), API keys in the IBM Cloud console; shown once when it is made.',
      }),
      field({
        id: 'host',
        label: 'IAM host',
        kind: 'origin',
        default: 'https://iam.cloud.ibm.com',
        help: 'Leave it as it is unless you use a private or test endpoint.',
      }),
    ],
  }),
  preset({
    id: 'layar',
    name: 'Certara Layar',
    summary: 'Client key and secret of a Layar instance; tokens live for twelve hours.',
    links: [{ id: 'docs', label: 'Session bearer tokens' }],
    fields: [
      field({
        id: 'host',
        label: 'Layar instance',
        kind: 'origin',
        placeholder: 'your-instance.certara.ai',
        help: 'The host of your Layar instance (envHost in the documentation).',
      }),
      field({
        id: 'clientId',
        label: 'Client key',
        kind: 'text',
        help: 'On the account page of your instance under API Keys (clientKey in the documentation).',
      }),
      field({
        id: 'clientSecret',
        label: 'Client secret',
        kind: 'secret',
        help: 'Next to the client key (clientSecret in the documentation).',
      }),
    ],
  }),
  preset({
    id: 'dataos',
    name: 'DataOS',
    summary: 'A DataOS API key is itself the token and has an expiry date: enter it to be reminded in time.',
    keyKind: 'static',
    needsExtraCa: false,
    links: [{ id: 'docs', label: 'API keys on the command line' }],
    fields: [
      field({
        id: 'host',
        label: 'DataOS host',
        kind: 'origin',
        placeholder: 'my-instance.dataos.app',
        help: 'The host name of your DataOS instance, as in the address of its web pages.',
      }),
      field({
        id: 'apiKey',
        label: 'API key',
        kind: 'secret',
        help: 'From Profile, Tokens, Add API Key, or the TOKEN column of dataos-ctl user apikey get.',
      }),
    ],
  }),
  preset({
    id: 'oauth2',
    name: 'OAuth 2.0',
    summary: 'Any service with the client credentials grant: token URL, client ID and client secret.',
    links: [{ id: 'docs', label: 'RFC 6749, client credentials grant' }],
    fields: [
      field({
        id: 'tokenUrl',
        label: 'Token URL',
        kind: 'origin',
        placeholder: 'https://login.example.com/oauth2/token',
        help: 'Called token endpoint in the documentation of most services.',
      }),
      field({
        id: 'clientId',
        label: 'Client ID',
        kind: 'text',
        help: 'As the service shows it for your application.',
      }),
      field({
        id: 'clientSecret',
        label: 'Client secret',
        kind: 'secret',
        help: 'As the service shows it, often only once.',
      }),
      field({
        id: 'scope',
        label: 'Scope',
        kind: 'text',
        required: false,
        placeholder: 'read write',
        help: 'As the service asks for it; several are separated by spaces.',
      }),
      field({
        id: 'clientAuthentication',
        label: 'Client authentication',
        kind: 'choice',
        default: 'basic',
        help: 'If the service answers invalid_client although id and secret are right, try another one.',
        choices: [
          { value: 'basic', label: 'Basic header (standard)' },
          { value: 'basicRaw', label: 'Basic header, not form-encoded' },
          { value: 'body', label: 'In the body' },
        ],
      }),
    ],
  }),
];
