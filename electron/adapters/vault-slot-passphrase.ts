import { randomBytes } from 'node:crypto';
import type { Secret } from '#core/secret';
import { leastCost, readArgon2Params, writeArgon2Params } from './argon2-params.ts';
import type { PassphraseHash } from './passphrase-hash.ts';
import { type Slot, unwrapDataKey, wrapDataKey } from './vault-slots.ts';

const saltBytes = 16;

/** Why a passphrase gives no data key. Nothing tells a wrong one from a damaged slot. */
export type PassphraseRefusal = 'wrongSecret' | 'tooLittleMemory';

/** A slot that the passphrase opens, at a cost that fits this computer; proved by opening it. */
export async function createPassphraseSlot(
  hash: PassphraseHash,
  vaultId: string,
  dataKey: Buffer,
  passphrase: Secret,
): Promise<Slot | PassphraseRefusal> {
  const cost = await hash.calibrate();
  if (cost === null) return 'tooLittleMemory';
  const params = { ...cost, salt: randomBytes(saltBytes) };
  const kek = await hash.derive(passphrase, params);
  if (kek === null) return 'tooLittleMemory';
  const plan = { vaultId, type: 'passphrase', protectedKek: new Uint8Array(0) } as const;
  const slot = wrapDataKey(kek, dataKey, { ...plan, params: writeArgon2Params(params) });
  kek.fill(0);
  const opened = await openPassphraseSlot(hash, vaultId, slot, passphrase);
  if (typeof opened === 'string') return opened;
  const isSame = opened.equals(dataKey);
  opened.fill(0);
  return isSame ? slot : 'wrongSecret';
}

/**
 * The data key. A missing slot, or one whose parameters are refused, takes time too: from outside it is a wrong passphrase
 * (security check CR-16).
 */
export async function openPassphraseSlot(
  hash: PassphraseHash,
  vaultId: string,
  slot: Slot | null,
  passphrase: Secret,
): Promise<Buffer | PassphraseRefusal> {
  const params = slot === null ? null : readArgon2Params(slot.params);
  const kek = await hash.derive(passphrase, params ?? { ...leastCost, salt: new Uint8Array(saltBytes) });
  if (kek === null) return 'tooLittleMemory';
  const dataKey = slot === null || params === null ? null : unwrapDataKey(kek, vaultId, slot);
  kek.fill(0);
  return dataKey ?? 'wrongSecret';
}
