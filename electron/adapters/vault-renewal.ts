import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '#core/failure';
import type { Secret } from '#core/secret';
import type { HeldVault } from './held-vault.ts';
import type { SqliteRecords } from './sqlite-records.ts';
import { readCopyHeader } from './vault-backup-check.ts';
import type { VaultHistory } from './vault-backup-history.ts';
import { createVault, type VaultPlan, writeVault } from './vault-creation.ts';
import { randomKey } from './vault-crypto.ts';
import { removeUnfinishedFile, syncFolder } from './vault-files.ts';
import { firstGenerationOfNextKey, readHeader } from './vault-header.ts';
import { failureOf, type SlotRefusal, slotsForNewKey } from './vault-new-slots.ts';
import { type OpenedVault, openVault } from './vault-opening.ts';
import { createPassphraseSlot } from './vault-slot-passphrase.ts';
import { byChoice } from './vault-ways-in.ts';

/**
 * Encrypts everything under a new data key: into a new file, which is read back whole before it takes the place of the
 * old one by one rename. A crash at any moment leaves one of the two. A record that cannot be read stops it, because it
 * would be lost. Backups under the old key go as soon as there is one under the new, but for those that know more than the vault.
 * Failures: vaultLocked, wrongPassphrase, vaultWriteFailed: nothing was changed, or with the reason notConfirmed: all is under the new key, but a power cut could
 * bring the old file back.
 */
export async function renewDataKey(
  held: HeldVault,
  history: VaultHistory,
  passphrase: Secret | null,
): Promise<Result<void>> {
  const old = held.stored;
  if (old === null) return fail('vaultLocked');
  const dataKey = randomKey();
  try {
    const slots = await slotsForNewKey(held.makers, old, dataKey, passphrase);
    if (typeof slots === 'string') return failureOf(slots);
    const header = readHeader(old.db);
    if (header === null) return fail('vaultWriteFailed');
    const origin = { ...header, generation: firstGenerationOfNextKey(old.generation) };
    history.renewing(old);
    const plan: VaultPlan = { origin, dataKey, slots, source: old };
    const inPlace = await swap(held, old, plan, await writeVault(held.folder, plan));
    if (inPlace === 'old') return fail('vaultWriteFailed');
    // The backups under the old key stay until it is certain that no power cut brings the old file back.
    if (inPlace === 'newForNow') return fail('vaultWriteFailed', { reason: 'notConfirmed' });
    const renewed = held.stored;
    if (renewed !== null) {
      history.committed(renewed, []);
      history.backUpNow(renewed);
    }
    return ok(undefined);
  } catch {
    return fail('vaultWriteFailed');
  } finally {
    dataKey.fill(0);
  }
}

/** Which file is in the place now; `newForNow`: the disk did not confirm that a power cut leaves it there. */
type InPlace = 'old' | 'new' | 'newForNow';

/** Puts the finished file in place of the old one, and opens what is there then. */
async function swap(
  held: HeldVault,
  old: SqliteRecords,
  { dataKey }: VaultPlan,
  unfinished: string,
): Promise<InPlace> {
  const file = join(held.folder, 'vault.db');
  const oldKey = Buffer.from(old.keys.data);
  let inPlace: InPlace = 'old';
  try {
    // Closed meanwhile: the user locked the vault, and it stays as it was.
    if (held.stored !== old) return 'old';
    old.close();
    // A log that is left would be written into the new file.
    if (existsSync(`${file}-wal`)) throw new Error('the log of the old file could not be brought in');
    renameSync(unfinished, file);
    inPlace = 'newForNow';
    syncFolder(held.folder);
    inPlace = 'new';
  } catch {
    // It is told by what is in the place.
  } finally {
    removeUnfinishedFile(unfinished);
  }
  const key = inPlace === 'old' ? oldKey : dataKey;
  const opened = await openVault(held.folder, async () => ({
    ok: true,
    dataKey: Buffer.from(key),
    backend: null,
  }));
  oldKey.fill(0);
  keep(held, old, opened.state === 'open' ? opened : null);
  return inPlace;
}

/** Not if the vault was locked meanwhile. */
function keep(held: HeldVault, old: SqliteRecords, opened: OpenedVault | null): void {
  if (held.records === old) held.replace(opened);
  else opened?.records.close();
}

/**
 * Moves what a session-only vault holds to a new file that the passphrase opens. The file gets its name when all is in it
 * and read back; until then, and if anything fails, the session goes on. With the reason fileNotConfirmed it goes on in the
 * file, but a power cut could take that away.
 */
export async function storeSession(
  held: HeldVault,
  history: VaultHistory,
  passphrase: Secret,
): Promise<Result<void>> {
  const session = held.records;
  if (session === null) return fail('vaultLocked');
  const { hash, keyring } = held.makers;
  try {
    const made = await createVault<SlotRefusal>(held.folder, session, (vaultId, dataKey) =>
      createPassphraseSlot(hash, vaultId, dataKey, passphrase),
    );
    if (typeof made === 'string') return failureOf(made);
    const opened = await openVault(
      held.folder,
      byChoice({ with: 'passphrase', secret: passphrase }, keyring, hash),
    );
    if (opened.state === 'locked') {
      // The session goes on without it, and a later try makes another one.
      const file = join(held.folder, 'vault.db');
      if (readCopyHeader(file)?.vaultId === made.vaultId) rmSync(file);
      return fail('vaultWriteFailed');
    }
    // A vault that another process made meanwhile, or a session that ended.
    if (opened.records.vaultId !== made.vaultId || held.records !== session) {
      opened.records.close();
      return fail('vaultWriteFailed');
    }
    history.opened(opened.records);
    held.replace(opened);
    session.close();
    return made.isConfirmed ? ok(undefined) : fail('vaultWriteFailed', { reason: 'fileNotConfirmed' });
  } catch {
    return fail('vaultWriteFailed');
  }
}
