import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import { found, presets, problemsOf } from './importable-presets.ts';

describe('keys in variables', () => {
  it('are told apart by what stands before or after the names of a provider', () => {
    const text = `# ours
export PROD_CELERDATA_CLIENT_ID="id1"
PROD_CELERDATA_CLIENT_SECRET='s1' # since May
CELERDATA_CLIENT_ID_DEV=id2\r
CELERDATA_CLIENT_SECRET_DEV=s2\r
CELERDATA_CLIENT_ID=id3
CELERDATA_CLIENT_SECRET=s3
CELERDATA_HOST=cloud.corp.example
PORT=3000`;
    expect(found(text)).toMatchObject([
      {
        source: 'env',
        suggestedName: 'CelerData Cloud prod',
        presetId: 'celerdata',
        fields: { clientId: 'id1' },
        secrets: { clientSecret: 's1' },
      },
      { suggestedName: 'CelerData Cloud dev', fields: { clientId: 'id2' }, secrets: { clientSecret: 's2' } },
      {
        suggestedName: 'CelerData Cloud',
        fields: { clientId: 'id3', host: 'https://cloud.corp.example' },
        secrets: { clientSecret: 's3' },
      },
    ]);
    expect(problemsOf(text)).toEqual([]);
  });

  it.each(['IBMCLOUD_API_KEY', 'IBM_CLOUD_API_KEY', 'IC_API_KEY'])(
    'of two providers that share a variable offer both: %s',
    (name) => {
      const [key] = found(`${name}=abc`);
      expect([key?.presetId, ...(key?.alternatives ?? [])].toSorted()).toEqual(['ibm-dbaas', 'ibm-iam']);
      expect(key?.secrets).toEqual({ apiKey: 'abc' });
    },
  );

  it('with a digit inside of a word', () => {
    expect(found('OAUTHS2S_CLIENT_ID=a\nOAUTHS2S_CLIENT_SECRET=b')).toMatchObject([
      { presetId: 'adobe-ims', secrets: { clientSecret: 'b' } },
    ]);
    expect(found('oauth2ClientId=a\noauth2ClientSecret=b')).toMatchObject([{ presetId: 'oauth2' }]);
  });

  it.each(['RUN_AS_APIKEY', 'API_KEY', 'APIKEY', 'TOKEN'])('of DataOS: %s', (name) => {
    expect(found(`DATAOS_${name}=S0VZ`)).toMatchObject([{ presetId: 'dataos', secrets: { apiKey: 'S0VZ' } }]);
  });

  it.each([
    ['HOST', 'lake.dataos.app'],
    ['FQDN', 'lake.dataos.app'],
    ['URL', 'https://lake.dataos.app/'],
    ['URL', 'https://lake.dataos.app/home/?tab=1'],
    ['BASE_URL', 'https://lake.dataos.app/heimdall/api/v1'],
    ['BASE_URL', 'lake.dataos.app/lens2'],
  ])('of DataOS: %s as %s is the host', (name, text) => {
    expect(found(`DATAOS_API_KEY=S0VZ\nDATAOS_${name}=${text}\nDATAOS_USER_ID=jane`)).toMatchObject([
      { fields: { host: 'https://lake.dataos.app', userId: 'jane' }, secrets: { apiKey: 'S0VZ' }, notes: [] },
    ]);
  });

  it('that differ under two names of one value are told', () => {
    const [key] = found('DATAOS_API_KEY=S0VZMQ\nDATAOS_TOKEN=S0VZMg');
    expect(key).toMatchObject({
      secrets: { apiKey: 'S0VZMg' },
      notes: [{ kind: 'variableRepeated', what: 'DATAOS_TOKEN' }],
    });
    expect(found('DATAOS_API_KEY=S0VZMQ\nDATAOS_TOKEN=S0VZMQ')).toMatchObject([{ notes: [] }]);
  });

  it('of any service with client id and secret', () => {
    const text = `ACME_CLIENT_ID=a\nACME_CLIENT_SECRET=b&c\nACME_TOKEN_URL=https://login.acme.example/token\nACME_SCOPE=read\nOTHER_CLIENT_SECRET=z`;
    expect(found(text)).toMatchObject([
      {
        suggestedName: 'acme',
        presetId: 'oauth2',
        fields: {
          tokenUrl: 'https://login.acme.example/token',
          clientId: 'a',
          scope: 'read',
          clientAuthentication: 'basic',
        },
        secrets: { clientSecret: 'b&c' },
      },
      { suggestedName: 'other', presetId: 'oauth2', secrets: { clientSecret: 'z' } },
    ]);
  });

  it('as the documents of Layar name them', () => {
    expect(found(`envHost = 'acme.certara.ai'\nclientKey = 'k1'\nclientSecret = 's1'`)).toMatchObject([
      {
        presetId: 'layar',
        fields: { host: 'https://acme.certara.ai', clientId: 'k1' },
        secrets: { clientSecret: 's1' },
      },
    ]);
  });

  it('tell a repeated name, and a secret of nobody with its line', () => {
    expect(found('CELERDATA_CLIENT_SECRET=a\nCELERDATA_CLIENT_SECRET=b')).toMatchObject([
      {
        secrets: { clientSecret: 'b' },
        notes: [{ kind: 'variableRepeated', what: 'CELERDATA_CLIENT_SECRET' }],
      },
    ]);
    expect(readImport('PORT=1\nFOO_API_KEY=abc', presets).problems).toEqual([
      { place: { unit: 'line', number: 2 }, kind: 'unknownProvider' },
    ]);
  });

  it.each(['changeme', '$SECRET', '$MY_SECRET2', `\${secret}`, `\${SECRET:-none}`, '<secret>', '%SECRET%'])(
    'placeholders of a template file are no values, and of a secret that is told: %s',
    (text) => {
      expect(found(`CELERDATA_CLIENT_ID=<your id>\nCELERDATA_CLIENT_SECRET=${text}`)).toMatchObject([
        { fields: {}, secrets: {}, notes: [{ kind: 'valueLeftOut', what: 'Secret' }] },
      ]);
    },
  );

  it('a secret may begin with a dollar sign', () => {
    const sure = fc
      .string({ unit: fc.constantFrom(...'abcXYZ019_'), minLength: 1 })
      .map((text) => `$k${text}`);
    fc.assert(
      fc.property(sure, (text) => {
        expect(found(`CELERDATA_CLIENT_SECRET=${text}`)).toMatchObject([
          { secrets: { clientSecret: text }, notes: [] },
        ]);
        expect(problemsOf(`ACME_PASSWORD=${text}`)).toEqual(['unknownProvider']);
      }),
      { numRuns: 100 },
    );
    expect(found('CELERDATA_CLIENT_SECRET=$ecretPassw0rd')).toMatchObject([
      { secrets: { clientSecret: '$ecretPassw0rd' }, notes: [] },
    ]);
  });

  it('an empty secret is not told', () => {
    expect(found('CELERDATA_CLIENT_ID=a\nCELERDATA_CLIENT_SECRET=')).toMatchObject([
      { secrets: {}, notes: [] },
    ]);
  });
});
