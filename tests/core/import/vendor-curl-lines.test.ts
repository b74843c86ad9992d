import { describe, expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import { found, only, opened, presets, sentBy } from './importable-presets.ts';

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
const read = (text: string) => only(readImport(text, presets));

/** As the vendors print them: values stand for themselves in angle brackets, braces or capitals. */
const printed = {
  celerdata: `curl --location --request POST \\
  'https://cloud-api.celerdata.com/api/1.0/token?grant_type=client_credentials' \\
  --header 'Authorization: Basic <base64(client_id:secret)>'`,
  celerdataWithUse: `curl -X POST "https://cloud-api.celerdata.com/api/1.0/token?grant_type=client_credentials" \\
     -H "Authorization: Basic \${BASIC}"

curl "https://cloud-api.celerdata.com/api/1.0/clusters" -H "Authorization: Bearer <access_token>"`,
  dbaas: `curl -X GET \\
  "https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000/api/v3/auth/token" \\
  -H "accept: application/json" \\
  -H "api_key: {api_key}" --cacert cert.pem`,
  dbaasServices: `curl -X GET "https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000/api/v3/{user_id}/services" \\
  -H "accept: application/json" -H "x-auth-token: {access_token}"`,
  iam: `curl -X POST 'https://iam.cloud.ibm.com/identity/token' \\
  -H 'Content-Type: application/x-www-form-urlencoded' \\
  -d 'grant_type=urn:ibm:params:oauth:grant-type:apikey&apikey=MY_APIKEY'`,
  layar: `curl --request POST \\
     --url https://your-instance.certara.ai/connect/oauth/token \\
     --header 'accept: application/json' \\
     --header 'authorization: Basic {base64 of clientKey:clientSecret}' \\
     --header 'content-type: application/x-www-form-urlencoded' \\
     --data grant_type=client_credentials`,
  layarUse: `curl --request GET --url https://acme.certara.ai/connect/people -H 'Authorization: Bearer <token>'`,
  dataos: `curl -X POST 'https://my-instance.dataos.app/heimdall/api/v1/authorize' -d '{"token": "<apikey>"}'`,
  dataosBearer: `curl https://my-instance.dataos.app/lens2/api/lens/meta --header 'Authorization: Bearer <DATAOS_API_KEY>'`,
};

describe('a line as its vendor prints it', () => {
  it.each([
    ['celerdata', 'celerdata', { host: 'https://cloud-api.celerdata.com' }],
    ['celerdataWithUse', 'celerdata', { host: 'https://cloud-api.celerdata.com' }],
    ['dbaas', 'ibm-dbaas', { region: 'https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000', apiVersion: 'v3' }],
    ['iam', 'ibm-iam', { host: 'https://iam.cloud.ibm.com' }],
    ['layar', 'layar', {}],
    ['layarUse', 'layar', { host: 'https://acme.certara.ai' }],
    ['dataos', 'dataos', { host: 'https://my-instance.dataos.app' }],
    ['dataosBearer', 'dataos', { host: 'https://my-instance.dataos.app' }],
  ] as const)('%s gives a key of %s that lacks only what the reader fills in', (name, presetId, fields) => {
    expect(found(printed[name])).toMatchObject([{ source: 'curl', presetId, fields, secrets: {} }]);
  });

  it('tells that a CA file was not read', () => {
    expect(read(printed.dbaas.replace('{api_key}', 'Abc-123')).notes).toEqual([
      { kind: 'caFileNotRead', what: '' },
    ]);
  });

  it('sends what the line sends, once the values are filled in', () => {
    const celer = read(printed.celerdata);
    const pair = { clientId: 'id-1', clientSecret: 's3cret' };
    expect(sentBy(celer, 'exchange', pair)).toMatchObject({
      method: 'POST',
      url: 'https://cloud-api.celerdata.com/api/1.0/token?grant_type=client_credentials',
      headers: { authorization: basic('id-1:s3cret') },
    });
    expect(sentBy(read(printed.dbaas), 'exchange', { apiKey: 'key-1' })).toMatchObject({
      method: 'GET',
      url: 'https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000/api/v3/auth/token',
      headers: { api_key: 'key-1' },
    });
    expect(sentBy(read(printed.layar), 'exchange', { ...pair, host: 'acme.certara.ai' })).toMatchObject({
      url: 'https://acme.certara.ai/connect/oauth/token',
      headers: { authorization: basic('id-1:s3cret') },
      body: 'grant_type=client_credentials',
    });
  });
});

describe('the same lines with values', () => {
  it('CelerData: the pair is decoded, the call that uses the token is no key', () => {
    const filled = printed.celerdataWithUse
      .replace(`Basic \${BASIC}`, basic('0f9b:aBcD1234'))
      .replace('<access_token>', 'QUJDREVGR0g');
    const key = { fields: { clientId: '0f9b' }, secrets: { clientSecret: 'aBcD1234' }, notes: [] };
    expect(found(filled)).toMatchObject([key]);
  });

  it.each(['v1', 'v2', 'v3'])('DBaaS %s: version and region are fields', (version) => {
    const filled = printed.dbaas.replace('/v3/', `/${version}/`).replace('{api_key}', 'Abc-123');
    const fields = { region: expect.stringContaining('dbaas902'), apiVersion: version };
    expect(found(filled)).toMatchObject([{ fields, secrets: { apiKey: 'Abc-123' } }]);
  });

  it('DBaaS on a manager of its own', () => {
    const filled = printed.dbaas.replace(
      'dbaas902.hyperp-dbaas.cloud.ibm.com:20000',
      'dbaas.corp.example:8443',
    );
    expect(found(filled)).toMatchObject([
      { presetId: 'ibm-dbaas', fields: { host: 'https://dbaas.corp.example:8443' } },
    ]);
  });

  it('DBaaS: a call with its token shows no key', () => {
    expect(found(`${printed.dbaas.replace('{api_key}', 'Abc-123')}\n${printed.dbaasServices}`)).toHaveLength(
      1,
    );
  });

  it('IAM: the form post', () => {
    const filled = printed.iam.replace('MY_APIKEY', 'Zz-9_k');
    expect(found(filled)).toMatchObject([{ presetId: 'ibm-iam', secrets: { apiKey: 'Zz-9_k' } }]);
  });

  it('Layar on a host of its own is known by its path, and that is told', () => {
    const filled = printed.layar.replace('your-instance.certara.ai', 'layar.corp.example');
    const notes = [{ kind: 'knownByPathOnly', what: 'Certara Layar' }];
    expect(found(filled)).toMatchObject([
      { presetId: 'layar', fields: { host: 'https://layar.corp.example' }, notes },
    ]);
  });

  it('Layar: a token in the line is no key', () => {
    const notes = [{ kind: 'tokenIgnored', what: '' }];
    expect(found(printed.layarUse.replace('<token>', 'dead-soon-1'))).toMatchObject([{ secrets: {}, notes }]);
  });

  it.each([
    `curl https://a.dataos.app/x -H 'Authorization: Bearer KEY1'`,
    `curl https://a.dataos.app/x -H 'apikey: KEY1'`,
    `curl https://a.dataos.app/heimdall/api/v1/authorize -d '{"token":"KEY1"}'`,
    `curl https://own.example/heimdall/api/v1/users/jane/tokens -H 'apikey: KEY1'`,
  ])('DataOS: the key is itself the token in %s', (line) => {
    expect(found(line)).toMatchObject([{ presetId: 'dataos', secrets: { apiKey: 'KEY1' } }]);
  });
});

it('secrets are wrapped', () => {
  const candidate = read(printed.iam.replace('MY_APIKEY', 'Zz-9_k'));
  expect(JSON.stringify(candidate)).not.toContain('Zz-9_k');
  expect(opened(candidate).secrets).toEqual({ apiKey: 'Zz-9_k' });
});
