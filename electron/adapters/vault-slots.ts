import { randomUUID } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { KeyringProblem } from '#core/ports';
import type { Keyring } from './keyring.ts';
import { slotContext } from './vault-context.ts';
import { keyBytes, randomKey, seal, unseal } from './vault-crypto.ts';

/** A way to open the vault: something protects a wrapping key, which wraps the data key. */
export interface Slot {
  readonly id: string;
  readonly type: 'os';
  /** JSON of what is needed to find the wrapping key; authenticated. */
  readonly params: string;
  readonly protectedKek: Uint8Array;
  readonly nonce: Uint8Array;
  readonly wrappedKey: Uint8Array;
}

/**
 * A slot that the keyring opens. Proved by a round trip through the keyring first: a vault that could not be opened
 * again must never be made.
 */
export async function createOsSlot(
  keyring: Keyring,
  vaultId: string,
  dataKey: Buffer,
): Promise<Slot | KeyringProblem> {
  const kek = randomKey();
  try {
    const made = await keyring.protect(kek);
    if (!made.ok) return made.problem === 'keyChanged' ? 'unavailable' : made.problem;
    const params = JSON.stringify({ backend: made.backend });
    const place = { vaultId, id: randomUUID(), type: 'os' as const, params };
    const wrapped = seal(kek, dataKey, slotContext(place));
    const slot = { ...place, protectedKek: made.blob, nonce: wrapped.nonce, wrappedKey: wrapped.ciphertext };
    const opened = await openOsSlot(keyring, vaultId, slot);
    if (!opened.ok) return opened.problem === 'keyChanged' ? 'unavailable' : opened.problem;
    const isSame = opened.dataKey.equals(dataKey);
    opened.dataKey.fill(0);
    return isSame ? slot : 'unavailable';
  } finally {
    kek.fill(0);
  }
}

/** The data key from a slot, or why the keyring does not give it. */
export async function openOsSlot(keyring: Keyring, vaultId: string, slot: Slot) {
  const answer = await keyring.unprotect(Buffer.from(slot.protectedKek));
  if (!answer.ok) return answer;
  const sealed = { nonce: slot.nonce, ciphertext: slot.wrappedKey };
  const isKey = answer.key.length === keyBytes;
  const dataKey = isKey ? unseal(answer.key, sealed, slotContext({ vaultId, ...slot })) : null;
  answer.key.fill(0);
  if (dataKey?.length !== keyBytes) return { ok: false as const, problem: 'keyChanged' as const };
  return { ok: true as const, dataKey, backend: answer.backend, renewedBlob: answer.renewedBlob };
}

/** Stores a new slot. */
export function insertSlot(db: DatabaseSyncInstance, slot: Slot): void {
  db.prepare('INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?)').run(
    slot.id,
    slot.type,
    slot.params,
    slot.protectedKek,
    slot.nonce,
    slot.wrappedKey,
  );
}

/** The slot of the keyring, if the vault has one. */
export function readOsSlot(db: DatabaseSyncInstance): Slot | null {
  const select = `SELECT id, type, params, protected_kek AS protectedKek, nonce, wrapped_key AS wrappedKey
    FROM slot WHERE type = 'os'`;
  return db.prepare(select).get() ?? null;
}

/**
 * Replaces the keyring's blob by its renewed form; the wrapped data key stays as it is. The old blob goes on working, so
 * that a full disk is no reason to keep the vault closed.
 */
export function renewSlot(db: DatabaseSyncInstance, slot: Slot, blob: Buffer): void {
  try {
    db.prepare('UPDATE slot SET protected_kek = ? WHERE id = ?').run(blob, slot.id);
  } catch {
    // The keyring asks again at the next opening.
  }
}
