import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportPreview } from '#contract/import-view';
import { commitRows, csv, curl, forgotten, itemsOf, namesIn, readText, row } from './import-rig.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

let keyfob: KeyfobInMemory;
beforeEach(async () => {
  keyfob = await KeyfobInMemory.start();
});

const read = (text: string) => readText(keyfob, text);
const commit = (preview: ImportPreview, items = itemsOf(preview), hosts?: readonly string[]) =>
  commitRows(keyfob, preview, items, hosts);

const minuteMs = 60_000;

describe('a provider that is not known yet', () => {
  it('is added with its key, once for two of them, and works', async () => {
    const preview = await read(`${curl('token', 'first-secret')}\n${curl('token', 'second-secret')}`);
    expect(preview.newPresets).toMatchObject([{ requestLine: 'POST https://login.hotel.example/token' }]);
    expect(JSON.stringify(preview)).not.toMatch(/first-secret|second-secret/);
    expect(keyfob.presetFiles.textOf('login-hotel-example.json')).toBeUndefined();
    await commit(preview);
    const file = keyfob.presetFiles.textOf('login-hotel-example.json') ?? '';
    expect(file).not.toMatch(/first-secret|second-secret/);
    expect(keyfob.app.snapshot().keys.map(({ presetId, token }) => [presetId, token.state])).toEqual([
      ['login-hotel-example', 'fresh'],
      ['login-hotel-example', 'fresh'],
    ]);
    expect(keyfob.http.requests.map(({ url }) => url)).toEqual(
      Array.from({ length: 2 }, () => 'https://login.hotel.example/token'),
    );
    await keyfob.restart();
    expect(keyfob.app.snapshot().keys.every(({ token }) => token.state === 'fresh')).toBe(true);
  });

  it('is not stored for a key that was refused', async () => {
    const preview = await read(curl('token', 'a-secret'));
    expect(await commit(preview, itemsOf(preview), [])).toMatchObject({
      value: { keyIds: [], refused: [{ failure: { reason: 'hostNotAllowed' } }] },
    });
    expect(keyfob.presetFiles.textOf('login-hotel-example.json')).toBeUndefined();
    expect(keyfob.http.requests).toEqual([]);
  });

  it('is the one that was shown, whatever file appears meanwhile', async () => {
    const preview = await read(curl('token', 'a-secret'));
    await commit(await read(curl('elsewhere', 'b-secret')));
    const again = await read(curl('token', 'a-secret'));
    expect(preview.importId).not.toBe(again.importId);
    await commit(again);
    expect(keyfob.http.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/elsewhere', '/token']);
  });

  it('goes with an undo, unless another key uses it', async () => {
    const preview = await read(curl('token', 'a-secret'));
    await commit(preview);
    const fields = { clientId: 'me', clientSecret: 'c-secret', accountId: '77' };
    const id = keyfob.app.snapshot().keys[0]?.presetId ?? '';
    await keyfob.add({ presetId: id, name: 'by hand', fields });
    expect(await keyfob.app.imports.undo(preview.importId)).toMatchObject({ value: { removed: 1 } });
    expect(namesIn(keyfob)).toEqual(['by hand']);
    expect(keyfob.presetFiles.textOf(`${id}.json`)).toBeDefined();
    const second = await read(curl('other', 'd-secret'));
    await commit(second);
    await keyfob.app.imports.undo(second.importId);
    expect(namesIn(keyfob)).toEqual(['by hand']);
    expect(keyfob.app.snapshot().presets.filter(({ source }) => source === 'user')).toHaveLength(1);
  });
});

describe('an import that is over', () => {
  it.each([
    ['given up', async (id: string) => keyfob.app.imports.cancel(id)],
    ['left for 15 minutes', () => keyfob.time.advance(15 * minuteMs)],
    ['followed by another', async () => void (await read(csv(row('other'))))],
  ] as const)('as it was %s has forgotten its secrets', async (_, end) => {
    const preview = await read(csv(row('prod')));
    await end(preview.importId);
    expect(await commit(preview)).toMatchObject(forgotten);
    expect(await keyfob.app.imports.undo(preview.importId)).toMatchObject(forgotten);
    const puts = keyfob.vault.commits.flat().map((change) => ('put' in change ? change.put : null));
    expect(puts.filter((type) => type !== 'activity')).toEqual([]);
  });

  it('as all was stored cannot be stored again, but undone once', async () => {
    const preview = await read(csv(row('prod'), row('test')));
    await commit(preview);
    expect(await commit(preview)).toMatchObject(forgotten);
    const [key] = keyfob.app.snapshot().keys;
    await keyfob.app.keys.delete((key?.id ?? '') as Parameters<typeof keyfob.app.keys.delete>[0]);
    expect(await keyfob.app.imports.undo(preview.importId)).toEqual({ ok: true, value: { removed: 1 } });
    expect(namesIn(keyfob)).toEqual([]);
    expect(await keyfob.app.imports.undo(preview.importId)).toMatchObject(forgotten);
    await keyfob.restart();
    expect(namesIn(keyfob)).toEqual([]);
  });
});

it('500 keys are imported with progress and undone', { timeout: 60_000 }, async () => {
  const rows = Array.from({ length: 500 }, (_, at) => row(`key-${at}`));
  const preview = await read(csv(...rows));
  expect(preview.rows).toHaveLength(500);
  await commit(preview);
  expect(keyfob.importProgress).toEqual(Array.from({ length: 500 }, (_, at) => at + 1));
  expect(keyfob.app.snapshot().keys.every(({ token }) => token.state === 'fresh')).toBe(true);
  expect(await keyfob.app.imports.undo(preview.importId)).toEqual({ ok: true, value: { removed: 500 } });
  expect(namesIn(keyfob)).toEqual([]);
});
