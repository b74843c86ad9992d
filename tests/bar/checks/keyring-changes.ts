import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SafeStorageKeyring } from '#adapters/safe-storage-keyring';
import { SqliteVault } from '#adapters/sqlite-vault';
import { Secret } from '#core/secret';
import {
  gnomeScene,
  type KeyringScene,
  newSafeStorage,
  oldSafeStorage,
} from '../../fakes/fake-safe-storage.ts';
import { QuickPassphraseHash } from '../../fakes/quick-passphrase-hash.ts';
import type { CheckResult } from '../check-result.ts';

type Change = Partial<KeyringScene>;

/** What may become of a keyring between two starts, and what the vault then says. */
const changes: readonly (readonly [name: string, change: Change, reason: string])[] = [
  ['another keyring: kwallet6', { backend: 'kwallet6', secret: 0x21 }, 'keyChanged'],
  ['another keyring: portal', { prefix: 'v12', secret: 0x22 }, 'keyChanged'],
  ['its item deleted', { secret: 0x23 }, 'keyChanged'],
  ['its item replaced', { secret: 0x24 }, 'keyChanged'],
  ['none any more', { isAvailable: false }, 'askedInVain'],
  ['the constant key', { prefix: 'v10', backend: 'basic_text' }, 'weak'],
];
const passphrase = new Secret('seven apples under the old bridge');
const generations = { old: oldSafeStorage, new: newSafeStorage };

/**
 * CR-07 and CR-08: the keyring is another one, has lost its item, is gone or would take a constant key. The vault says
 * which, stays as it is at each of many starts, opens by passphrase and by recovery code, and where a usable keyring is
 * there it is used again after a proof; where none is, none is.
 */
export async function outliveKeyrings(): Promise<CheckResult> {
  const wrong: string[] = [];
  let tried = 0;
  for (const generation of ['old', 'new'] as const)
    for (const [name, change, reason] of changes) {
      // The asynchronous API is "available" whatever answers.
      if (generation === 'new' && reason === 'askedInVain') continue;
      tried += 1;
      const found = await tryChange(generation, change, reason);
      if (found !== null) wrong.push(`${generation} API, ${name}: ${found}`);
    }
  return {
    figure: `${tried} changes of the keyring, ${wrong.length} wrong${wrong.length > 0 ? `: ${wrong.join('; ')}` : ''}`,
    passed: wrong.length === 0,
  };
}

/** Null: all as it should be. */
async function tryChange(
  generation: keyof typeof generations,
  change: Change,
  reason: string,
): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-keyrings-'));
  const scene = gnomeScene();
  const file = () => readFileSync(join(folder, 'vault.db'));
  const vaultOf = () => {
    const keyring = new SafeStorageKeyring(generations[generation](scene), 'linux');
    return new SqliteVault(folder, keyring, folder, { hash: new QuickPassphraseHash() });
  };
  try {
    const first = vaultOf();
    await first.open();
    await first.commit([{ put: 'key', id: 'a', json: '{}' }]);
    await first.setPassphrase(passphrase);
    const code = await first.makeRecoveryCode();
    first.close();
    if (!code.ok) return 'no recovery code';
    Object.assign(scene, change);
    const before = file();
    for (let start = 0; start < 5; start += 1) {
      const opening = await vaultOf().open();
      if (opening.state !== 'locked' || opening.reason !== reason) return JSON.stringify(opening);
    }
    if (!file().equals(before)) return 'the vault was changed';
    for (const how of [
      { with: 'recovery', secret: code.value },
      { with: 'passphrase', secret: passphrase },
    ] as const) {
      const vault = vaultOf();
      if (!(await vault.unlock(how)).ok) return `the ${how.with} does not open it`;
      const isAdded = (await vault.addKeyring()).ok;
      if (isAdded !== (reason === 'keyChanged')) return `the keyring is ${isAdded ? '' : 'not '}used`;
      vault.close();
    }
    const last = vaultOf();
    const opening = await last.open();
    const isThere = reason !== 'keyChanged' || (await last.read('key', 'a')).ok;
    last.close();
    const isRight = opening.state === (reason === 'keyChanged' ? 'open' : 'locked') && isThere;
    return isRight ? null : `in the end ${JSON.stringify(opening)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
