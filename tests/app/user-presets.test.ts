import { describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { Preset } from '#core/providers/preset';
import { readPresetFile } from '#core/providers/read-preset-file';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import {
  acme,
  addAcme,
  failureOf,
  good,
  hosts,
  presetChanged,
  problems,
  put,
  remove,
  userPresets,
  withFiles,
} from './preset-files-rig.ts';

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

  it('stays in use when another one comes that is named after its id', async () => {
    const keyfob = await withFiles({ 'z.json': good });
    const id = await addAcme(keyfob);
    await put(keyfob, 'acme.json', acme({ host: 'evil.example' }));
    expect(problems(keyfob).map(({ file, path }) => [file, path])).toEqual([['acme.json', 'id']]);
    expect(failureOf(keyfob, id)).toBeNull();
    await keyfob.restart();
    expect(problems(keyfob).map(({ file, path }) => [file, path])).toEqual([['z.json', 'id']]);
    expect(failureOf(keyfob, id)).toEqual(presetChanged);
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
