import { describe, expect, it } from 'vitest';
import { ageFile } from '#adapters/age-file';
import { callHandlers } from '#app/handle-calls';
import { plainExportPhrase } from '#contract/restore-view';
import { fail, ok } from '#core/failure';
import { Secret } from '#core/secret';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { kindsOf } from './activity-rig.ts';
import { chooseHere, exportedText, exportPath } from './export-rig.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';
import { addAcme, good, withFiles } from './preset-files-rig.ts';

const passphrase = 'correct horse battery';
const secretOf = (name: string) => draft({ name }).fields['clientSecret'] ?? '';

describe('an export', () => {
  it('is encrypted: only the passphrase opens what is written, and no answer, log or event holds a secret', async () => {
    const keyfob = await KeyfobInMemory.start();
    const shell = new MemoryShell();
    shell.newFile = exportPath;
    const fields = { ...draft().fields, clientSecret: 'canary-of-export' };
    await keyfob.add({ name: 'prod', fields });
    const saved = await callHandlers(keyfob.app, shell)['export.save']({ passphrase });
    expect(saved).toEqual(ok({ fileName: 'keyfob.file' }));
    expect(keyfob.files.texts.size).toBe(0);
    const file = keyfob.files.binaries.get(exportPath) ?? new Uint8Array();
    expect(Buffer.from(file).includes('canary')).toBe(false);
    const read = await ageFile.decrypt(file, new Secret(passphrase));
    expect(read.ok && JSON.parse(read.value.reveal())).toMatchObject({
      format: 'keyfob-export',
      version: 1,
      keys: [{ name: 'prod', secrets: { clientSecret: 'canary-of-export' } }],
    });
    const events = await keyfob.app.activity.all();
    expect(events.ok && events.value.at(-1)).toMatchObject({ kind: 'exported', detail: 'age' });
    expect(JSON.stringify([saved, events, keyfob.log.lines, keyfob.app.snapshot()])).not.toContain('canary');
  });

  it('holds every value of a key, no token, and nothing that was approved', async () => {
    const keyfob = await withFiles({ 'acme.json': good });
    const id = await addAcme(keyfob);
    await keyfob.app.setRefreshMode(id, 'always');
    await keyfob.app.setNoticeLeadDays(id, [9, 2]);
    await keyfob.app.copy.copy(id);
    await keyfob.add({ name: 'other', description: 'two\nlines' });
    const text = await exportedText(keyfob);
    const { keys, presets } = JSON.parse(text);
    expect(keys.map((key: { name: string }) => key.name)).toContain('other');
    expect(keys.find((key: { id: string }) => key.id === id)).toMatchObject({
      presetId: 'acme',
      secrets: { apiKey: 'canary-acme-key' },
      refreshMode: 'always',
      noticeLeadDays: [9, 2],
      lastCopiedAtMs: keyfob.time.nowMs(),
    });
    expect(presets.map((preset: { id: string }) => preset.id)).toEqual(['acme']);
    expect(text).not.toMatch(/token-1|approved/);
    expect(keyfob.log.lines.join()).not.toContain('canary');
  });

  it('without protection is written only after the phrase, letter by letter', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    let dialogs = 0;
    const choose = async () => {
      dialogs += 1;
      return exportPath;
    };
    const near = [plainExportPhrase.toUpperCase(), ` ${plainExportPhrase}`, plainExportPhrase.slice(1), ''];
    for (const typed of near)
      expect(await keyfob.app.exports.savePlain(typed, choose)).toEqual(
        fail('invalidInput', { field: 'Confirmation', reason: 'notConfirmed' }),
      );
    expect([dialogs, keyfob.files.writes]).toEqual([0, 0]);
    expect(await keyfob.app.exports.savePlain(plainExportPhrase, choose)).toMatchObject({ ok: true });
    expect(keyfob.files.texts.get(exportPath)).toContain(secretOf('x').slice(0, 13));
  });

  it('is given up where no place is chosen, and fails where the disk is full', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    const nowhere = await keyfob.app.exports.savePlain(plainExportPhrase, async () => null);
    expect(nowhere).toEqual(ok({ fileName: null }));
    keyfob.files.isFull = true;
    expect(await keyfob.app.exports.savePlain(plainExportPhrase, chooseHere)).toEqual(
      fail('invalidInput', { field: 'File', reason: 'cannotBeWritten' }),
    );
    expect(keyfob.files.writes).toBe(0);
  });

  it('is in the activity log, too, where the disk did not confirm the file that is there', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    const notSynced = fail('invalidInput', { field: 'File', reason: 'notSynced' });
    keyfob.files.write = async () => notSynced;
    expect(await keyfob.app.exports.savePlain(plainExportPhrase, chooseHere)).toEqual(notSynced);
    expect(await kindsOf(keyfob)).toContain('exported');
  });

  it('cannot be had of a locked vault, nor of one that is locked while the place is chosen', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    expect((await keyfob.access.setPassphrase(new Secret(passphrase))).ok).toBe(true);
    await keyfob.restart();
    const answer = await keyfob.app.exports.savePlain(plainExportPhrase, async () => {
      await keyfob.app.lock.lock('byUser');
      return exportPath;
    });
    expect(answer).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(await keyfob.app.exports.savePlain(plainExportPhrase, chooseHere)).toMatchObject({
      failure: { kind: 'vaultLocked' },
    });
    expect(keyfob.files.writes).toBe(0);
  });

  it('asks first who is there, where a secret is shown only then', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    expect((await keyfob.access.setPassphrase(new Secret(passphrase))).ok).toBe(true);
    await keyfob.restart();
    keyfob.app.updateSettings({ confirmBeforeReveal: true });
    expect(await keyfob.app.exports.savePlain(plainExportPhrase, chooseHere)).toMatchObject({
      failure: { kind: 'notAllowed', reason: 'confirmFirst' },
    });
    const shown = { with: 'passphrase', secret: new Secret(passphrase) } as const;
    expect(await keyfob.app.confirm.confirm(shown)).toMatchObject({ ok: true });
    expect(await keyfob.app.exports.savePlain(plainExportPhrase, chooseHere)).toMatchObject({ ok: true });
  });
});
