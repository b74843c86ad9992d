import type { ApprovedCommand } from '#core/ports';
import type { Secret } from '#core/secret';

/** What an exchange needs of a stored or just entered key. */
export interface KeyInputs {
  /** Normalised values of the fields that are not secret, by field id. */
  readonly fields: Readonly<Record<string, string>>;
  /** Also tokens of other keys, by the id of the field that names the key. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** PEM certificates trusted for this key's calls, in addition to the system's. */
  readonly extraCaPem: string | null;
  /** When the key itself stops working, if known. Epoch milliseconds. */
  readonly keyExpiresAtMs: number | null;
  /** The program that the user allowed this key to run. */
  readonly approvedCommand: ApprovedCommand | null;
}
