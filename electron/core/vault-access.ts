import type { Result } from './failure.ts';
import type { VaultOpening } from './ports.ts';
import type { Secret } from './secret.ts';

/**
 * Ways into a vault: the keyring of the operating system, a passphrase, a printed recovery code. Stored, so never rename one.
 */
export type SlotType = 'os' | 'passphrase' | 'recovery';

/** How somebody wants to get in. The keyring needs no secret. */
export type Unlock =
  | { readonly with: 'os' }
  | { readonly with: 'passphrase' | 'recovery'; readonly secret: Secret };

/** An older whole copy of the vault file. */
export interface VaultBackup {
  readonly id: string;
  readonly madeAtMs: number;
  /** Commits that it holds: {@link VaultOpening} with a lower number is older. */
  readonly generation: number;
  readonly sizeBytes: number;
}

/**
 * What can be done with the vault as a whole, besides its records. Nothing here changes a vault before the new way in was
 * proved by opening it once.
 */
export interface VaultAccess {
  /**
   * Opens the vault by a chosen way. Failures: wrongPassphrase (also for a damaged slot: nobody may tell them apart),
   * vaultLocked with the reason of {@link VaultOpening} as `reason`, or tooLittleMemory.
   */
  unlock(how: Unlock): Promise<Result<VaultOpening>>;
  /** Wipes the keys from memory and lets go of the file. A session-only vault stays open, as nothing else holds it. */
  lock(): void;
  /** Whether somebody knows a way in, without opening anything. Failures: as `unlock`. */
  confirm(how: Unlock): Promise<Result<void>>;
  /** Adds the passphrase, or replaces it. Failures: vaultLocked, vaultWriteFailed (reason fileNotConfirmed: a session is stored now, but a power cut could undo it). */
  setPassphrase(passphrase: Secret): Promise<Result<void>>;
  /** Makes a code and the slot that it opens; a former code opens nothing any more. Failures: vaultLocked, vaultWriteFailed. */
  makeRecoveryCode(): Promise<Result<Secret>>;
  /** Adds the keyring as a way in, or wraps the data key for it anew. Failures: vaultLocked (reason: of the keyring), vaultWriteFailed. */
  addKeyring(): Promise<Result<void>>;
  /** Failures: notAllowed (reason lastSlot: nothing but a recovery code would be left), vaultLocked, vaultWriteFailed. */
  removeSlot(type: SlotType): Promise<Result<void>>;
  /** Encrypts everything under a new data key. Every other slot than those given has to be made anew. Failures: vaultLocked, vaultWriteFailed, wrongPassphrase. */
  renewDataKey(passphrase: Secret | null): Promise<Result<void>>;
  /** The user says that an older vault than was seen last is right. */
  acceptOlder(): Promise<Result<void>>;
  /** Whole, verified older copies, the newest first. */
  backups(): Promise<readonly VaultBackup[]>;
  /** Takes a backup's place for the vault; what was there is set aside, never deleted. Failures: vaultWriteFailed (reason restoreNotConfirmed: it is in the place, but a power cut could undo it), keyNotFound (no such backup). */
  restoreBackup(id: string): Promise<Result<void>>;
  /** Sets the vault aside, never deleted, so that the next opening makes a new one. Failure: vaultWriteFailed. */
  setAside(): Promise<Result<void>>;
}
