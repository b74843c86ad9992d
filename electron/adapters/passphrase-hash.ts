import type { Secret } from '#core/secret';

/** What Argon2id costs (RFC 9106 section 3.1). */
export interface Argon2Cost {
  /** Memory, m. */
  readonly memoryKiB: number;
  /** Passes over it, t. */
  readonly passes: number;
  /** Lanes, p. */
  readonly lanes: number;
}

/** Cost and salt: all that is needed besides the passphrase. */
export interface Argon2Params extends Argon2Cost {
  /** 16 random bytes. */
  readonly salt: Uint8Array;
}

/** Makes keys of passphrases, slowly and off the main thread. */
export interface PassphraseHash {
  /** The cost at which this computer needs between half a second and a second; null when it lacks the memory for the least. */
  calibrate(): Promise<Argon2Cost | null>;
  /**
   * 32 bytes: Argon2id of the passphrase in Unicode's NFC and UTF-8. Null when there is too little memory.
   * @param params within the bounds of `argon2-params.ts`
   */
  derive(passphrase: Secret, params: Argon2Params): Promise<Buffer | null>;
}
