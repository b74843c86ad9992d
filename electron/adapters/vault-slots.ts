import { randomUUID } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SlotType } from '#core/vault-access';
import { slotContext } from './vault-context.ts';
import { keyBytes, seal, unseal } from './vault-crypto.ts';

/** A way to open the vault: something protects a wrapping key, which wraps the data key. */
export interface Slot {
  readonly id: string;
  readonly type: SlotType;
  /** JSON of what is needed to find the wrapping key; authenticated. */
  readonly params: string;
  /** For the keyring the wrapping key as it keeps it; else empty. */
  readonly protectedKek: Uint8Array;
  readonly nonce: Uint8Array;
  readonly wrappedKey: Uint8Array;
}

/** What a new slot is made of, besides the keys. */
export type SlotPlan = Pick<Slot, 'type' | 'params' | 'protectedKek'> & { readonly vaultId: string };

const types: readonly SlotType[] = ['os', 'passphrase', 'recovery'];

/** A slot under a wrapping key that the caller wipes. */
export function wrapDataKey(kek: Uint8Array, dataKey: Uint8Array, plan: SlotPlan): Slot {
  const { vaultId, ...rest } = plan;
  const slot = { id: randomUUID(), ...rest };
  const { nonce, ciphertext } = seal(kek, dataKey, slotContext({ vaultId, ...slot }));
  return { ...slot, nonce, wrappedKey: ciphertext };
}

/** The data key, or null: not its wrapping key, or the slot was changed. */
export function unwrapDataKey(kek: Uint8Array, vaultId: string, slot: Slot): Buffer | null {
  if (kek.length !== keyBytes) return null;
  const sealed = { nonce: slot.nonce, ciphertext: slot.wrappedKey };
  const dataKey = unseal(kek, sealed, slotContext({ vaultId, ...slot }));
  return dataKey?.length === keyBytes ? dataKey : null;
}

/** Stores a slot in place of those of its type. To be called within a transaction. */
export function putSlot(db: DatabaseSyncInstance, slot: Slot): void {
  removeSlots(db, slot.type);
  const { id, type, params, protectedKek, nonce, wrappedKey } = slot;
  const insert = db.prepare('INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?)');
  insert.run(id, type, params, protectedKek, nonce, wrappedKey);
}

/** Removes the slots of a type. To be called within a transaction. */
export function removeSlots(db: DatabaseSyncInstance, type: SlotType): void {
  db.prepare('DELETE FROM slot WHERE type = ?').run(type);
}

/** The slot of a type, if the vault has one. */
export function readSlot(db: DatabaseSyncInstance, type: SlotType): Slot | null {
  const select = `SELECT id, type, params, protected_kek AS protectedKek, nonce, wrapped_key AS wrappedKey
    FROM slot WHERE type = ?`;
  return db.prepare(select).get(type) ?? null;
}

/** Types of the slots that a vault has, without those that a later Keyfob may have added. */
export function slotTypes(db: DatabaseSyncInstance): SlotType[] {
  const rows: { type: string }[] = db.prepare('SELECT DISTINCT type FROM slot').all();
  return types.filter((type) => rows.some((row) => row.type === type));
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
