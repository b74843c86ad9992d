import { beforeEach, describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { ImportItem } from '#contract/calls';
import type { ImportPreview } from '#contract/import-view';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { commitRows, csv, forgotten, itemsOf, namesIn, readText, row, shownHost } from './import-rig.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

let keyfob: KeyfobInMemory;
beforeEach(async () => {
  keyfob = await KeyfobInMemory.start();
});

const read = (text: string) => readText(keyfob, text);
const commit = (preview: ImportPreview, items = itemsOf(preview), hosts?: readonly string[]) =>
  commitRows(keyfob, preview, items, hosts);

describe('a preview', () => {
  it('stores nothing, asks nobody and shows no secret', async () => {
    const preview = await read(csv(row('prod'), row('test')));
    expect(preview.rows).toMatchObject([
      { name: 'prod', presetId: 'celerdata', host: shownHost, secretFieldIds: ['clientSecret'] },
      { name: 'test', presetId: 'celerdata', host: shownHost, duplicateOf: null },
    ]);
    expect(JSON.stringify([preview, keyfob.log.lines])).not.toContain('secret-of-');
    expect(keyfob.vault.commits).toEqual([]);
    expect(keyfob.http.requests).toEqual([]);
  });

  it('tells stored keys and rows that are the same, and gives each a free name', async () => {
    const fields = { host: `https://${shownHost}`, clientId: 'id-of-prod', clientSecret: 'secret-of-prod' };
    await keyfob.add({ name: 'prod', fields });
    const { rows } = await read(csv(row('prod'), row('new'), row('new'), row('other')));
    expect(rows.map(({ name, duplicateOf }) => [name, duplicateOf])).toEqual([
      ['prod 2', 'prod'],
      ['new', null],
      ['new 2', 'row 2'],
      ['other', null],
    ]);
  });

  it('cannot be had while the vault is locked', async () => {
    keyfob.lock();
    await keyfob.restart();
    expect(await keyfob.app.imports.read(csv(row('prod')))).toMatchObject({
      failure: { kind: 'vaultLocked' },
    });
  });
});

describe('what the user confirms', () => {
  it('is stored, each row durable by itself, and gets its first token', async () => {
    const preview = await read(csv(row('prod'), row('test')));
    const done = await commit(preview);
    expect(done).toMatchObject({ ok: true, value: { refused: [] } });
    expect(namesIn(keyfob)).toEqual(['prod', 'test']);
    expect(keyfob.importProgress).toEqual([1, 2]);
    await keyfob.restart();
    expect(namesIn(keyfob)).toEqual(['prod', 'test']);
    expect(keyfob.app.snapshot().keys.every(({ token }) => token.state === 'fresh')).toBe(true);
  });

  it('goes to no host that was not ticked: the row is refused and nothing is sent', async () => {
    const preview = await read(csv(row('prod'), row('evil', 's', 'https://evil.example')));
    const done = await commit(preview, itemsOf(preview), [shownHost]);
    expect(done).toMatchObject({
      value: { refused: [{ index: 1, failure: { kind: 'addressRefused', reason: 'hostNotAllowed' } }] },
    });
    expect(namesIn(keyfob)).toEqual(['prod']);
    expect(keyfob.http.requests.filter(({ url }) => url.includes('evil'))).toEqual([]);
    const [, evil] = itemsOf(preview);
    if (evil === undefined) throw new Error('no second row');
    expect(await keyfob.app.imports.test(preview.importId, 'run', evil, [shownHost])).toMatchObject({
      failure: { reason: 'hostNotAllowed' },
    });
    expect(keyfob.http.requests.filter(({ url }) => url.includes('evil'))).toEqual([]);
    expect(await commit(preview, [evil], ['evil.example'])).toMatchObject({ value: { refused: [] } });
    expect(keyfob.http.requests.some(({ url }) => url.startsWith('https://evil.example/'))).toBe(true);
  });

  it('can be tested before, which stores nothing', async () => {
    const preview = await read(csv(row('prod')));
    const [item] = itemsOf(preview);
    if (item === undefined) throw new Error('no row');
    const tested = await keyfob.app.imports.test(preview.importId, 'run', item, [shownHost]);
    expect(tested).toMatchObject({ ok: true });
    expect(keyfob.http.requests.length).toBeGreaterThan(0);
    expect(keyfob.vault.commits).toEqual([]);
    expect(JSON.stringify(tested)).not.toContain('secret-of-prod');
  });

  it('counts as the user left it: name and values', async () => {
    const preview = await read(csv(row('prod')));
    const items = itemsOf(preview, { clientId: 'another-id' }).map((item) => ({ ...item, name: 'mine' }));
    await commit(preview, items);
    expect(keyfob.app.snapshot().keys).toMatchObject([{ name: 'mine', clientId: 'another-id' }]);
    expect(await commit(preview, [{ index: 7, name: 'x', presetId: 'celerdata', fields: {} }])).toMatchObject(
      forgotten,
    );
  });

  it('that cannot be stored is told row by row and can be mended', async () => {
    await keyfob.add({ name: 'taken' });
    const preview = await read(csv(row('prod'), row('test')));
    const items = itemsOf(preview).map((item) => ({ ...item, name: item.index === 1 ? 'taken' : item.name }));
    expect(await commit(preview, items)).toMatchObject({
      value: { keyIds: [expect.any(String)], refused: [{ index: 1, failure: { kind: 'nameTaken' } }] },
    });
    expect(await commit(preview, [{ ...items[1], name: 'free' } as ImportItem])).toMatchObject({
      value: { refused: [] },
    });
    expect(namesIn(keyfob)).toEqual(['free', 'prod', 'taken']);
    expect(await keyfob.app.imports.undo(preview.importId)).toMatchObject({ value: { removed: 2 } });
    expect(namesIn(keyfob)).toEqual(['taken']);
  });

  it('is refused on a full disk, and nothing of it is there', async () => {
    const preview = await read(csv(row('prod'), row('test')));
    keyfob.vault.isFull = true;
    expect(await commit(preview)).toMatchObject({
      value: { keyIds: [], refused: [{ failure: { kind: 'vaultWriteFailed' } }, { index: 1 }] },
    });
    expect(keyfob.http.requests).toEqual([]);
    keyfob.vault.isFull = false;
    expect(await commit(preview)).toMatchObject({ value: { refused: [] } });
  });

  it('is never a command', async () => {
    const preview = await read(csv(row('prod'), 'cmd,command,,,/bin/sh'));
    const items = itemsOf(preview).map((item) => ({
      ...item,
      presetId: 'command',
      fields: { command: '/bin/sh' },
    }));
    await commit(preview, items);
    expect(namesIn(keyfob)).toEqual([]);
    expect(keyfob.questions).toEqual([]);
    expect(keyfob.commands.runs).toEqual([]);
  });
});

it('comes from the clipboard or a file, by calls that show the page no text', async () => {
  const shell = new MemoryShell();
  const calls = callHandlers(keyfob.app, shell);
  expect(await calls['import.readFile']({})).toEqual({ ok: true, value: null });
  shell.file = csv(row('from a file'));
  shell.clipboard = csv(row('copied'));
  expect(await calls['import.readFile']({})).toMatchObject({ value: { rows: [{ name: 'from a file' }] } });
  const copied = await calls['import.readClipboard']({});
  if (!copied.ok) throw new Error('not read');
  expect(copied.value.rows).toMatchObject([{ name: 'copied' }]);
  expect(JSON.stringify(copied)).not.toContain('secret-of-copied');
  const { importId } = copied.value;
  await calls['import.commit']({ importId, items: itemsOf(copied.value), allowedHosts: [shownHost] });
  expect(namesIn(keyfob)).toEqual(['copied']);
  expect(await calls['import.undo']({ importId })).toEqual({ ok: true, value: { removed: 1 } });
  const typed = await calls['import.readText']({ text: csv(row('typed')) });
  if (!typed.ok) throw new Error('not read');
  await calls['import.cancel']({ importId: typed.value.importId });
  expect(await commit(typed.value)).toMatchObject(forgotten);
});
