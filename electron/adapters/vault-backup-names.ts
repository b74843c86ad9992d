import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultBackup } from '#core/vault-access';
import { readSoundCopy } from './vault-backup-check.ts';
import type { Dated } from './vault-backup-spread.ts';

const namePattern = /^(vault-(\d{1,15})-(\d{1,19})(-partial)?)\.db$/;

/** What the name of a backup says of it. */
export interface NamedBackup extends Dated {
  /** The name without its ending. */
  readonly id: string;
  readonly file: string;
  readonly generation: bigint;
}

/** A backup whose structure is whole. */
export interface BackupFile extends Dated, Omit<VaultBackup, 'generation'> {
  readonly file: string;
  readonly generation: bigint;
  readonly vaultId: string;
}

/** Name of a backup file, without its folder. */
export function backupName(madeAtMs: number, generation: bigint, isWhole: boolean): string {
  return `vault-${madeAtMs}-${generation}${isWhole ? '' : '-partial'}.db`;
}

/** Backups by their names, the newest first; nothing is opened. */
export function namedBackups(folder: string): NamedBackup[] {
  return namesIn(folder)
    .flatMap((name) => {
      const [, id, madeAtMs, generation, partial] = namePattern.exec(name) ?? [];
      if (id === undefined || generation === undefined) return [];
      const facts = { madeAtMs: Number(madeAtMs), generation: BigInt(generation) };
      return [{ id, ...facts, isWhole: partial === undefined, file: join(folder, name) }];
    })
    .sort((a, b) => b.madeAtMs - a.madeAtMs || Number(b.generation - a.generation));
}

/** Backups whose structure is whole, the newest first. Takes no key. */
export function soundBackups(folder: string): BackupFile[] {
  return namedBackups(folder).flatMap((found) => {
    const header = readSoundCopy(found.file);
    if (header?.generation !== found.generation) return [];
    return [{ ...found, vaultId: header.vaultId, sizeBytes: statSync(found.file).size }];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
