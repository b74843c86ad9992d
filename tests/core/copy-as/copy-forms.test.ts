import { describe, expect, it } from 'vitest';
import { copyFormLabel } from '#contract/words/copy-as-words';
import { builtInFormIds, type CopyPreset } from '#core/copy-as/copy-form';
import { copyForms, renderCopyForm } from '#core/copy-as/copy-forms';
import { buildRequest } from '#core/providers/build-request';
import { findPreset } from '#core/providers/shipped-presets';
import { Secret } from '#core/secret';
import { exchangePreset, keyInputs } from '../providers/preset-rig.ts';
import { barePreset, copied, envName, inputWith } from './copied.ts';

const userId = { id: 'user_id', label: 'User ID', value: 'u-1' };
const pair = { idField: 'clientId', secretField: 'clientSecret' } as const;
const fullPreset: CopyPreset = {
  fields: [
    { id: 'host', kind: 'origin' },
    { id: 'clientId', kind: 'text' },
    { id: 'cluster', kind: 'text' },
    { id: 'clientSecret', kind: 'secret' },
  ],
  exchange: { clientAuthentication: { method: 'client_secret_basic', ...pair, formEncode: true } },
  apiCall: {
    url: '{{host}}/{{outputs.user_id}}/services',
    headers: { 'x-auth-token': '{{token}}' },
    envName,
  },
  copyAs: [
    { id: 'wrapped', label: 'Wrapped token', base64OfJson: { token: '{{token}}', cluster: '{{cluster}}' } },
    { id: 'trino', label: 'Trino JDBC URL', text: 'jdbc:trino://tcp.{{host.hostname}}:7432' },
    { id: 'pair', label: 'User and token', base64: '{{outputs.user_id}}:{{token}}' },
    { id: 'all', label: 'ID and secret', text: '{{clientId}} {{clientSecret}}' },
  ],
};
const fields = { host: 'https://svc.example:8443', clientId: 'id-1', cluster: 'c"1' };
const input = inputWith('tök', {
  preset: fullPreset,
  fields,
  outputs: [userId],
  secrets: { clientSecret: new Secret('s:1 é') },
});

describe('copyForms', () => {
  const ids = (...given: Parameters<typeof copyForms>) => copyForms(...given).map(({ id }) => id);

  it('lists the built-in forms in order, then outputs, then those of the preset', () => {
    const own = ['output.user_id', 'wrapped', 'trino', 'pair', 'all'];
    expect(ids(fullPreset, fields, [userId])).toEqual([...builtInFormIds, ...own]);
  });

  it('tells which forms need the token and which a stored secret', () => {
    const forms = copyForms(fullPreset, fields, [userId]);
    const withoutToken = forms.filter(({ needsToken }) => !needsToken).map(({ id }) => id);
    const withSecrets = forms.filter(({ needsSecrets }) => needsSecrets).map(({ id }) => id);
    expect(withoutToken).toEqual(['basic', 'output.user_id', 'trino', 'all']);
    expect(withSecrets).toEqual(['basic', 'all']);
  });

  it('offers what comes with the token before there is one, and nothing that lacks a field', () => {
    const before = ids(fullPreset, { ...fields, cluster: '' }, []);
    expect(before).toEqual(expect.arrayContaining(['curl', 'pair']));
    expect(before).not.toContain('wrapped');
    expect(before).not.toContain('output.user_id');
    const call = { url: '{{testUrl}}', headers: {}, envName };
    expect(ids({ fields: [], apiCall: call }, {}, [])).not.toContain('curl');
  });

  it('offers the Basic string where the key is sent as one', () => {
    const oauth2 = findPreset('oauth2');
    if (oauth2 === null) throw new Error('no oauth2');
    const key = { tokenUrl: 'https://x.example/t', clientId: 'a' };
    expect(ids(oauth2, { ...key, clientAuthentication: 'basic' }, [])).toContain('basic');
    expect(ids(oauth2, { ...key, clientAuthentication: 'body' }, [])).not.toContain('basic');
    const dataos = findPreset('dataos');
    expect(dataos && ids(dataos, { host: 'https://x.example' }, [])).not.toContain('basic');
  });

  it('takes a provider without hints to want a bearer token (RFC 6750)', () => {
    const preset = { fields: [] };
    expect(ids(preset, {}, [])).toEqual(builtInFormIds.filter((id) => id !== 'curl' && id !== 'basic'));
    expect(copied('header', inputWith('t', { preset }))).toBe('Authorization: Bearer t');
    expect(copied('bash', inputWith('t', { preset }))).toBe(`export ACCESS_TOKEN='t'`);
  });

  it('shows what a preset hides in the label of its form', () => {
    expect(copyFormLabel({ id: 'theirs', label: 'Token\u202etxet' })).toBe('Token\\u202Etxet');
  });

  it('has words for every form', () => {
    const labels = copyForms(fullPreset, fields, [userId]).map(copyFormLabel);
    expect(labels).toEqual([
      'Token',
      'x-auth-token header',
      'curl command',
      `${envName} for bash and zsh`,
      `${envName} for fish`,
      `${envName} for PowerShell`,
      `${envName} for a .env file`,
      'JSON',
      'Basic string (base64 of ID and secret)',
      'User ID',
      'Wrapped token',
      'Trino JDBC URL',
      'User and token',
      'ID and secret',
    ]);
  });
});

