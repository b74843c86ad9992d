import type { SqliteVault } from '#adapters/sqlite-vault';
import { fail, ok, type Result } from '#core/failure';

/** What changes the vault as a whole: its backups, its ways in, its file or its data key. */
export const vaultWorks = ['backup', 'slots', 'restore', 'renewal'] as const;

/** One of {@link vaultWorks}. */
export type VaultWork = (typeof vaultWorks)[number];

/**
 * Does one of them with a vault that is open and has a commit of keys since it was opened; it is open afterwards with the same
 * records. Gives the recovery code that opens the vault from then on, if it made one.
 */
export function doWork(vault: SqliteVault, work: VaultWork): Promise<Result<string | null>> {
  return works[work](vault);
}

const works: Readonly<Record<VaultWork, (vault: SqliteVault) => Promise<Result<string | null>>>> = {
  /** Closing makes one. */
  async backup(vault) {
    vault.close();
    return reopened(vault);
  },
  async slots(vault) {
    const made = await vault.makeRecoveryCode();
    return made.ok ? ok(made.value.reveal()) : made;
  },
  /** The newest backup holds what the vault holds, as one was made when the vault was closed last. */
  async restore(vault) {
    const [newest] = await vault.backups();
    const done = await vault.restoreBackup(newest?.id ?? '');
    return done.ok ? reopened(vault) : done;
  },
  async renewal(vault) {
    const done = await vault.renewDataKey(null);
    return done.ok ? ok(null) : done;
  },
};

async function reopened(vault: SqliteVault): Promise<Result<null>> {
  return (await vault.open()).state === 'open' ? ok(null) : fail('vaultLocked');
}
