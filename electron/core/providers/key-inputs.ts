import type { Secret } from '#core/secret';

/** What an exchange needs of a stored or just entered key. */
export interface KeyInputs {
  /** Normalised values of the fields that are not secret, by field id. */
  readonly fields: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  /** PEM certificates trusted for this key's calls, in addition to the system's. */
  readonly extraCaPem: string | null;
  /** When the key itself stops working, if known. Epoch milliseconds. */
  readonly keyExpiresAtMs: number | null;
}