describe('renderCopyForm', () => {
  const decoded = (formId: string) => Buffer.from(copied(formId, input), 'base64').toString('utf8');

  it('gives the token as it is', () => {
    expect(copied('raw', input)).toBe('tök');
  });

  it('gives JSON with an absolute end', () => {
    const atMs = Date.UTC(2030, 0, 1);
    expect(JSON.parse(copied('json', { ...input, expiresAtMs: atMs }))).toEqual({
      access_token: 'tök',
      token_type: 'Bearer',
      expires_at: '2030-01-01T00:00:00.000Z',
    });
    expect(JSON.parse(copied('json', input))).toMatchObject({ expires_at: null });
  });

  it('gives outputs and the forms of the preset', () => {
    expect(copied('output.user_id', input)).toBe('u-1');
    expect(decoded('wrapped')).toBe('{"token":"tök","cluster":"c\\"1"}');
    expect(copied('trino', input)).toBe('jdbc:trino://tcp.svc.example:7432');
    expect(decoded('pair')).toBe('u-1:tök');
    expect(copied('all', input)).toBe('id-1 s:1 é');
  });

  it.each([
    ['celerdata', {}],
    ['layar', {}],
    ['oauth2', { clientAuthentication: 'basic' }],
    ['oauth2', { clientAuthentication: 'basicRaw' }],
  ])('gives the Basic string that the exchange of %s sends %j', (presetId, choice) => {
    const preset = exchangePreset(presetId);
    const address = 'https://x.example';
    const given = { host: address, tokenUrl: address, clientId: 'id é', ...choice };
    const secrets = { clientSecret: 's+ /:é' };
    const sent = buildRequest(preset, keyInputs(given, secrets));
    if (!sent.ok) throw new Error(JSON.stringify(sent.failure));
    const form = { preset, fields: given, secrets: keyInputs({}, secrets).secrets, token: null };
    expect(`Basic ${copied('basic', inputWith('', form))}`).toBe(sent.value.headers['authorization']);
  });

  it('refuses an id with a colon in a Basic string that is not encoded, as the exchange does', () => {
    const exchange = {
      clientAuthentication: { method: 'client_secret_basic', ...pair, formEncode: false },
    } as const;
    const colon = { ...input, preset: { ...fullPreset, exchange }, fields: { ...fields, clientId: 'a:b' } };
    expect(renderCopyForm('basic', colon)).toMatchObject({ failure: { field: 'clientId', reason: 'colon' } });
  });

  it.each(['raw', 'bash', 'fish', 'powershell', 'dotenv', 'json', 'wrapped', 'pair'])(
    'refuses a token with a control character (%s)',
    (formId) => {
      for (const bad of ['\n', '\r', '\0', '\t', '\u001b', '\u007f', '\u0085', '\ud800'])
        expect(renderCopyForm(formId, { ...input, token: new Secret(`a${bad}b`) })).toEqual({
          ok: false,
          failure: { kind: 'invalidInput', field: 'token', reason: 'forbiddenCharacter' },
        });
    },
  );

  it('refuses a line break that a preset brings', () => {
    const preset = {
      ...barePreset,
      copyAs: [{ id: 'two', label: 'Two lines', text: '{{token}}\nrm -rf ~' }],
    };
    expect(renderCopyForm('two', inputWith('t', { preset }))).toMatchObject({
      failure: { kind: 'invalidInput', reason: 'forbiddenCharacter' },
    });
  });

  it('says what is missing', () => {
    const failureOf = (formId: string, change: object) => renderCopyForm(formId, { ...input, ...change });
    expect(failureOf('wrapped', { token: null })).toMatchObject({
      failure: { field: 'token', reason: 'empty' },
    });
    expect(failureOf('basic', { secrets: {} })).toMatchObject({
      failure: { field: 'clientSecret', reason: 'empty' },
    });
    expect(failureOf('curl', { outputs: [] })).toMatchObject({
      failure: { kind: 'unusableAnswer', reason: 'noOutput' },
    });
    expect(failureOf('nonsense', {})).toMatchObject({ failure: { reason: 'notAChoice' } });
  });

  it('prints no token in a result and none in a failure', () => {
    expect(JSON.stringify(renderCopyForm('bash', input))).not.toContain('tök');
    const dotenv = renderCopyForm('dotenv', { ...input, token: new Secret(`c4n4ry'"`) });
    expect(JSON.stringify(dotenv)).toContain('noDotenvSpelling');
    expect(JSON.stringify(dotenv)).not.toContain('c4n4ry');
  });
});
