import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '#core/failure';
import { Secret } from '#core/secret';
import { cheapFile } from '../adapters/age-tool.ts';
import { changed, exportedText, openText, previewText, recordsOf, restoreText } from './export-rig.ts';
import { namesIn } from './import-rig.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const forgotten = fail('keyNotFound');
const file = (reason: string) => fail('invalidInput', { field: 'File', reason });
const fieldsWith = (clientSecret: string) => ({ ...draft().fields, clientSecret });

describe('restoring an exported file', () => {
  let keyfob: KeyfobInMemory;
  /** An export of `same`, `newer`, `older` and `gone`; the vault then got another secret for `older`, lost `gone`, and has `here`. */
  let text: string;
  const secretOf = async (name: string) => {
    const id = keyfob.app.snapshot().keys.find((key) => key.name === name)?.id ?? '';
    const json = await keyfob.access.read('keySecrets', id);
    return json.ok ? JSON.parse(json.value ?? '{}').clientSecret : json;
  };
  const rename = async (name: string, clientSecret: string) => {
    const id = keyfob.app.snapshot().keys.find((key) => key.name === name)?.id;
    const edited = await keyfob.app.keys.edit(id as never, draft({ name, fields: fieldsWith(clientSecret) }));
    if (!edited.ok) throw new Error(JSON.stringify(edited.failure));
    await keyfob.time.advance(1_000);
  };
  const deleteKey = async (name: string) => {
    const id = keyfob.app.snapshot().keys.find((key) => key.name === name)?.id;
    await keyfob.app.keys.delete(id as never);
  };

  beforeEach(async () => {
    keyfob = await KeyfobInMemory.start();
    for (const name of ['same', 'newer', 'older', 'gone'])
      await keyfob.add({ name, fields: fieldsWith(`secret-of-${name}`) });
    await keyfob.time.advance(60_000);
    await rename('newer', 'secret-in-file');
    text = await exportedText(keyfob);
    // As if the vault were another one that never heard of the edit.
    await rename('older', 'secret-here');
    await deleteKey('gone');
    await keyfob.add({ name: 'here', fields: fieldsWith('secret-of-here') });
    text = changed(text, ({ keys }) => {
      for (const key of keys) {
        if (key['name'] !== 'newer') continue;
        key['changedAtMs'] = keyfob.time.nowMs() + 1;
        key['description'] = 'edited elsewhere';
      }
    });
  });

  it('shows first what it would do, and no secret', async () => {
    const before = await recordsOf(keyfob);
    const preview = await previewText(keyfob, text);
    const rows = preview.rows.map(({ name, what, providerName }) => [name, what, providerName]);
    expect(rows.toSorted()).toEqual([
      ['gone', 'new', 'CelerData Cloud'],
      ['newer', 'newer', 'CelerData Cloud'],
      ['older', 'older', 'CelerData Cloud'],
      ['same', 'same', 'CelerData Cloud'],
    ]);
    expect(preview.onlyHere).toEqual(['here']);
    expect(JSON.stringify([preview, keyfob.log.lines])).not.toContain('secret-');
    expect(await recordsOf(keyfob)).toEqual(before);
  });

  it('adds what is new and takes what is newer, in one commit, and asks for tokens of these', async () => {
    const before = await recordsOf(keyfob);
    const commits = keyfob.vault.commits.length;
    const asked = keyfob.http.requests.length;
    const { exportId } = await previewText(keyfob, text);
    expect(await keyfob.app.restores.restore(exportId, 'merge')).toEqual(ok({ added: 1, replaced: 1 }));
    expect(
      keyfob.vault.commits.slice(commits).filter((each) => each.some((c) => 'put' in c && c.put === 'key')),
    ).toHaveLength(1);
    await keyfob.time.advance(1_000);
    expect(namesIn(keyfob)).toEqual(['gone', 'here', 'newer', 'older', 'same']);
    expect(await secretOf('gone')).toBe('secret-of-gone');
    expect(await secretOf('older')).toBe('secret-here');
    expect(keyfob.app.snapshot().keys.find(({ name }) => name === 'newer')?.description).toBe(
      'edited elsewhere',
    );
    const after = await recordsOf(keyfob);
    const untouched = Object.keys(before).filter((name) => before[name] === after[name]);
    expect(untouched.filter((name) => name.startsWith('key ')).length).toBe(3);
    // Only the key that was not there: the credentials of `newer` are the same.
    expect(keyfob.http.requests.length - asked).toBe(1);
    await keyfob.restart();
    expect(namesIn(keyfob)).toEqual(['gone', 'here', 'newer', 'older', 'same']);
    expect(keyfob.app.snapshot().keys.every(({ token }) => token.state === 'fresh')).toBe(true);
  });

  it('makes the list what the file holds, if the user wants that', async () => {
    const { done } = await restoreText(keyfob, text, 'replace');
    expect(done).toEqual(ok({ added: 1, replaced: 2 }));
    expect(namesIn(keyfob)).toEqual(['gone', 'newer', 'older', 'same']);
    expect(await secretOf('older')).toBe('secret-of-older');
    const { rows, onlyHere } = await previewText(keyfob, text);
    expect([new Set(rows.map(({ what }) => what)), onlyHere]).toEqual([new Set(['same']), []]);
    const body = keyfob.http.requests.at(-1);
    expect(JSON.stringify(body)).not.toContain('secret-here');
  });

  it.each(['merge', 'replace'] as const)('is undone once, to exactly what was there (%s)', async (how) => {
    const before = await recordsOf(keyfob);
    const seen = namesIn(keyfob);
    const { exportId } = await previewText(keyfob, text);
    expect((await keyfob.app.restores.restore(exportId, how)).ok).toBe(true);
    expect(await recordsOf(keyfob)).not.toEqual(before);
    expect(await keyfob.app.restores.undo(exportId)).toEqual(ok(undefined));
    expect(await recordsOf(keyfob)).toEqual(before);
    expect(namesIn(keyfob)).toEqual(seen);
    expect(keyfob.app.snapshot().keys.every(({ token }) => token.state === 'fresh')).toBe(true);
    expect(await keyfob.app.restores.undo(exportId)).toEqual(forgotten);
    await keyfob.restart();
    expect(namesIn(keyfob)).toEqual(seen);
  });

  it('changes nothing where the disk is full, and works when there is room', async () => {
    const before = await recordsOf(keyfob);
    const { exportId } = await previewText(keyfob, text);
    keyfob.vault.isFull = true;
    expect(await keyfob.app.restores.restore(exportId, 'replace')).toEqual(fail('vaultWriteFailed'));
    expect(await recordsOf(keyfob)).toEqual(before);
    expect(namesIn(keyfob)).toEqual(['here', 'newer', 'older', 'same']);
    keyfob.vault.isFull = false;
    expect(await keyfob.app.restores.restore(exportId, 'replace')).toMatchObject({ ok: true });
    keyfob.vault.isFull = true;
    expect(await keyfob.app.restores.undo(exportId)).toEqual(fail('vaultWriteFailed'));
    keyfob.vault.isFull = false;
    expect(await keyfob.app.restores.undo(exportId)).toEqual(ok(undefined));
    expect(await recordsOf(keyfob)).toEqual(before);
  });

  it('knows a key by name and provider where its id is another, and keeps the id that is stored', async () => {
    const ids = keyfob.app.snapshot().keys.map(({ id }) => id);
    const elsewhere = changed(text, ({ keys }) => {
      for (const key of keys) key['id'] = `other-${String(key['id']).slice(0, 8)}`;
    });
    await restoreText(keyfob, elsewhere, 'replace');
    const after = keyfob.app.snapshot().keys.map(({ id }) => id);
    expect(after.filter((id) => ids.includes(id)).length).toBe(3);
  });

  it('gives a key another name where a stored one has its own', async () => {
    const taken = changed(text, ({ keys }) => {
      for (const key of keys)
        if (key['name'] === 'gone') Object.assign(key, { name: 'HERE', presetId: 'layar' });
    });
    await restoreText(keyfob, taken, 'merge');
    expect(namesIn(keyfob)).toEqual(['HERE 2', 'here', 'newer', 'older', 'same']);
  });

  it('drops what a provider gives for a key that was replaced meanwhile', async () => {
    keyfob.http.hold();
    const id = keyfob.app.snapshot().keys.find(({ name }) => name === 'older')?.id as never;
    const asked = keyfob.app.tokens.renew(id);
    const { exportId } = await previewText(keyfob, text);
    await keyfob.app.restores.restore(exportId, 'replace');
    keyfob.http.release();
    await asked;
    await keyfob.time.advance(1_000);
    const bodies = keyfob.http.requests.map((request) => JSON.stringify(request));
    expect(bodies.at(-1)).not.toBe(bodies.at(-2));
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('forgets the file after a while, when another is opened and with the lock', async () => {
    const first = await previewText(keyfob, text);
    const second = await previewText(keyfob, text);
    expect(await keyfob.app.restores.restore(first.exportId, 'merge')).toEqual(forgotten);
    await keyfob.time.advance(16 * 60_000);
    expect(await keyfob.app.restores.restore(second.exportId, 'merge')).toEqual(forgotten);
    const third = await previewText(keyfob, text);
    keyfob.app.restores.cancel(third.exportId);
    expect(await keyfob.app.restores.restore(third.exportId, 'merge')).toEqual(forgotten);
    const { exportId } = await restoreText(keyfob, text, 'merge');
    const fourth = await previewText(keyfob, text);
    keyfob.app.restores.forget();
    expect(await keyfob.app.restores.undo(exportId)).toEqual(forgotten);
    expect(await keyfob.app.restores.restore(fourth.exportId, 'merge')).toEqual(forgotten);
  });

  it('needs the passphrase of an encrypted one, however often it is asked for', async () => {
    const bytes = await cheapFile(text, 'right passphrase');
    const exportId = openText(keyfob, bytes);
    const preview = (passphrase: string) => keyfob.app.restores.preview(exportId, new Secret(passphrase));
    expect(await preview('wrong passphrase')).toEqual(file('wrongPassphrase'));
    expect(await keyfob.app.restores.restore(exportId, 'replace')).toEqual(forgotten);
    expect(await preview('right passphrase')).toMatchObject({ ok: true });
    expect(await keyfob.app.restores.restore(exportId, 'merge')).toEqual(ok({ added: 1, replaced: 1 }));
  });

  it.each([
    ['', 'notAnExport'],
    ['{}', 'notAnExport'],
    ['[1,2', 'notAnExport'],
    ['{"format":"keyfob-export","version":2,"future":true}', 'newerFormat'],
    ['{"format":"keyfob-export","version":1}', 'notAnExport'],
  ])('says what is wrong with %j', async (bad, reason) => {
    const exportId = openText(keyfob, bad);
    expect(await keyfob.app.restores.preview(exportId, new Secret(''))).toEqual(file(reason));
  });
});
