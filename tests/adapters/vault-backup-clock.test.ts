import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { namedBackups } from '#adapters/vault-backup-names';
import { putKey, VaultRig } from './vault-rig.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = 1_800_000_000_000;

let rig: VaultRig;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: startMs });
  rig = new VaultRig();
});
afterEach(() => {
  vi.useRealTimers();
  rig.dispose();
});

/** Stores a value when the clock says so, and closes the vault, which makes a backup. */
async function storeAt(atMs: number, value: string): Promise<void> {
  vi.setSystemTime(atMs);
  await rig.store(putKey('a', value));
}

describe.each([
  ['ahead', 30 * dayMs],
  ['behind', -30 * dayMs],
])('a clock that was %s once', (_how, wrongBy) => {
  beforeEach(async () => {
    await storeAt(startMs, 'before');
    await storeAt(startMs + hourMs + wrongBy, 'meanwhile');
  });

  it.each([0, 1, 4])('leaves what was stored last the newest, %i backups later', async (count) => {
    for (let n = 1; n <= count; n++) await storeAt(startMs + (1 + n) * hourMs, `${n}`);
    writeFileSync(rig.file, 'damaged');
    const { opening, records } = await rig.reopen();
    expect(opening).toMatchObject({ isFromBackup: true });
    expect(records).toEqual({ a: count === 0 ? 'meanwhile' : `${count}` });
  });

  it('takes none of the places of the newest, and of the last days, for long', async () => {
    for (let hour = 2; hour < 8 * 24; hour += 12) await storeAt(startMs + hour * hourMs, `${hour}`);
    const listed = await rig.vault().backups();
    const nowMs = startMs + (2 + 15 * 12) * hourMs;
    expect(listed.slice(0, 3).map(({ madeAtMs }) => (nowMs - madeAtMs) / hourMs)).toEqual([0, 12, 24]);
    const days = listed.map(({ madeAtMs }) => Math.floor(madeAtMs / dayMs) - Math.floor(nowMs / dayMs));
    expect(days).toEqual(expect.arrayContaining([0, -1, -2]));
  });

  it('shows in the time of that one backup only', async () => {
    await storeAt(startMs + 2 * hourMs, '1');
    const times = (await rig.vault().backups()).map(({ madeAtMs }) => madeAtMs - startMs);
    expect(times).toEqual([2 * hourMs, hourMs + wrongBy, 0]);
  });
});

it('a restored vault goes on as the newest while the clock is behind', async () => {
  for (const value of ['1', '2', '3']) await storeAt(startMs, value);
  const vault = rig.vault();
  await vault.open();
  const oldest = (await vault.backups()).at(-1);
  await vault.restoreBackup(oldest?.id ?? '');
  await vault.open();
  await vault.commit([putKey('b', '1')]);
  vault.close();
  writeFileSync(rig.file, 'damaged');
  expect((await rig.reopen()).records).toEqual({ a: '1', b: '1' });
});

it('orders backups whose names say nothing of an order by their time', async () => {
  await storeAt(startMs, '1');
  const folder = join(rig.folder, 'backups');
  expect(readdirSync(folder)).toHaveLength(1);
  for (const name of ['vault-5-9.db', 'vault-7-1-partial.db', 'vault-6-2.db'])
    writeFileSync(join(folder, name), '');
  expect(namedBackups(folder).map(({ madeAtMs }) => madeAtMs)).toEqual([startMs, 7, 6, 5]);
});
