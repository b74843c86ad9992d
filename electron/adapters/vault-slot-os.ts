import type { KeyringProblem } from '#core/ports';
import type { Keyring } from './keyring.ts';
import { randomKey } from './vault-crypto.ts';
import { type Slot, unwrapDataKey, wrapDataKey } from './vault-slots.ts';

/** A slot of the keyring, and the keyring's name. */
export interface OsSlot {
  readonly slot: Slot;
  readonly backend: string;
}

/**
 * A slot that the keyring opens. Proved by a round trip through the keyring first: a vault that could not be opened
 * again must never be made.
 */
export async function createOsSlot(
  keyring: Keyring,
  vaultId: string,
  dataKey: Buffer,
): Promise<OsSlot | KeyringProblem> {
  const kek = randomKey();
  try {
    const made = await keyring.protect(kek);
    if (!made.ok) return made.problem === 'keyChanged' ? 'unavailable' : made.problem;
    const params = JSON.stringify({ backend: made.backend });
    const slot = wrapDataKey(kek, dataKey, { vaultId, type: 'os', params, protectedKek: made.blob });
    const opened = await openOsSlot(keyring, vaultId, slot);
    if (!opened.ok) return opened.problem === 'keyChanged' ? 'unavailable' : opened.problem;
    const isSame = opened.dataKey.equals(dataKey);
    opened.dataKey.fill(0);
    return isSame ? { slot, backend: made.backend } : 'unavailable';
  } finally {
    kek.fill(0);
  }
}

/** The data key from a slot, or why the keyring does not give it. */
export async function openOsSlot(keyring: Keyring, vaultId: string, slot: Slot) {
  const answer = await keyring.unprotect(Buffer.from(slot.protectedKek));
  if (!answer.ok) return answer;
  const dataKey = unwrapDataKey(answer.key, vaultId, slot);
  answer.key.fill(0);
  if (dataKey === null) return { ok: false as const, problem: 'keyChanged' as const };
  return { ok: true as const, dataKey, backend: answer.backend, renewedBlob: answer.renewedBlob };
}
