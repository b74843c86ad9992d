import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argon2Hash } from '#adapters/argon2-hash';
import { openVault } from '#adapters/vault-opening';
import { byChoice } from '#adapters/vault-ways-in';
import { Secret } from '#core/secret';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import type { Canary } from './canary.ts';
import type { Spelling } from './spellings.ts';

/** The keys of a vault as they would stand in a memory: found with the passphrase in a copy of its file. */
export async function vaultKeyCanaries(folder: string, passphrase: string): Promise<readonly Canary[]> {
  const copy = mkdtempSync(join(tmpdir(), 'keyfob-keys-'));
  try {
    for (const name of ['vault.db', 'vault.db-wal'])
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name));
    const how = { with: 'passphrase', secret: new Secret(passphrase) } as const;
    const opened = await openVault(copy, byChoice(how, new FakeKeyring(), new Argon2Hash()));
    if (opened.state !== 'open') throw new Error(`The copy of the vault does not open: ${opened.reason}`);
    const { data, record } = opened.records.keys;
    const canaries = [keyCanary('data key', data), keyCanary('record key', record)];
    opened.records.close();
    return canaries;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function keyCanary(label: string, key: Buffer): Canary {
  const hex = key.toString('hex');
  const spellings: Spelling[] = [
    // Memory that is freed loses its first bytes: half of a key is too much as well.
    { name: 'first half', bytes: Buffer.from(key.subarray(0, key.length / 2)) },
    { name: 'second half', bytes: Buffer.from(key.subarray(key.length / 2)) },
    { name: 'hex', bytes: Buffer.from(hex) },
    { name: 'base64', bytes: Buffer.from(key.toString('base64').slice(0, 42)) },
  ];
  return { label, text: hex, spellings };
}
