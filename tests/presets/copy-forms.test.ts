import { describe, expect, it } from 'vitest';
import { copyForms, renderCopyForm } from '#core/copy-as/copy-forms';
import { buildCall } from '#core/providers/build-call';
import { pickVariant } from '#core/providers/by-field';
import type { TestCall } from '#core/providers/preset-calls';
import { findPreset, shippedPresets } from '#core/providers/shipped-presets';
import { keyInputs } from '../core/providers/preset-rig.ts';
import { choicesOf, copyInput, sampleToken } from './filled-keys.ts';

/** The text of a form of a preset, with these values of fields. */
function copied(presetId: string, formId: string, fields: Record<string, string> = {}): string {
  const preset = findPreset(presetId);
  if (preset === null) throw new Error(presetId);
  const result = renderCopyForm(formId, copyInput(preset, fields));
  if (!result.ok) throw new Error(`${formId}: ${JSON.stringify(result.failure)}`);
  return result.value.reveal();
}

describe.each(shippedPresets)('$id', (preset) => {
  it.each(choicesOf(preset))(
    'offers all its forms once everything is filled in, and each renders: %j',
    (choices) => {
      const input = copyInput(preset, choices);
      const forms = copyForms(preset, input.fields, input.outputs).map(({ id }) => id);
      expect(new Set(forms).size).toBe(forms.length);
      expect(forms).toEqual(expect.arrayContaining(preset.copyAs.map(({ id }) => id)));
      expect(forms).toEqual(expect.arrayContaining(['raw', 'header', 'json', 'dotenv']));
      for (const id of forms) {
        const result = renderCopyForm(id, input);
        if (!result.ok) throw new Error(`${id}: ${JSON.stringify(result.failure)}`);
        expect(result.value.reveal(), id).not.toMatch(/\{\{|undefined/);
      }
    },
  );

  it.each(choicesOf(preset))('copies the very header that its test call sends: %j', (choices) => {
    const input = copyInput(preset, choices);
    const call = preset.testCall && pickVariant<TestCall>(preset.testCall, input.fields);
    if (call === undefined) throw new Error('no test call');
    const outputs = input.outputs.map(({ id, value }) => [`outputs.${id}`, value] as const);
    const values = new Map([...Object.entries(input.fields), ...outputs, ['token', sampleToken] as const]);
    const inputs = { ...keyInputs(input.fields, {}), secrets: input.secrets };
    const built = buildCall(call, preset, inputs, values, 'testCall');
    if (!built.ok) throw new Error(JSON.stringify(built.failure));
    const sent = Object.entries(built.value?.headers ?? {}).filter(([, text]) => text.includes(sampleToken));
    const header = renderCopyForm('header', input);
    const text = header.ok ? header.value.reveal() : '';
    const [name = '', value = ''] = text.split(': ');
    // Introspection and DataOS take the token in the body; Twitch checks it under a scheme of its own.
    const isElsewhere = sent.length === 0 || sent[0]?.[1].startsWith('OAuth ');
    expect(isElsewhere ? sent : [[name.toLowerCase(), value]]).toEqual(sent);
  });
});

describe('the forms of', () => {
  it('DataOS', () => {
    const fields = {
      host: 'https://lake.dataos.app',
      userId: 'jane',
      lens: 'lens:public:sales',
      cluster: 'minervac',
    };
    const text = (form: string) => copied('dataos', form, fields);
    expect(text('apikey')).toBe(`apikey: ${sampleToken}`);
    expect(text('yaml')).toBe(`runAsApiKey: ${sampleToken}`);
    expect(text('dotenv')).toBe(`DATAOS_RUN_AS_APIKEY=${sampleToken}`);
    expect(text('lens')).toBe(
      `host=tcp.lake.dataos.app port=6432 user=jane dbname=lens:public:sales password=${sampleToken}`,
    );
    expect(atob(text('wrapped'))).toBe(`{"token":"${sampleToken}","cluster":"minervac"}`);
    expect(text('trino')).toBe('jdbc:trino://tcp.lake.dataos.app:7432');
    expect(text('pulsar')).toBe('pulsar+ssl://tcp.lake.dataos.app:6651');
  });

  it('IBM', () => {
    const region = 'https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000';
    const fields = { region, host: '' };
    expect(copied('ibm-dbaas', 'header', fields)).toBe(`x-auth-token: ${sampleToken}`);
    expect(copied('ibm-dbaas', 'curl', fields)).toContain(`${region}/api/v3/user_id-value/services`);
    expect(copied('ibm-dbaas', 'output.user_id', fields)).toBe('user_id-value');
    const old = copied('ibm-dbaas', 'curl', { ...fields, apiVersion: 'v1' });
    expect(old).toContain(`${region}/api/v1/services`);
    expect(copied('ibm-iam', 'bash')).toBe(`export IC_IAM_TOKEN='${sampleToken}'`);
    expect(atob(copied('ibm-iam', 'registry'))).toBe(`iambearer:${sampleToken}`);
  });

  it('Layar', () => {
    const curl = copied('layar', 'curl', { dataFabric: '61f', dataProviders: 'a.example,b.example' });
    for (const header of ['X-Vyasa-Client: layar', 'X-Vyasa-Data-Providers: a.example,b.example'])
      expect(curl).toContain(header);
    expect(curl).toContain('X-Vyasa-Data-Fabric: 61f');
    expect(copied('layar', 'curl', { dataFabric: '' })).not.toContain('Fabric');
  });

  it('Databricks', () => {
    const fields = { host: 'https://dbc-1.cloud.databricks.com', httpPath: '/sql/1.0/warehouses/a1' };
    expect(copied('databricks', 'jdbc', fields)).toBe(
      `jdbc:databricks://dbc-1.cloud.databricks.com:443;httpPath=/sql/1.0/warehouses/a1;AuthMech=11;Auth_Flow=0;Auth_AccessToken=${sampleToken}`,
    );
    expect(copied('databricks', 'odbc', fields)).toContain('HTTPPath=/sql/1.0/warehouses/a1;SSL=1;');
    expect(copied('databricks', 'host', fields)).toBe('DATABRICKS_HOST=https://dbc-1.cloud.databricks.com');
  });

  it('GitHub, Google, Entra, Twitch, Snowflake and Adobe', () => {
    expect(atob(copied('github-app', 'git-basic'))).toBe(`x-access-token:${sampleToken}`);
    expect(copied('github-app', 'git-url')).toBe(`https://x-access-token:${sampleToken}@github.com/`);
    expect(copied('google-service-account', 'terraform')).toBe(`GOOGLE_OAUTH_ACCESS_TOKEN=${sampleToken}`);
    expect(atob(copied('google-service-account', 'registry'))).toBe(`oauth2accesstoken:${sampleToken}`);
    expect(copied('entra', 'pgpassword')).toBe(`PGPASSWORD=${sampleToken}`);
    expect(copied('twitch', 'validate')).toBe(`Authorization: OAuth ${sampleToken}`);
    expect(copied('twitch', 'curl')).toContain('Client-Id: clientId-value');
    expect(copied('snowflake', 'curl')).toContain('X-Snowflake-Authorization-Token-Type: KEYPAIR_JWT');
    expect(copied('adobe-ims', 'curl')).toContain('x-api-key: clientId-value');
  });

  it('a token of any service, in the header that the user names', () => {
    expect(copied('static-token', 'header')).toBe(`Authorization: Bearer ${sampleToken}`);
    expect(copied('static-token', 'header', { sentAs: 'token' })).toBe(`Authorization: token ${sampleToken}`);
    const own = { sentAs: 'header', headerName: 'PRIVATE-TOKEN' };
    expect(copied('static-token', 'header', own)).toBe(`PRIVATE-TOKEN: ${sampleToken}`);
    expect(copied('static-token', 'curl', own)).toContain(`'PRIVATE-TOKEN: ${sampleToken}'`);
  });
});
