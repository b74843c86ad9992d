import { readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultBackup } from '#core/vault-access';
import { readSoundCopy } from './vault-backup-check.ts';
import type { Dated } from './vault-backup-spread.ts';

const namePattern = /^(vault-(\d{1,15})-(\d{1,19})(?:-(\d{1,15}))?(-partial)?(-kept)?)\.db$/;

/** What the name of a backup says of it. */
export interface NamedBackup extends Dated {
  /** The name without its ending. */
  readonly id: string;
  readonly file: string;
  readonly generation: bigint;
  /** Higher than that of all made before: the time, unless the clock was set back since. */
  readonly order: number;
  /** Nothing removes it: {@link keepBackup}. */
  readonly isKept: boolean;
}

/** A backup whose structure is whole. */
export interface BackupFile extends Dated, Omit<VaultBackup, 'generation'> {
  readonly file: string;
  readonly generation: bigint;
  readonly vaultId: string;
  readonly isKept: boolean;
}

/** What a backup that is made now is to be called, after those that there are: its name without `-partial` and ending. */
export function nextId(folder: string, generation: bigint): string {
  const madeAtMs = Date.now();
  const [newest] = namedBackups(folder);
  const id = `vault-${madeAtMs}-${generation}`;
  return newest === undefined || newest.order < madeAtMs ? id : `${id}-${newest.order + 1}`;
}

/** Backups by their names, the one that was made last first, whatever the clock said; nothing is opened. */
export function namedBackups(folder: string): NamedBackup[] {
  return namesIn(folder)
    .flatMap((name) => {
      const [, id, madeAtMs, generation, order = madeAtMs, partial, kept] = namePattern.exec(name) ?? [];
      if (id === undefined || generation === undefined) return [];
      const facts = { madeAtMs: Number(madeAtMs), order: Number(order), generation: BigInt(generation) };
      const marks = { isWhole: partial === undefined, isKept: kept !== undefined };
      return [{ id, ...facts, ...marks, file: join(folder, name) }];
    })
    .sort((a, b) => b.order - a.order || Number(b.generation - a.generation));
}

/** Backups whose structure is whole, the newest first. Takes no key. */
export function soundBackups(folder: string): BackupFile[] {
  return namedBackups(folder).flatMap((found) => {
    const header = readSoundCopy(found.file);
    if (header?.generation !== found.generation) return [];
    return [{ ...found, vaultId: header.vaultId, sizeBytes: statSync(found.file).size }];
  });
}

/** Marks a backup in its name as one that nothing removes. Throws what the disk throws. */
export function keepBackup({ file, isKept }: NamedBackup): void {
  if (!isKept) renameSync(file, file.replace(/\.db$/, '-kept.db'));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
