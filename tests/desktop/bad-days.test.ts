import { readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wrongPassphraseWords } from '#contract/words/failure-access-words';
import { canMount, mountMemory } from '../storage/mounts.ts';
import {
  addKey,
  KeptProfile,
  type KnownSecrets,
  listedKeys,
  replaceKeyring,
  setWaysIn,
  takePictures,
  unlockBy,
} from './flows/bad-day.ts';
import { askBridge, callBridge } from './flows/bridge-calls.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';

const stored = ['first', 'second'];

describe('a bad day of the vault', () => {
  let keyfob: RunningKeyfob;
  let lastMonth: KeptProfile;
  let good: KeptProfile;
  let known: KnownSecrets;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    await addKey(keyfob, 'first');
    known = await setWaysIn(keyfob);
    await keyfob.app.quit();
    lastMonth = new KeptProfile(keyfob, 'last-month');
    await keyfob.restart();
    await addKey(keyfob, 'second');
    await keyfob.app.quit();
    good = new KeptProfile(keyfob, 'good');
  });

  afterEach(async () => {
    if (keyfob.app.isRunning()) await keyfob.app.quit();
    good.putBack(keyfob);
  });

  afterAll(() => keyfob?.stop());

  const vaultFile = () => `${keyfob.userDataDir}/vault.db`;

  it('a damaged key record: the other key works, the window says what is missing, nothing is deleted', async () => {
    const database = new DatabaseSync(vaultFile());
    database.exec(
      "UPDATE record SET ciphertext = zeroblob(length(ciphertext)) WHERE type = 'key' AND id = (SELECT min(id) FROM record WHERE type = 'key')",
    );
    database.close();
    await keyfob.restart();
    const window = await keyfob.window();
    await window.page.getByText(/1 stored key cannot be read/).waitFor();
    expect(await listedKeys(window)).toHaveLength(1);
    await takePictures(window, 'damaged-record');
    await keyfob.app.quit();
    const after = new DatabaseSync(vaultFile());
    expect(after.prepare("SELECT count(*) AS n FROM record WHERE type = 'key'").get()).toEqual({ n: 2 });
    after.close();
  });

  it('the vault file is zeroed: a backup takes its place, the window says so, and the zeros are kept', async () => {
    const zeros = Buffer.alloc(good.vault.length);
    writeFileSync(vaultFile(), zeros);
    await keyfob.restart();
    const window = await keyfob.window();
    expect(await listedKeys(window)).toEqual(stored);
    await window.page.getByRole('region', { name: 'This vault' }).waitFor();
    await takePictures(window, 'zeroed');
    const aside = readdirSync(keyfob.userDataDir).filter((name) => name.startsWith('vault.db.damaged-'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(`${keyfob.userDataDir}/${aside[0]}`).equals(zeros)).toBe(true);
  });

  it('the vault file is zeroed and there is no backup: locked, untouched, and open again once it is back', async () => {
    rmSync(`${keyfob.userDataDir}/backups`, { recursive: true });
    const zeros = Buffer.alloc(good.vault.length);
    writeFileSync(vaultFile(), zeros);
    await keyfob.restart();
    const window = await keyfob.window();
    await window.page.getByText('The vault file is damaged').first().waitFor();
    await takePictures(window, 'zeroed-without-backup');
    expect(readFileSync(vaultFile()).equals(zeros)).toBe(true);
    writeFileSync(vaultFile(), good.vault);
    await window.page.getByRole('button', { name: 'Try again' }).click();
    expect(await listedKeys(window)).toEqual(stored);
  });

  it('the vault of last month comes back: the window says that it is older, and a backup has the newer one', async () => {
    writeFileSync(vaultFile(), lastMonth.vault);
    await keyfob.restart();
    const window = await keyfob.window();
    expect(await listedKeys(window)).toEqual(['first']);
    await window.page.getByText(/older than the one that was open last/).waitFor();
    await takePictures(window, 'older');
    const { backups } = await askBridge(window.page, 'vault.listBackups', {});
    const newest = backups[0]?.id ?? '';
    expect((await callBridge(window.page, 'vault.restoreBackup', { backupId: newest })).ok).toBe(true);
    await window.row('second').waitFor();
    expect(await listedKeys(window)).toEqual(stored);
  });

  it('the keyring is deleted: the passphrase opens the vault, and the new keyring can be used again', async () => {
    await replaceKeyring(keyfob);
    await keyfob.restart();
    const window = await keyfob.window();
    await window.page
      .getByText(/keyring no longer holds the key/)
      .first()
      .waitFor();
    await takePictures(window, 'keyring-deleted');
    await unlockBy(window, known.passphrase);
    expect(await listedKeys(window)).toEqual(stored);
    await askBridge(window.page, 'vault.useKeyring', { isUsed: true, current: known.passphrase });
    await keyfob.restart();
    expect(await listedKeys(await keyfob.window())).toEqual(stored);
    await keyfob.app.quit();
    // The days after this one have the new keyring.
    good = new KeptProfile(keyfob, 'new-keyring');
  });

  it('the passphrase is forgotten: the recovery code opens the vault and sets a new passphrase', async () => {
    await keyfob.restart();
    let window = await keyfob.window();
    await listedKeys(window);
    await askBridge(window.page, 'vault.useKeyring', { isUsed: false, current: known.passphrase });
    await keyfob.restart();
    window = await keyfob.window();
    await unlockBy(window, 'something that I made up');
    // Until the answer is there, another try is not heard.
    await window.page
      .getByRole('alert')
      .filter({ hasText: wrongPassphraseWords({ kind: 'wrongPassphrase' }).title })
      .waitFor();
    await window.page.getByRole('button', { name: 'Use the recovery code instead' }).click();
    await takePictures(window, 'passphrase-forgotten');
    await window.page.waitForTimeout(2_000);
    await unlockBy(window, known.recoveryCode.toLowerCase().replaceAll('-', ' '));
    expect(await listedKeys(window)).toEqual(stored);
    const passphrase = 'another one that I shall remember';
    const change = { current: known.recoveryCode, passphrase };
    await askBridge(window.page, 'vault.setPassphrase', change);
    await keyfob.restart();
    window = await keyfob.window();
    await unlockBy(window, passphrase);
    expect(await listedKeys(window)).toEqual(stored);
  });

  it.skipIf(!canMount)(
    'the disk is full: a new key is not taken for stored, and is once there is room',
    async () => {
      const disk = mountMemory(keyfob.userDataDir, 12 * 1_048_576);
      try {
        good.copyDataTo(keyfob);
        await keyfob.restart();
        const window = await keyfob.window();
        await listedKeys(window);
        const filler = `${keyfob.userDataDir}/fill`;
        const { bavail, bsize } = statfsSync(keyfob.userDataDir);
        writeFileSync(filler, Buffer.alloc(bavail * bsize, 1));
        const { celerdata } = keyfob.services;
        const { id, secret } = celerdata.addCredential();
        await window.openAddForm('CelerData Cloud');
        const fields = { host: celerdata.origin, clientId: id, clientSecret: secret };
        await window.fill({
          presetName: '',
          name: 'third',
          description: '',
          fields,
          extraCaPem: null,
          keyExpiresInDays: null,
        });
        await window.dialog.getByRole('button', { name: 'Save' }).click();
        await window.dialog
          .getByText(/could not be written to disk/)
          .first()
          .waitFor();
        await takePictures(window, 'disk-full');
        rmSync(filler);
        await window.dialog.getByRole('button', { name: 'Save' }).click();
        await window.row('third').waitFor();
        await keyfob.restart();
        expect(await listedKeys(await keyfob.window())).toEqual([...stored, 'third']);
      } finally {
        await keyfob.app.quit();
        disk.unmount();
      }
    },
  );
});
