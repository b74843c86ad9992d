import { describe, expect, it } from 'vitest';
import { hasKnownHost } from '#core/import/match-url';
import { readImport } from '#core/import/read-import';
import type { Preset } from '#core/providers/preset';
import { findPreset, shippedPresets } from '#core/providers/shipped-presets';

const values: Readonly<Record<string, string>> = {
  origin: 'https://somewhere.example.com',
  url: 'https://somewhere.example.com/token',
  text: 'some-value-7',
  secret: 'Zm9vYmFyLXNlY3JldA7',
};

type EnvName = readonly [name: string, fieldId: string];

/** A file that sets these variables to values of their fields' kinds. */
function environmentOf({ fields }: Preset, names: readonly EnvName[]): string {
  return names.map(([name, id]) => `${name}=${values[kindOf(id, fields)]}`).join('\n');
}

function kindOf(fieldId: string, fields: Preset['fields']): string {
  return fields.find(({ id }) => id === fieldId)?.kind ?? '';
}

const withVariables = shippedPresets.filter(({ importHints }) => Object.keys(importHints.env).length > 0);

describe.each(withVariables)('$id', (preset) => {
  const { id, importHints, fields } = preset;
  const names: readonly EnvName[] = Object.entries(importHints.env);
  const once = names.filter(([, field], index) => names.findIndex(([, other]) => other === field) === index);

  it.each(names)('is found by %s, with the first variables of its other fields', (name, fieldId) => {
    const others = once.filter(([, other]) => other !== fieldId);
    const { candidates } = readImport(environmentOf(preset, [...others, [name, fieldId]]), shippedPresets);
    const found = candidates.find(({ presetId, alternatives }) => [presetId, ...alternatives].includes(id));
    if (found === undefined) throw new Error(JSON.stringify(candidates.map(({ presetId }) => presetId)));
    for (const [, filled] of once) {
      const text = found.fields[filled] ?? found.secrets[filled]?.reveal();
      expect(text?.toLowerCase(), filled).toBe(values[kindOf(filled, fields)]?.toLowerCase());
    }
  });
});

describe('a key file', () => {
  const read = (file: unknown) => {
    const [found, ...others] = readImport(JSON.stringify(file), shippedPresets).candidates;
    if (found === undefined || others.length > 0) throw new Error(`${others.length}`);
    const secrets = Object.entries(found.secrets).map(([id, secret]) => [id, secret.reveal()]);
    return { presetId: found.presetId, ...found.fields, ...Object.fromEntries(secrets) };
  };

  it('of a Google service account', () => {
    const file = {
      type: 'service_account',
      project_id: 'p',
      private_key_id: 'kid-1',
      private_key: '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n',
      client_email: 'robot@p.iam.gserviceaccount.com',
      token_uri: 'https://oauth2.googleapis.com/token',
    };
    expect(read(file)).toMatchObject({
      presetId: 'google-service-account',
      clientEmail: 'robot@p.iam.gserviceaccount.com',
      keyId: 'kid-1',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      privateKey: expect.stringContaining('MIIE'),
    });
  });

  it.each([
    { appId: 'app-1', displayName: 'robot', password: 'pa55word~value', tenant: 'tenant-1' },
    { clientId: 'app-1', clientSecret: 'pa55word~value', subscriptionId: 's', tenantId: 'tenant-1' },
  ])('of an Entra service principal: %j', (file) => {
    expect(read(file)).toMatchObject({
      presetId: 'entra',
      tenant: 'tenant-1',
      clientId: 'app-1',
      clientSecret: 'pa55word~value',
    });
  });

  it('of a Keycloak client', () => {
    const file = {
      realm: 'sales',
      'auth-server-url': 'https://kc.example.com/auth/',
      resource: 'robot',
      credentials: { secret: 'pa55word~value' },
    };
    expect(read(file)).toMatchObject({
      presetId: 'keycloak',
      host: 'https://kc.example.com/auth',
      realm: 'sales',
      clientId: 'robot',
      clientSecret: 'pa55word~value',
    });
  });

  it('of DataOS and of Layar', () => {
    const apikey = btoa('n.00000000-0000-4000-8000-000000000000');
    expect(
      read({ name: 'n', type: 'apikey', expiration: '2030-01-01T00:00:00Z', data: { apikey } }),
    ).toMatchObject({
      presetId: 'dataos',
      apiKey: apikey,
    });
    const session = { envHost: 'acme.certara.ai', clientKey: 'id-1', clientSecret: 'pa55word~value' };
    expect(read(session)).toMatchObject({
      presetId: 'layar',
      host: 'https://acme.certara.ai',
      clientId: 'id-1',
    });
  });
});

it.each([
  ['celerdata', 'https://cloud-api.celerdata.com/api/1.0/token'],
  ['dataos', 'https://lake.dataos.app/heimdall/api/v1/users'],
  ['ibm-dbaas', 'https://dbaas906.private.hyperp-dbaas.cloud.ibm.com:20000/api/v3/auth/token'],
  ['layar', 'https://acme.certara.ai/connect/oauth/token'],
  ['auth0', 'https://acme.eu.auth0.com/oauth/token'],
  ['databricks', 'https://adb-1.2.azuredatabricks.net/oidc/v1/token'],
  ['okta-org', 'https://acme.okta.com/oauth2/v1/token'],
  ['salesforce', 'https://acme.my.salesforce.com/services/oauth2/token'],
  ['snowflake', 'https://acme-1.snowflakecomputing.com/api/v2/statements'],
])('%s knows its host in %s', (id, url) => {
  const preset = findPreset(id);
  expect(preset !== null && hasKnownHost(url, preset)).toBe(true);
});
