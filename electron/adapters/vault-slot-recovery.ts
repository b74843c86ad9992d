import { randomBytes, randomInt } from 'node:crypto';
import { makeRecoveryCode, readRecoveryCode } from '#core/recovery-code';
import { Secret } from '#core/secret';
import { hkdf } from './vault-crypto.ts';
import { type Slot, unwrapDataKey, wrapDataKey } from './vault-slots.ts';

const saltBytes = 16;

/** A new code and the slot that it opens; proved by opening it with the code as it is shown. */
export function createRecoverySlot(vaultId: string, dataKey: Buffer): { slot: Slot; code: Secret } {
  const code = new Secret(makeRecoveryCode((below) => randomInt(below)));
  const params = JSON.stringify({ salt: randomBytes(saltBytes).toString('base64') });
  const kek = keyOf(code, params);
  if (kek === null) throw new Error('a recovery code that was just made cannot be read');
  const slot = wrapDataKey(kek, dataKey, {
    vaultId,
    type: 'recovery',
    params,
    protectedKek: new Uint8Array(0),
  });
  kek.fill(0);
  const opened = openRecoverySlot(vaultId, slot, code);
  if (opened?.equals(dataKey) !== true) throw new Error('a recovery code that was just made opens nothing');
  opened.fill(0);
  return { slot, code };
}

/** The data key, or null: a wrong or mistyped code, or a damaged slot. */
export function openRecoverySlot(vaultId: string, slot: Slot | null, code: Secret): Buffer | null {
  const kek = slot === null ? null : keyOf(code, slot.params);
  if (slot === null || kek === null) return null;
  const dataKey = unwrapDataKey(kek, vaultId, slot);
  kek.fill(0);
  return dataKey;
}

/** The code has 168 random bits, so that a fast derivation is enough (RFC 5869 section 4). */
function keyOf(code: Secret, params: string): Buffer | null {
  const characters = readRecoveryCode(code.reveal());
  const salt = saltOf(params);
  if (characters === null || salt === null) return null;
  return hkdf(characters, 'keyfob recovery', salt);
}

function saltOf(params: string): Buffer | null {
  const text = /^\{"salt":"([A-Za-z0-9+/]{22}==)"\}$/.exec(params)?.[1];
  return text === undefined ? null : Buffer.from(text, 'base64');
}
