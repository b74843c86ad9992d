import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSoundCopy } from '#adapters/vault-backup-check';
import { VaultBackups } from '#adapters/vault-backups';
import { putKey, VaultRig } from './vault-rig.ts';

const hourMs = 3_600_000;
let rig: VaultRig;
let backups: string;
beforeEach(() => {
  rig = new VaultRig();
  backups = join(rig.folder, 'backups');
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
  rig.dispose();
});

function names(): string[] {
  return readdirSync(backups).sort();
}

/** Stores one value each day, and gives what the backups hold, the newest first. */
async function storeDaily(values: readonly string[]): Promise<void> {
  for (const value of values) {
    vi.setSystemTime(Date.now() + 24 * hourMs);
    await rig.store(putKey('a', value));
  }
}

describe('backups', () => {
  it('are made when a vault with a changed key is closed, and are whole vaults of their own', async () => {
    await storeDaily(['1', '2', '3', '4']);
    const listed = await rig.vault().backups();
    expect(listed.map(({ generation }) => generation)).toEqual(
      [...listed].map(({ generation }) => generation).sort((a, b) => b - a),
    );
    expect(listed.length).toBeGreaterThanOrEqual(3);
    for (const { id, sizeBytes } of listed) {
      expect(statSync(join(backups, `${id}.db`)).size).toBe(sizeBytes);
      expect(id.length).toBeLessThanOrEqual(64);
    }
  });

  it('have modes 0700 and 0600 whatever the umask', async () => {
    const before = process.umask(0);
    try {
      await storeDaily(['1']);
    } finally {
      process.umask(before);
    }
    expect(statSync(backups).mode & 0o777).toBe(0o700);
    for (const name of names()) expect(statSync(join(backups, name)).mode & 0o777).toBe(0o600);
  });

  it('are made in the background an hour after the last one, only when something changed', async () => {
    const vault = rig.vault();
    await vault.open();
    const storeToken = () => vault.commit([{ put: 'token', id: 'a', json: '1' }]);
    await storeToken();
    await vi.waitFor(() => expect(names()).toHaveLength(1));
    await storeToken();
    vi.setSystemTime(Date.now() + hourMs - 1);
    await storeToken();
    await vi.waitFor(() => expect(readdirSync(rig.folder).join()).not.toContain('creating'));
    expect(names()).toHaveLength(1);
    vi.setSystemTime(Date.now() + 1);
    await storeToken();
    await vi.waitFor(() => expect(names()).toHaveLength(2));
    vault.close();
    vi.setSystemTime(Date.now() + 5 * hourMs);
    const again = rig.vault();
    await again.open();
    again.close();
    expect(names()).toHaveLength(2);
  });

  it('are made again when the clock was set back', async () => {
    await storeDaily(['1']);
    vi.setSystemTime(Date.now() - 1000 * hourMs);
    const vault = rig.vault();
    await vault.open();
    await vault.commit([{ put: 'token', id: 'a', json: '1' }]);
    await vi.waitFor(() => expect(names()).toHaveLength(2));
  });

  it('are never replaced by a copy of a vault whose records were altered', async () => {
    await storeDaily(['1', '2', '3']);
    const before = names();
    rig.tamper((db) => db.exec('DELETE FROM record'));
    vi.setSystemTime(Date.now() + 24 * hourMs);
    const vault = rig.vault();
    expect(await vault.open()).toMatchObject({ recordsAltered: true });
    vault.close();
    expect(names()).toEqual(before);
  });

  it('keep the newest whole one when single records of the vault are damaged', async () => {
    await storeDaily(['1', '2', '3']);
    rig.tamper((db) => {
      const { ciphertext } = db.prepare('SELECT ciphertext FROM record').get();
      // The tag stays, so that the record set is as it was.
      db.prepare('UPDATE record SET ciphertext = ?').run(
        Buffer.concat([Buffer.from([7]), ciphertext.subarray(-16)]),
      );
    });
    vi.setSystemTime(Date.now() + 24 * hourMs);
    for (let i = 0; i < 30; i++) {
      vi.setSystemTime(Date.now() + 24 * hourMs);
      await rig.store(putKey('b', `${i}`));
    }
    expect(names().filter((name) => !name.includes('partial'))).toHaveLength(1);
    expect(names().length).toBeLessThanOrEqual(10);
  });

  it('of another vault, and unknown files among them, are left alone', async () => {
    const other = new VaultRig();
    await other.store(putKey('other', '1'));
    await storeDaily(['1']);
    cpSync(join(other.folder, 'backups'), backups, { recursive: true });
    other.dispose();
    writeFileSync(join(backups, 'notes.txt'), 'mine');
    const before = names();
    await storeDaily(Array.from({ length: 12 }, (_, i) => `${i}`));
    const [first = ''] = before.filter((name) => name !== 'notes.txt');
    expect(names()).toContain('notes.txt');
    expect(names().filter((name) => before.includes(name))).toContain(first);
  });

  it('that are damaged are not listed', async () => {
    await storeDaily(['1', '2', '3']);
    const [first = '', second = ''] = names();
    writeFileSync(join(backups, first), 'garbage');
    writeFileSync(join(backups, second), readFileSync(join(backups, second)).subarray(0, 4096));
    const listed = await rig.vault().backups();
    expect(listed.map(({ id }) => `${id}.db`)).not.toContain(first);
    expect(listed.map(({ id }) => `${id}.db`)).not.toContain(second);
  });
});

it('reads a backup without leaving anything beside it', async () => {
  await storeDaily(['1']);
  const before = names();
  for (const name of before) expect(readSoundCopy(join(backups, name))).not.toBeNull();
  expect(new VaultBackups(rig.folder).list()).toHaveLength(before.length);
  expect(names()).toEqual(before);
});
