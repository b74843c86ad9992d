import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { presetSchema } from '#core/providers/preset';
import { findPreset, shippedPresets } from '#core/providers/shipped-presets';
import { canary, dataosPreset } from './preset-rig.ts';

describe('shipped presets', () => {
  it('all parse, with different ids', () => {
    const ids = shippedPresets.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 6)).toEqual(['celerdata', 'dataos', 'dataos-ctl', 'ibm-iam', 'ibm-dbaas', 'layar']);
    expect(findPreset('celerdata')?.name).toBe('CelerData Cloud');
    expect(findPreset('nothing')).toBeNull();
  });

  it('are plain data that survives JSON', () => {
    for (const preset of shippedPresets)
      expect(v.parse(presetSchema, JSON.parse(JSON.stringify(preset)))).toEqual(preset);
  });

  it.each(shippedPresets)('$id says where each value is found and links to https pages', (preset) => {
    for (const field of preset.fields) expect(field.help, field.id).not.toBe('');
    for (const link of preset.links) expect(new URL(link.url).protocol).toBe('https:');
    const holdsSecret = preset.fields.some(({ kind }) => kind === 'secret' || kind === 'key');
    expect(holdsSecret || preset.keyKind === 'exec').toBe(true);
  });
});

/** Both are stored with each key: a name that changed would lose what users entered. */
const storedNames: Readonly<Record<string, readonly string[]>> = {
  celerdata: ['clientId', 'clientSecret', 'host'],
  dataos: ['host', 'apiKey'],
  'ibm-dbaas': ['apiKey', 'region', 'host', 'apiVersion'],
  'ibm-iam': ['apiKey', 'host'],
  layar: ['host', 'clientId', 'clientSecret'],
  oauth2: ['tokenUrl', 'clientId', 'clientSecret', 'scope', 'audience', 'clientAuthentication', 'testUrl'],
};

it.each(Object.entries(storedNames))('%s keeps the names that keys were stored with', (id, names) => {
  const fields = findPreset(id)?.fields.map((field) => field.id) ?? [];
  expect(fields).toEqual(expect.arrayContaining([...names]));
});

type Json = Record<string, unknown>;

