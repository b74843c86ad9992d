import { describe, expect, it } from 'vitest';
import {
  acme,
  acmeDraft,
  addAcme,
  failureOf,
  good,
  hosts,
  presetChanged,
  problems,
  put,
  remove,
  staticPreset,
  withFiles,
} from './preset-files-rig.ts';

describe('a stored secret', () => {
  const elsewhere = acme({ host: 'evil.example' });

  it('goes nowhere else because a file changed, until the user saves the key and agrees to where it goes', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await put(keyfob, 'acme.json', elsewhere);
    expect(failureOf(keyfob, id)).toEqual(presetChanged);
    expect(await keyfob.app.tokens.renew(id, true)).toEqual({ ok: false, failure: presetChanged });
    expect(await keyfob.app.copy.copy(id)).toEqual({ ok: false, failure: presetChanged });
    const kept = { ...acmeDraft(), fields: {} };
    expect(await keyfob.app.tests.run('a-run', id, kept)).toEqual({ ok: false, failure: presetChanged });
    await keyfob.time.advance(86_400_000);
    await keyfob.restart();
    expect(failureOf(keyfob, id)).toEqual(presetChanged);
    await keyfob.time.advance(86_400_000);
    expect(new Set(hosts(keyfob))).toEqual(new Set(['acme.example']));

    keyfob.saysYes = false;
    expect(await keyfob.app.keys.edit(id, kept)).toEqual({ ok: false, failure: presetChanged });
    expect(failureOf(keyfob, id)).toEqual(presetChanged);
    expect(keyfob.questions).toEqual(['Let this key use the changed preset file?']);
    expect(keyfob.details[0]).toContain('\nevil.example\n');
    await keyfob.time.advance(0);
    expect(new Set(hosts(keyfob))).toEqual(new Set(['acme.example']));

    keyfob.saysYes = true;
    expect((await keyfob.app.keys.edit(id, kept)).ok).toBe(true);
    await keyfob.time.advance(0);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(hosts(keyfob).at(-1)).toBe('evil.example');
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe(keyfob.http.issued.at(-1));
    await keyfob.app.keys.edit(id, { ...kept, description: 'other words' });
    expect(keyfob.questions).toHaveLength(2);
  });

  it('may be used again when the file says what it said before', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await put(keyfob, 'acme.json', elsewhere);
    await put(keyfob, 'acme.json', good);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('stays where it is when a file vanishes and another one takes its id', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await remove(keyfob, 'acme.json');
    await put(keyfob, 'other.json', elsewhere);
    expect(failureOf(keyfob, id)).toEqual(presetChanged);
    await keyfob.app.tokens.renew(id);
    expect(hosts(keyfob)).toEqual(['acme.example']);
  });

  it('may be used on when a file only changed in what it shows or how it judges answers', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    const preset = JSON.parse(good);
    preset.exchange.answer = { defaultLifetimeS: 600, error: { message: ['detail'] } };
    preset.fields[0] = { help: 'On the page of your account.', ...preset.fields[0], label: 'Key' };
    await put(keyfob, 'acme.json', JSON.stringify({ summary: 'New', ...preset, name: 'ACME' }));
    expect(failureOf(keyfob, id)).toBeNull();
    expect((await keyfob.app.tokens.renew(id)).ok).toBe(true);
  });

  const exchange = { request: { method: 'POST', url: 'https://acme.example/token' } };
  const request = { ...exchange.request, body: { kind: 'json', members: { key: '{{apiKey}}' } } };
  it.each<[string, object]>([
    ['a header', { exchange: { request: { ...request, headers: { 'X-Key': '{{apiKey}}' } } } }],
    ['a query', { exchange: { request: { ...request, query: { a: 'b' } } } }],
    [
      'a body',
      { exchange: { request: { ...request, body: { kind: 'form', members: { a: '{{apiKey}}' } } } } },
    ],
    [
      'client authentication',
      { exchange: { request, clientAuthentication: { method: 'header', name: 'X', secretField: 'apiKey' } } },
    ],
    [
      'outputs',
      { exchange: { request, answer: { outputs: [{ id: 'x', label: 'X', path: 'access_token' }] } } },
    ],
    ['a test call', { testCall: { request: { url: 'https://evil.example/', headers: { a: '{{token}}' } } } }],
    ['what is copied', { apiCall: { url: 'https://evil.example', envName: 'A' } }],
    ['its kind', { keyKind: 'static', tokenField: 'apiKey', exchange: undefined }],
  ])('waits for the user when %s of its preset changed', async (_what, members) => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await put(keyfob, 'acme.json', JSON.stringify({ ...JSON.parse(good), ...members }));
    expect(problems(keyfob)).toEqual([]);
    expect(failureOf(keyfob, id)).toEqual(presetChanged);
  });
});

it('a key becomes static with its preset, once it is saved', async () => {
  const keyfob = await withFiles({ 'acme.json': good });
  const id = await addAcme(keyfob);
  await put(keyfob, 'acme.json', staticPreset());
  const kept = { ...acmeDraft(), fields: {} };
  await keyfob.app.keys.edit(id, kept);
  await keyfob.time.advance(0);
  await keyfob.app.copy.copy(id);
  expect(keyfob.clipboard.text).toBe('canary-acme-key');
  expect(keyfob.http.requests).toHaveLength(1);
});
