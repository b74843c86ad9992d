import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Keyring } from '#adapters/keyring';
import type { ContractCase } from './contract-case.ts';

async function protectedKey(keyring: Keyring) {
  const key = randomBytes(32);
  const answer = await keyring.protect(key);
  assert.ok(answer.ok, 'the keyring works');
  return { key, ...answer };
}

/** What the vault relies on when a usable keyring is there. */
export const keyringContract: readonly ContractCase<Keyring>[] = [
  {
    rule: 'gives back what it protected, and says by which backend',
    check: async (keyring) => {
      const { key, blob, backend } = await protectedKey(keyring);
      const opened = await keyring.unprotect(blob);
      assert.ok(opened.ok);
      assert.deepEqual(opened.key, key);
      assert.equal(opened.backend, backend);
      assert.notEqual(backend, '');
    },
  },
  {
    rule: 'shows nothing of the key in the blob',
    check: async (keyring) => {
      const { key, blob } = await protectedKey(keyring);
      for (const spelling of ['latin1', 'base64', 'hex'] as const) {
        assert.ok(!blob.toString('latin1').includes(key.toString(spelling)));
      }
    },
  },
  {
    rule: 'opens a blob any number of times',
    check: async (keyring) => {
      const { key, blob } = await protectedKey(keyring);
      for (let time = 0; time < 3; time++) {
        const opened = await keyring.unprotect(blob);
        assert.ok(opened.ok && opened.key.equals(key));
      }
    },
  },
  {
    rule: 'answers keyChanged to what it did not make, without throwing',
    check: async (keyring) => {
      for (const stranger of [
        Buffer.alloc(0),
        Buffer.from('v11'),
        Buffer.from('v11 not made here'),
        randomBytes(80),
      ]) {
        const opened = await keyring.unprotect(stranger);
        assert.deepEqual(opened, { ok: false, problem: 'keyChanged' });
      }
    },
  },
];
