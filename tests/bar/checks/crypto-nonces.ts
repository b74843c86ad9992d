import { execFileSync } from 'node:child_process';
import { dataKeyNumber, encryptionsUnder } from '#adapters/vault-header';
import { withWriter } from '../../kill/run-writer.ts';
import { findInSources } from '../../storage/find-in-sources.ts';
import { SealedVault } from '../../storage/sealed-vault.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { reduced: { starts: 2, each: 5_000 }, full: { starts: 10, each: 100_000 } };
const nonceBytes = 12;
/** Where encryption and randomness may be. `fraction` is jitter, never a key. */
const allowed: readonly (readonly [RegExp, readonly string[]])[] = [
  [/createCipheriv\(/, ['electron/adapters/vault-crypto.ts']],
  [/Math\.random\(/, ['electron/adapters/system-clock.ts']],
  [/pseudoRandomBytes|new Chance|seedrandom/, []],
];

/**
 * CR-11: no nonce comes twice in a million encryptions over several processes; the count of encryptions is stored, and at
 * the limit the data key is renewed; nothing but `crypto.randomBytes` makes nonces and keys.
 */
export async function neverRepeatNonces(size: CheckSize): Promise<CheckResult> {
  const { starts, each } = sizes[size];
  const seen = new Set<string>();
  await withWriter(async (maker) => {
    for (let start = 0; start < starts; start += 1) {
      const options = { maxBuffer: 2 * each * nonceBytes, encoding: 'latin1' } as const;
      const nonces = execFileSync(process.execPath, [maker, `${each}`], options);
      for (let at = 0; at < nonces.length; at += nonceBytes) seen.add(nonces.slice(at, at + nonceBytes));
    }
  }, '../storage/nonce-maker');
  const repeats = starts * each - seen.size;
  const strays = allowed.flatMap(([pattern, paths]) =>
    findInSources(pattern).filter(({ path }) => !paths.includes(path)),
  );
  const renewal = await renewAtLimit();
  return {
    figure:
      `${starts * each} encryptions over ${starts} starts, ${repeats} repeated nonces; at a limit of ${limit} encryptions ` +
      `${renewal}; ${strays.length} other sources of encryption or chance${strays.length > 0 ? `: ${strays[0]?.path}` : ''}`,
    passed: repeats === 0 && strays.length === 0 && renewal === renewed,
  };
}

const limit = 20n;
const renewed = 'the count is stored and the data key renewed';

async function renewAtLimit(): Promise<string> {
  const sealed = await SealedVault.make(new Map());
  const generation = (): bigint =>
    sealed.tamper((db) => BigInt(db.prepare('SELECT generation AS g FROM header').get().g));
  try {
    // With another way in the user would be asked before.
    await sealed.removeCode();
    for (let n = 0n; n <= limit; n += 1n) await sealed.store([{ put: 'token', id: 'a', json: '{}' }]);
    const before = generation();
    if (encryptionsUnder(before) < limit) return `only ${encryptionsUnder(before)} were counted`;
    await sealed.store([{ put: 'token', id: 'a', json: '{}' }], { encryptionLimit: limit });
    const after = generation();
    return dataKeyNumber(after) > dataKeyNumber(before) ? renewed : 'the data key stayed';
  } finally {
    sealed.dispose();
  }
}
