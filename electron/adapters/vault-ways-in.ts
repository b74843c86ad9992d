import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { KeyringProblem } from '#core/ports';
import type { Unlock } from '#core/vault-access';
import type { Keyring } from './keyring.ts';
import type { PassphraseHash } from './passphrase-hash.ts';
import { openOsSlot } from './vault-slot-os.ts';
import { openPassphraseSlot, type PassphraseRefusal } from './vault-slot-passphrase.ts';
import { openRecoverySlot } from './vault-slot-recovery.ts';
import { readSlot, renewSlot } from './vault-slots.ts';

/** Why the keyring gives no data key. */
export type KeyringRefusal = KeyringProblem | 'keyChanged' | 'passphraseNeeded';

/** A data key, which the caller wipes, or why there is none. */
export type FoundKey<Refusal> =
  | {
      readonly ok: true;
      readonly dataKey: Buffer;
      /** Name of the keyring that gave it, or null. */
      readonly backend: string | null;
      /** What the slot needs once the vault is open. */
      readonly renew?: () => void;
    }
  | { readonly ok: false; readonly reason: Refusal };

/** Finds the data key in a vault file that is open. */
export type FindKey<Refusal> = (db: DatabaseSyncInstance, vaultId: string) => Promise<FoundKey<Refusal>>;

/** Asks the keyring. A vault without its slot needs a passphrase. */
export function byKeyring(keyring: Keyring): FindKey<KeyringRefusal> {
  return async (db, vaultId) => {
    const slot = readSlot(db, 'os');
    if (slot === null) return { ok: false, reason: 'passphraseNeeded' };
    const answer = await openOsSlot(keyring, vaultId, slot);
    if (!answer.ok) return { ok: false, reason: answer.problem };
    const { dataKey, backend, renewedBlob } = answer;
    const renew = () => {
      if (renewedBlob !== null) renewSlot(db, slot, renewedBlob);
    };
    return { ok: true, dataKey, backend, renew };
  };
}

/** Tries what somebody chose and typed. */
export function byChoice(
  how: Unlock,
  keyring: Keyring,
  hash: PassphraseHash,
): FindKey<KeyringRefusal | PassphraseRefusal> {
  if (how.with === 'os') return byKeyring(keyring);
  return async (db, vaultId) => {
    const slot = readSlot(db, how.with);
    const opened =
      how.with === 'passphrase'
        ? await openPassphraseSlot(hash, vaultId, slot, how.secret)
        : (openRecoverySlot(vaultId, slot, how.secret) ?? 'wrongSecret');
    if (typeof opened === 'string') return { ok: false, reason: opened };
    return { ok: true, dataKey: opened, backend: null };
  };
}
