import { createCipheriv, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unseal } from '#adapters/vault-crypto';
import type { CheckResult } from '../check-result.ts';

/** Lengths that GCM knows besides 16, and those around them. */
const shortLengths = [0, 1, 4, 8, 12, 13, 14, 15];
const rounds = 100;

/**
 * CR-12: a shortened tag is refused, also a right one made for its length, and every call that opens a cipher of this kind
 * says how long the tag is.
 */
export async function refuseShortTags(): Promise<CheckResult> {
  let forged = 0;
  let accepted = 0;
  for (let round = 0; round < rounds; round++)
    for (const length of shortLengths) {
      const [key, nonce, context] = [randomBytes(32), randomBytes(12), Buffer.from('context')];
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
      cipher.setAAD(context);
      const body = Buffer.concat([cipher.update('plaintext of a record'), cipher.final()]);
      const ciphertext = Buffer.concat([body, cipher.getAuthTag().subarray(0, length)]);
      forged += 1;
      if (unseal(key, { nonce, ciphertext }, context) !== null) accepted += 1;
    }
  const calls = callsInSource();
  const bare = calls.filter((call) => !/authTagLength/.test(call));
  return {
    figure: `${forged} forged tags of ${shortLengths.join(', ')} bytes, ${accepted} accepted; ${calls.length} calls of AES-GCM in the product, ${bare.length} without authTagLength`,
    passed: accepted === 0 && calls.length >= 2 && bare.length === 0,
  };
}

function callsInSource(): string[] {
  const names = readdirSync('electron', { recursive: true, encoding: 'utf8' });
  const texts = names
    .filter((name) => /\.[tj]s$/.test(name))
    .map((name) => readFileSync(join('electron', name), 'utf8'));
  return texts.flatMap((text) => text.match(/create(?:Dec|C)ipheriv\([^)]*\)/g) ?? []);
}
