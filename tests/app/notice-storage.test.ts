import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NoticeStorage } from '#app/notice-storage';
import type { KeyId } from '#core/api-key';
import { isGiven } from '#core/notices/given-notices';
import { VaultRig } from '../adapters/vault-rig.ts';

let rig: VaultRig;
beforeEach(() => {
  rig = new VaultRig();
});
afterEach(() => rig.dispose());
const id = '00000000-0000-4000-8000-000000000001' as KeyId;

/** What a fresh start does with the stored notices. */
async function afterStart<T>(use: (storage: NoticeStorage) => Promise<T>): Promise<T> {
  const vault = rig.vault();
  await vault.open();
  const used = await use(new NoticeStorage(vault));
  vault.close();
  return used;
}
const readAfterStart = () => afterStart((storage) => storage.read());

describe('stored notices', () => {
  it('of older vaults are read: marks of each lead time, and of losses without a level', async () => {
    const marks = [`${id}|5000|30`, `${id}|5000|7`, `${id}|5000|14`, `${id}|lost|refused`];
    await rig.store({ put: 'notices', id: 'given', json: JSON.stringify(marks) });
    const { given, items, snoozes } = await readAfterStart();
    expect(isGiven(given, `${id}|5000`, 7)).toBe(true);
    expect(isGiven(given, `${id}|5000`, 1)).toBe(false);
    expect(isGiven(given, `${id}|lost|refused`, 0)).toBe(true);
    expect([items, snoozes.size]).toEqual([[], 0]);
    // As they are stored from now on.
    await afterStart((storage) => storage.save({ given, items, snoozes }));
    expect((await readAfterStart()).given).toEqual(given);
  });

  it('of another version are read: what is missing has a default, and kinds that nobody knows are left out', async () => {
    const items = [
      { id: 'a', kind: 'keyExpired', atMs: 1, keyName: 'prod', colour: 'red' },
      { id: 'b', kind: 'moonIsFull', atMs: 2 },
    ];
    await rig.store({ put: 'notices', id: 'inbox', json: JSON.stringify({ items }) });
    expect((await readAfterStart()).items).toEqual([
      {
        id: 'a',
        kind: 'keyExpired',
        keyId: null,
        keyName: 'prod',
        atMs: 1,
        expiresAtMs: null,
        failure: null,
        isRead: false,
        isShown: true,
      },
    ]);
  });

  it('that cannot be read count as none', async () => {
    await rig.store(
      { put: 'notices', id: 'given', json: JSON.stringify([`${id}|5000|30`]) },
      { put: 'notices', id: 'snoozes', json: JSON.stringify({ [id]: 7 }) },
    );
    rig.tamper((db) => db.exec("UPDATE record SET ciphertext = zeroblob(64) WHERE id = 'given'"));
    const { given, snoozes } = await readAfterStart();
    expect([given.size, snoozes]).toEqual([0, new Map([[id, 7]])]);
  });
});