describe('presetSchema refuses', () => {
  const broken: [string, string, (preset: Json) => void][] = [
    ['an unknown member', 'celerdata', (p) => (p['surprise'] = 1)],
    ['a member that nothing reads', 'celerdata', (p) => (p['tokenUse'] = { header: 'Authorization' })],
    [
      'a secret in the URL',
      'celerdata',
      (p) => (at(p, 'exchange.request')['url'] = '{{host}}/{{clientSecret}}'),
    ],
    [
      'a secret in the query',
      'celerdata',
      (p) => (at(p, 'exchange.request')['query'] = { s: '{{clientSecret}}' }),
    ],
    [
      'the token in a test URL',
      'celerdata',
      (p) => (at(p, 'testCall.request')['url'] = '{{host}}/{{token}}'),
    ],
    ['an unknown variable', 'celerdata', (p) => (at(p, 'exchange.request')['url'] = '{{hots}}/token')],
    [
      'an unknown output',
      'celerdata',
      (p) => (at(p, 'testCall.request')['url'] = '{{host}}/{{outputs.user_id}}'),
    ],
    [
      'the token before there is one',
      'celerdata',
      (p) => (at(p, 'exchange.request')['headers'] = { a: '{{token}}' }),
    ],
    ['a malformed template', 'celerdata', (p) => (at(p, 'exchange.request')['url'] = '{{host}/token')],
    [
      'a template with an expression',
      'celerdata',
      (p) => (at(p, 'exchange.request')['url'] = '{{host + 1}}'),
    ],
    [
      'a host from a plain field',
      'celerdata',
      (p) => (at(p, 'exchange.request')['url'] = '{{clientId}}/token'),
    ],
    [
      'a host from the service',
      'ibm-dbaas',
      (p) => (at(p, 'testCall')['request'] = { method: 'GET', url: '{{outputs.user_id}}' }),
    ],
    ['an http URL', 'celerdata', (p) => (at(p, 'exchange.request')['url'] = 'http://example.com/token')],
    [
      'a host completed by a field',
      'celerdata',
      (p) => (at(p, 'exchange.request')['url'] = 'https://{{clientId}}/'),
    ],
    ['a GET with a body', 'layar', (p) => (at(p, 'exchange.request')['method'] = 'GET')],
    [
      'an unknown secret field',
      'layar',
      (p) => (at(p, 'exchange.clientAuthentication')['secretField'] = 'nope'),
    ],
    [
      'a secret field that is not secret',
      'layar',
      (p) => (at(p, 'exchange.clientAuthentication')['secretField'] = 'host'),
    ],
    ['an unknown id field', 'layar', (p) => (at(p, 'exchange.clientAuthentication')['idField'] = 'nope')],
    [
      'client_secret_post without form',
      'celerdata',
      (p) => (at(p, 'exchange.clientAuthentication')['method'] = 'client_secret_post'),
    ],
    [
      'a choice without variant',
      'oauth2',
      (p) => delete at(p, 'exchange.clientAuthentication.choices')['body'],
    ],
    [
      'variants by a field that is no choice',
      'oauth2',
      (p) => (at(p, 'exchange.clientAuthentication')['byField'] = 'scope'),
    ],
    ['two fields with one id', 'layar', (p) => (at(p, 'fields.1')['id'] = 'host')],
    ['a field named token', 'layar', (p) => (at(p, 'fields.0')['id'] = 'token')],
    ['a default that is no choice', 'oauth2', (p) => (at(p, 'fields.3')['default'] = 'other')],
    [
      'a default that is no address',
      'celerdata',
      (p) => (at(p, 'fields.2')['default'] = 'http://example.com'),
    ],
    ['a secret with default', 'celerdata', (p) => (at(p, 'fields.1')['default'] = 'x')],
    ['a client id that is no field', 'celerdata', (p) => (p['clientIdField'] = 'nope')],
    ['a client id that is secret', 'celerdata', (p) => (p['clientIdField'] = 'clientSecret')],
    ['a token field that is not secret', 'dataos', (p) => (p['tokenField'] = 'host')],
    ['an http link', 'celerdata', (p) => (at(p, 'links.0')['url'] = 'http://example.com')],
    ['an exchange in a static preset', 'dataos', (p) => (p['exchange'] = {})],
    [
      'an error status as success',
      'celerdata',
      (p) => (at(p, 'exchange.answer.success')['statuses'] = [400]),
    ],
    ['a test call without variant', 'oauth2', (p) => delete at(p, 'testCall.choices')['introspection']],
    [
      'a first variant that is not of the default',
      'static-token',
      (p) => (at(p, 'apiCall')['choices'] = reversed(at(p, 'apiCall.choices'))),
    ],
    [
      'a secret as name of a header',
      'static-token',
      (p) => (at(p, 'testCall.request.choices.header')['headers'] = { '{{accessToken}}': 'x' }),
    ],
    [
      'a header name that is a field and more',
      'static-token',
      (p) => (at(p, 'testCall.request.choices.header')['headers'] = { 'x-{{headerName}}': 'x' }),
    ],
    [
      'a member named by no field',
      'api-key-exchange',
      (p) => (at(p, 'exchange.request.choices.json.body')['members'] = { '{{nope}}': 'x' }),
    ],
    [
      'a deep member named by a secret',
      'api-key-exchange',
      (p) => (at(p, 'exchange.request.choices.json.body')['members'] = { a: [{ '{{secret}}': 'x' }] }),
    ],
    [
      'a token path that is no text field',
      'api-key-exchange',
      (p) => (at(p, 'exchange.answer')['tokenPathField'] = 'lifetime'),
    ],
    ['a path on a field that is no origin', 'celerdata', (p) => (at(p, 'fields.0')['mayHavePath'] = true)],
    ['a thumbprint that is secret', 'celerdata', (p) => (at(p, 'fields.1')['thumbprint'] = true)],
    [
      'a header of a signature that names no field',
      'okta-org',
      (p) => (at(p, 'exchange.clientAuthentication')['header'] = { kid: '{{nope}}' }),
    ],
    [
      'an assertion without variant',
      'oauth2-jwt-bearer',
      (p) => delete at(p, 'exchange.assertion.choices')['ES256'],
    ],
    ['a malformed path', 'celerdata', (p) => (at(p, 'exchange.answer')['token'] = ['$.x[0]'])],
  ];

  it.each(broken)('%s', (_what, id, change) => {
    const preset = structuredClone(findPreset(id)) as unknown as Json;
    change(preset);
    expect(v.safeParse(presetSchema, preset).success).toBe(false);
  });
});

function at(preset: Json, path: string): Json {
  return path.split('.').reduce<unknown>((value, name) => (value as Json)[name], preset) as Json;
}

function reversed(members: Json): Json {
  return Object.fromEntries(Object.entries(members).toReversed());
}

it('the shape hint of a DataOS key is data', () => {
  expect(dataosPreset().fields.find(({ id }) => id === 'apiKey')?.shape).toBe('base64OfNameDotUuid');
  expect(JSON.stringify(shippedPresets)).not.toContain(canary);
});
