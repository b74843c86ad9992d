import { describe, expect, it } from 'vitest';
import { changed, exportedText, previewText, restoreText } from './export-rig.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';
import {
  acme,
  addAcme,
  failureOf,
  good,
  hosts,
  presetChanged,
  userPresets,
  withFiles,
} from './preset-files-rig.ts';

const program = '/usr/local/bin/print-token';
const stored = (keyfob: KeyfobInMemory, name: string) =>
  keyfob.app.snapshot().keys.find((key) => key.name === name);
const tokenExchange = (source: string, tokenUrl = 'https://sts.example/token') =>
  draft({
    name: 'chained',
    presetId: 'oauth2-token-exchange',
    fields: { tokenUrl, subjectToken: source, clientAuthentication: 'none' },
  });

describe('a restored key of a preset file', () => {
  it('brings its preset, and sends nothing before the user saved it', async () => {
    const from = await withFiles({ 'acme.json': good });
    await addAcme(from);
    const to = await KeyfobInMemory.start();
    const { done } = await restoreText(to, await exportedText(from), 'merge');
    expect(done).toMatchObject({ value: { added: 1 } });
    expect(userPresets(to)).toEqual(['acme']);
    const [key] = to.app.snapshot().keys;
    expect(failureOf(to, key?.id as never)).toEqual(presetChanged);
    expect(hosts(to)).toEqual([]);
    const saved = { name: key?.name ?? '', presetId: 'acme', fields: { apiKey: '' } };
    expect(await to.app.keys.edit(key?.id as never, draft(saved))).toMatchObject({ ok: true });
    expect(to.questions).toHaveLength(1);
    expect(to.details.join()).toContain('acme.example');
    await to.time.advance(1_000);
    expect(to.stateOf(key?.id as never)).toBe('fresh');
    expect(to.http.requests[0]?.body).toContain('canary-acme-key');
  });

  it('leaves a preset of the same id alone that does something else, and an undo removes its own', async () => {
    const from = await withFiles({ 'acme.json': acme({ host: 'elsewhere.example' }) });
    await addAcme(from);
    const to = await withFiles({ 'acme.json': good });
    const { exportId } = await restoreText(to, await exportedText(from), 'merge');
    expect(userPresets(to).toSorted()).toEqual(['acme', 'acme-2']);
    expect(to.presetFiles.textOf('acme.json')).toBe(good);
    expect(hosts(to)).toEqual([]);
    await to.app.restores.undo(exportId);
    expect(userPresets(to)).toEqual(['acme']);
    expect(to.app.snapshot().keys).toEqual([]);
  });

  it('goes on where only its secret is another: it goes where the user let it go', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    const text = changed(await exportedText(keyfob), ({ keys }) => {
      for (const key of keys)
        Object.assign(key, { secrets: { apiKey: 'newer-key' }, changedAtMs: keyfob.time.nowMs() + 1 });
    });
    await restoreText(keyfob, text, 'merge');
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(keyfob.http.requests.at(-1)?.body).toContain('newer-key');
  });

  it('is restored without its provider where the file has none that can be used', async () => {
    const from = await withFiles({ 'acme.json': good });
    await addAcme(from);
    const document = JSON.parse(await exportedText(from));
    const to = await KeyfobInMemory.start();
    await restoreText(to, JSON.stringify({ ...document, presets: [{ id: 'acme' }] }), 'merge');
    const [key] = to.app.snapshot().keys;
    expect(failureOf(to, key?.id as never)).toMatchObject({ kind: 'presetNotFound' });
  });
});

describe('a restored command', () => {
  it('does not run before the user approved it again', async () => {
    const start = async () => {
      const keyfob = await KeyfobInMemory.start();
      keyfob.commands.programs.set(program, {
        content: '#!/bin/sh',
        main: () => ({ output: 'printed-token\n', exitCode: 0 }),
      });
      await keyfob.app.allowCommands(true);
      return keyfob;
    };
    const from = await start();
    await from.add({ name: 'printed', presetId: 'command', fields: { command: program } });
    expect(from.commands.runs).toHaveLength(1);
    const to = await start();
    await restoreText(to, await exportedText(from), 'merge');
    expect(to.commands.runs).toEqual([]);
    expect(stored(to, 'printed')?.token.failure).toMatchObject({ kind: 'commandRefused' });
    // The same file over a key that runs: nothing is asked anew.
    await restoreText(from, await exportedText(from), 'replace');
    expect(stored(from, 'printed')?.token.state).toBe('fresh');
  });
});

describe('a restored key that draws from another one', () => {
  it('draws from it again, also where that is stored under another id', async () => {
    const from = await KeyfobInMemory.start();
    const source = await from.add({ name: 'source' });
    await from.add(tokenExchange(source));
    const text = await exportedText(from);
    const to = await KeyfobInMemory.start();
    await restoreText(to, text, 'merge');
    await to.time.advance(1_000);
    expect(stored(to, 'chained')?.token.state).toBe('fresh');
    const again = await previewText(to, text.replaceAll(source, 'another-id'));
    expect(again.rows.map(({ what }) => what)).toEqual(['same', 'same']);
  });

  it('never sends the token of a stored key to where a file says', async () => {
    const keyfob = await KeyfobInMemory.start();
    const own = await keyfob.add({ name: 'source' });
    const other = await KeyfobInMemory.start();
    const source = await other.add({ name: 'source' });
    await other.add(tokenExchange(source, 'https://evil.example/token'));
    const text = await exportedText(other);
    // By its id, by its name, as an older one, and as one that the file does not hold.
    const older = changed(text, ({ keys }) => {
      for (const key of keys) if (key['name'] === 'source') key['changedAtMs'] = 0;
    });
    const missing = changed(text, (document) => {
      document.keys = document.keys.filter(({ name }) => name !== 'source');
    });
    for (const hostile of [older, older.replaceAll(source, own), missing.replaceAll(source, own)]) {
      const { exportId } = await restoreText(keyfob, hostile, 'merge');
      await keyfob.time.advance(60_000);
      expect(stored(keyfob, 'chained')).toBeDefined();
      expect(stored(keyfob, 'chained')?.token.state).not.toBe('fresh');
      expect(hosts(keyfob)).not.toContain('evil.example');
      await keyfob.app.restores.undo(exportId);
    }
  });
});
