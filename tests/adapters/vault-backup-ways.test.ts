import { copyFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { VaultKeys } from '#adapters/vault-crypto';
import { openCopy } from '#adapters/vault-database';
import { isHeaderGenuine, readHeader } from '#adapters/vault-header';
import { openPassphraseSlot } from '#adapters/vault-slot-passphrase';
import { readSlot } from '#adapters/vault-slots';
import { Secret } from '#core/secret';
import { failMoves, putOnOtherDisk } from './move-fault.ts';
import { putKey, VaultRig } from './vault-rig.ts';

const former = new Secret('the former passphrase');
const present = new Secret('the present passphrase');

let rig: VaultRig;
let vault: SqliteVault;
let backups: string;
beforeEach(async () => {
  rig = new VaultRig();
  backups = join(rig.folder, 'backups');
  vault = rig.vault();
  await vault.open();
  await vault.setPassphrase(former);
});
afterEach(() => rig.dispose());

async function store(value: string): Promise<void> {
  await vault.open();
  await vault.commit([putKey('a', value)]);
  vault.close();
}

/** Puts the oldest backup in the place of the vault, which knows more commits, and opens it. */
async function goBack(): Promise<void> {
  for (const value of ['1', '2', '3']) await store(value);
  await vault.open();
  const oldest = (await vault.backups()).at(-1);
  expect(await vault.restoreBackup(oldest?.id ?? '')).toMatchObject({ ok: true });
  await vault.open();
}

/** How many backups there are, and how many of them this passphrase opens. */
async function openedBy(passphrase: Secret): Promise<{ readonly all: number; readonly opened: number }> {
  const names = readdirSync(backups);
  const answers = await Promise.all(names.map((name) => opens(join(backups, name), passphrase)));
  return { all: names.length, opened: answers.filter((answer) => answer).length };
}

function isMaking(): boolean {
  return readdirSync(rig.folder).some((name) => name.includes('creating'));
}

async function opens(file: string, passphrase: Secret): Promise<boolean> {
  const db = openCopy(file);
  try {
    const header = readHeader(db);
    if (header === null) return false;
    const found = await openPassphraseSlot(rig.hash, header.vaultId, readSlot(db, 'passphrase'), passphrase);
    return typeof found !== 'string' && isHeaderGenuine(header, new VaultKeys(found));
  } finally {
    db.close();
  }
}

it('a passphrase that was replaced opens no backup, also none that knows more than a restored vault', async () => {
  await goBack();
  expect(await vault.setPassphrase(present)).toMatchObject({ ok: true });
  const { all, opened } = await openedBy(present);
  expect(all).toBeGreaterThanOrEqual(4);
  expect(opened).toBe(all);
  expect((await openedBy(former)).opened).toBe(0);
});

it('nor when the disk had no room at that moment, from the closing of the vault on', async () => {
  await goBack();
  const away = `${backups}-away`;
  renameSync(backups, away);
  writeFileSync(backups, '');
  expect(await vault.setPassphrase(present)).toMatchObject({ ok: true });
  rmSync(backups);
  renameSync(away, backups);
  expect((await openedBy(former)).opened).toBeGreaterThanOrEqual(3);
  vault.close();
  const { all, opened } = await openedBy(present);
  expect(opened).toBe(all);
  expect((await openedBy(former)).opened).toBe(0);
});

it('nor when backups are on another disk, and no opening makes one more for that', async () => {
  for (const value of ['1', '2', '3']) await store(value);
  putOnOtherDisk(backups);
  await vault.open();
  expect(await vault.setPassphrase(present)).toMatchObject({ ok: true });
  vault.close();
  const { all, opened } = await openedBy(present);
  expect(all).toBeGreaterThanOrEqual(3);
  expect(opened).toBe(all);
  expect((await openedBy(former)).opened).toBe(0);
  const before = readdirSync(backups);
  await vault.open();
  vault.close();
  expect(readdirSync(backups)).toEqual(before);
});

it('nor any but the one to which the disk does not give the new ways, and that one at the next opening', async () => {
  for (const value of ['1', '2', '3']) await store(value);
  await vault.open();
  const spoilt = join(backups, readdirSync(backups).sort().at(-1) ?? '');
  let isBad = true;
  failMoves('EIO', (_from, to) => isBad && to === spoilt);
  await vault.setPassphrase(present);
  expect(await openedBy(former)).toMatchObject({ opened: 1 });
  expect(readdirSync(rig.folder).filter((name) => name.includes('creating'))).toEqual([]);
  expect(readdirSync(backups).filter((name) => name.includes('creating'))).toEqual([]);
  isBad = false;
  vault.close();
  await vault.open();
  expect((await openedBy(former)).opened).toBe(0);
});

it('nor one that was being checked at that moment', async () => {
  await vault.commit(Array.from({ length: 1_000 }, (_, i) => putKey(`n-${i}`, '1')));
  vault.close();
  await setImmediate();
  rmSync(backups, { recursive: true });
  const later = rig.vault();
  await later.open();
  await later.commit([putKey('a', '1')]);
  await setImmediate();
  await setImmediate();
  expect(isMaking()).toBe(true);
  await later.setPassphrase(present);
  await vi.waitFor(() => expect(isMaking()).toBe(false));
  expect((await openedBy(former)).opened).toBe(0);
});

it('an older vault that somebody put in place brings no former passphrase back into newer backups', async () => {
  await store('1');
  const old = `${rig.file}.mine`;
  copyFileSync(rig.file, old);
  await vault.open();
  await vault.setPassphrase(present);
  await store('2');
  const newest = readdirSync(backups).sort().at(-1) ?? '';
  copyFileSync(old, rig.file);
  expect(await vault.open()).toMatchObject({ isOlder: true });
  vault.close();
  expect(await opens(join(backups, newest), present)).toBe(true);
  expect(await opens(join(backups, newest), former)).toBe(false);
});

it('backups under another data key of the same number keep the ways in that open them', async () => {
  await store('1');
  const old = `${rig.file}.mine`;
  copyFileSync(rig.file, old);
  await vault.open();
  await vault.renewDataKey(former);
  vault.close();
  const [ofOther = ''] = readdirSync(backups);
  copyFileSync(old, rig.file);
  await vault.open();
  await vault.renewDataKey(former);
  await vault.commit([putKey('a', '2')]);
  await vault.setPassphrase(present);
  // It knows more than the vault did at its renewal.
  const kept = ofOther.replace('.db', '-kept.db');
  expect(await opens(join(backups, kept), former)).toBe(true);
});
