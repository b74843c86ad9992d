import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { leastCost, readArgon2Params, writeArgon2Params } from '#adapters/argon2-params';
import { SqliteVault } from '#adapters/sqlite-vault';
import { Secret } from '#core/secret';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import { QuickPassphraseHash } from '../../fakes/quick-passphrase-hash.ts';
import type { CheckResult } from '../check-result.ts';

const good = JSON.parse(writeArgon2Params({ ...leastCost, salt: Buffer.alloc(16, 7) })) as Record<
  string,
  unknown
>;

/** Parameters that no vault of ours has: each alone in place of a good one, and texts that are no parameters. */
const hostile: readonly string[] = [
  ...[0, 8, 19_456, 65_535, 524_289, 2 ** 30, 2 ** 31, 2 ** 40, -65_536, 65_536.5, '65536', null].map(
    (memoryKiB) => JSON.stringify({ ...good, memoryKiB }),
  ),
  ...[0, 1, 2, 9, 2 ** 24, 2 ** 32, -3, 3.5].map((passes) => JSON.stringify({ ...good, passes })),
  ...[0, 9, 2 ** 24, -1, 1.5].map((lanes) => JSON.stringify({ ...good, lanes })),
  ...['', 'AA==', 'A'.repeat(22), `${'A'.repeat(22)}=`, 'A'.repeat(100_000), null, 7].map((salt) =>
    JSON.stringify({ ...good, salt }),
  ),
  ...['algorithm', 'version', 'memoryKiB', 'passes', 'lanes', 'salt'].map((name) =>
    JSON.stringify({ ...good, [name]: undefined }),
  ),
  JSON.stringify({ ...good, algorithm: 'argon2i' }),
  JSON.stringify({ ...good, version: 16 }),
  JSON.stringify({ ...good, further: 1 }),
  ...['', '{', '[]', 'null', '1e999', '[['.repeat(50_000)],
];

/** CR-14: hostile costs are refused before anything is allocated, and from outside look like a wrong passphrase. */
export async function refuseHostileCosts(): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-costs-'));
  const hash = new QuickPassphraseHash();
  const passphrase = new Secret('correct horse battery');
  const vault = new SqliteVault(folder, new FakeKeyring(), folder, { hash });
  let refused = 0;
  try {
    await vault.open();
    await vault.setPassphrase(passphrase);
    for (const params of hostile) {
      vault.close();
      const db = new DatabaseSync(join(folder, 'vault.db'));
      db.prepare("UPDATE slot SET params = ? WHERE type = 'passphrase'").run(params);
      db.close();
      hash.asked.length = 0;
      const answer = await vault.unlock({ with: 'passphrase', secret: passphrase });
      const asked = hash.asked.every(({ memoryKiB }) => memoryKiB === leastCost.memoryKiB);
      const isWrong = !answer.ok && JSON.stringify(answer.failure) === '{"kind":"wrongPassphrase"}';
      if (isWrong && asked && readArgon2Params(params) === null) refused += 1;
    }
  } finally {
    vault.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const { memoryKiB, passes, lanes } = leastCost;
  return {
    figure: `${refused} of ${hostile.length} hostile costs refused before use; least cost ${memoryKiB / 1024} MiB, t=${passes}, p=${lanes}`,
    passed: refused === hostile.length && memoryKiB >= 65_536 && passes >= 3,
  };
}
