import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AbandonableKeyring } from '#adapters/abandonable-keyring';
import type { KeyringRefusal, UnprotectedKey } from '#adapters/keyring';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { Secret } from '#core/secret';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { putKey, VaultRig } from './vault-rig.ts';

/** Answers when the test says so. */
class HangingKeyring extends FakeKeyring {
  wasAsked = false;
  answer = () => {};

  override unprotect(blob: Buffer): Promise<UnprotectedKey | KeyringRefusal> {
    this.wasAsked = true;
    return new Promise((resolve) => {
      this.answer = () => resolve(super.unprotect(blob));
    });
  }
}

const passphrase = new Secret('correct horse battery');
let rig: VaultRig;
let keyring: HangingKeyring;
let vault: SqliteVault;
let code: Secret;
beforeEach(async () => {
  rig = new VaultRig();
  const before = rig.vault();
  await before.open();
  await before.commit([putKey('a', '1')]);
  await before.setPassphrase(passphrase);
  const made = await before.makeRecoveryCode();
  if (!made.ok) throw new Error(made.failure.kind);
  code = made.value;
  before.close();
  keyring = new HangingKeyring();
  vault = rig.vault(keyring);
});
afterEach(() => rig.dispose());

it.each(['passphrase', 'recovery'] as const)('a %s opens the vault while the keyring hangs', async (way) => {
  const opening = vault.open();
  const secret = way === 'passphrase' ? passphrase : code;
  expect(await vault.unlock({ with: way, secret })).toMatchObject({ ok: true, value: { state: 'open' } });
  expect(await opening).toMatchObject({ state: 'locked', reason: 'notAnswering' });
  keyring.answer();
  expect(await vault.read('key', 'a')).toEqual({ ok: true, value: '1' });
});

it('a wrong passphrase opens nothing, and the keyring can be asked again', async () => {
  const opening = vault.open();
  while (!keyring.wasAsked) await setImmediate();
  const tried = await vault.unlock({ with: 'passphrase', secret: new Secret('wrong') });
  expect(tried).toMatchObject({ failure: { kind: 'wrongPassphrase' } });
  expect(await opening).toMatchObject({ state: 'locked', reason: 'notAnswering' });
  const again = vault.open();
  const timer = setInterval(() => keyring.answer(), 5);
  expect(await again).toMatchObject({ state: 'open' });
  clearInterval(timer);
});

it('overwrites a key that comes when nobody waits for it any more', async () => {
  const late: UnprotectedKey = { ok: true, key: Buffer.alloc(32, 7), backend: 'late', renewedBlob: null };
  const slow = new FakeKeyring();
  slow.unprotect = async () => late;
  const abandonable = new AbandonableKeyring(slow);
  const asked = abandonable.unprotect(Buffer.alloc(1));
  abandonable.abandon();
  expect(await asked).toEqual({ ok: false, problem: 'notAnswering' });
  expect(late.key).toEqual(Buffer.alloc(32));
});
