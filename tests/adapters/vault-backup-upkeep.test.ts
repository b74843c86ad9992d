import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { readCopyHeader, readSoundCopy } from '#adapters/vault-backup-check';
import { putKey, VaultRig } from './vault-rig.ts';

const hourMs = 3_600_000;
let rig: VaultRig;
let vault: SqliteVault;
let backups: string;
/** A backup under the data key that was renewed since. */
let former: { readonly name: string; readonly content: Buffer };
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
  rig = new VaultRig();
  backups = join(rig.folder, 'backups');
  await rig.store(...Array.from({ length: 200 }, (_, i) => putKey(`n-${i}`, 'x'.repeat(100))));
  const [name = ''] = names();
  former = { name, content: readFileSync(join(backups, name)) };
  vault = rig.vault();
  await vault.open();
  await vault.renewDataKey(null);
  for (const value of ['1', '2']) {
    vi.setSystemTime(Date.now() + hourMs);
    await vault.commit([putKey('a', value)]);
    vault.close();
    await vault.open();
  }
  vault.close();
});
afterEach(() => {
  vi.useRealTimers();
  rig.dispose();
});

function names(): string[] {
  return readdirSync(backups).sort();
}

/** With a bad end; the header, near the start, can be read. */
function spoiled(content: Buffer): Buffer {
  return Buffer.concat([content.subarray(0, -8_192), Buffer.alloc(8_192, 7)]);
}

async function openTimes(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    vi.setSystemTime(Date.now() + 60_000);
    expect(await vault.open()).toMatchObject({ state: 'open' });
    vault.close();
  }
}

it('backups of another vault cost no place, however often the vault is opened', async () => {
  const other = new VaultRig();
  await other.store(putKey('other', '1'));
  cpSync(join(other.folder, 'backups'), backups, { recursive: true });
  other.dispose();
  const before = names();
  await openTimes(4);
  expect(names()).toEqual(before);
});

it('a backup under a former data key goes at the next opening, also a damaged one, and one is made once', async () => {
  const file = join(backups, former.name);
  writeFileSync(file, spoiled(former.content));
  expect(readSoundCopy(file)).toBeNull();
  expect(readCopyHeader(file)).not.toBeNull();
  const before = names().filter((name) => name !== former.name);
  await openTimes(4);
  expect(names()).not.toContain(former.name);
  expect(names().filter((name) => !before.includes(name))).toHaveLength(1);
});

it('one that cannot be read at all stays, and costs no place', async () => {
  writeFileSync(join(backups, former.name), 'garbage');
  const before = names();
  await openTimes(4);
  expect(names()).toEqual(before);
});

it('a damaged one under the present key stays, and one whose name says another number', async () => {
  const [name = ''] = names();
  copyFileSync(join(backups, name), join(backups, 'vault-1-1.db'));
  writeFileSync(join(backups, name), spoiled(readFileSync(join(backups, name))));
  const before = names();
  await openTimes(4);
  expect(names()).toEqual(before);
});

it('one whose ways in were being changed at a crash is not listed, and goes at the next opening', async () => {
  const listed = await vault.backups();
  const [name = ''] = names();
  const before = names();
  for (const end of ['', '-wal', '-journal'])
    copyFileSync(join(backups, name), join(backups, `vault.db.creating-x${end}`));
  expect(await vault.backups()).toEqual(listed);
  await openTimes(1);
  expect(names()).toEqual(before);
});
