import { type Failure, fail } from '#core/failure';
import type { KeyringProblem, VaultProblem } from '#core/ports';
import type { Secret } from '#core/secret';
import type { Keyring } from './keyring.ts';
import type { PassphraseHash } from './passphrase-hash.ts';
import type { SqliteRecords } from './sqlite-records.ts';
import { createOsSlot } from './vault-slot-os.ts';
import { createPassphraseSlot, openPassphraseSlot, type PassphraseRefusal } from './vault-slot-passphrase.ts';
import { readSlot, type Slot } from './vault-slots.ts';
import type { KeyringRefusal } from './vault-ways-in.ts';

/** Why there is no way in, or no new one. */
export type SlotRefusal = KeyringRefusal | KeyringProblem | PassphraseRefusal | VaultProblem;

/** What makes slots. */
export interface SlotMakers {
  readonly keyring: Keyring;
  readonly hash: PassphraseHash;
}

/**
 * Slots for a new data key of a vault: of its keyring, if it has one, and of its passphrase, if it is given; each proved by
 * opening it. A keyring that does not answer now is a refusal, as its slot would be lost.
 */
export async function slotsForNewKey(
  { keyring, hash }: SlotMakers,
  { db, vaultId }: SqliteRecords,
  dataKey: Buffer,
  passphrase: Secret | null,
): Promise<Slot[] | SlotRefusal> {
  const slots: Slot[] = [];
  if (passphrase !== null) {
    const known = await openPassphraseSlot(hash, vaultId, readSlot(db, 'passphrase'), passphrase);
    if (typeof known === 'string') return known;
    known.fill(0);
    const slot = await createPassphraseSlot(hash, vaultId, dataKey, passphrase);
    if (typeof slot === 'string') return slot;
    slots.push(slot);
  }
  if (readSlot(db, 'os') !== null) {
    const made = await createOsSlot(keyring, vaultId, dataKey);
    if (typeof made === 'string') return made;
    slots.push(made.slot);
  }
  return slots.length === 0 ? 'wrongSecret' : slots;
}

/** The failure that tells it. */
export function failureOf(refusal: SlotRefusal): { ok: false; failure: Failure } {
  return refusal === 'wrongSecret' ? fail('wrongPassphrase') : fail('vaultLocked', { reason: refusal });
}
