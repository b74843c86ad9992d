import type { KeyringProblem } from '#core/ports';

/** Why the keyring gave nothing. `keyChanged`: it works, but not with the key that made this blob. */
export interface KeyringRefusal {
  readonly ok: false;
  readonly problem: KeyringProblem | 'keyChanged';
}

/** What the keyring made of a key. */
export interface ProtectedKey {
  readonly ok: true;
  readonly blob: Buffer;
  /** Its name, such as `gnome_libsecret`. */
  readonly backend: string;
}

/** A key that the keyring gave back. */
export interface UnprotectedKey {
  readonly ok: true;
  readonly key: Buffer;
  readonly backend: string;
  /** The same key under the keyring's newer protection, to be stored instead; checked by decrypting it once. */
  readonly renewedBlob: Buffer | null;
}

/**
 * The keyring of the operating system, as the vault needs it: it protects one random 32-byte key and nothing else
 * (docs/rules-and-findings.md, F1). Never throws, and answers within a deadline where the platform lets it.
 */
export interface Keyring {
  protect(key: Buffer): Promise<ProtectedKey | KeyringRefusal>;
  unprotect(blob: Buffer): Promise<UnprotectedKey | KeyringRefusal>;
}
