import { fail, ok, type Result } from './failure.ts';
import { hasForbiddenCharacter } from './forbidden-characters.ts';
import type { ApprovedCommand } from './ports.ts';

/** Identifies a stored key; a random UUID that never changes and means nothing. */
export type KeyId = string & { readonly keyId: unique symbol };

/** What the user stores, without its secret fields: those are read from the vault for one use at a time. */
export interface ApiKey {
  readonly id: KeyId;
  /** Unique, shown in tray and window, used by the command line. */
  readonly name: string;
  readonly description: string;
  readonly presetId: string;
  /** Values of the preset's fields that are not secret, by field id. */
  readonly fields: Readonly<Record<string, string>>;
  /** Which secret fields are stored, by field id. */
  readonly secretFieldIds: readonly string[];
  /** PEM certificates trusted for this key's calls, in addition to the system's. */
  readonly extraCaPem: string | null;
  /** The program that the user allowed this key to run; null for other kinds. */
  readonly approvedCommand: ApprovedCommand | null;
  /** Where a preset file of the user sent secrets when the key was saved (core/providers/approved-part.ts); null for a shipped one. */
  readonly approvedPreset: string | null;
  /** When the provider made the key, as entered; else when it was added here. Epoch milliseconds. */
  readonly createdAtMs: number;
  /** When it was added here. The same as `createdAtMs` while nobody said when the provider made it. Epoch milliseconds. */
  readonly addedAtMs: number;
  /** When the key itself stops working, if known. Epoch milliseconds. */
  readonly keyExpiresAtMs: number | null;
  /** A token is handed out only with at least this much validity left (at most half its lifetime). */
  readonly minimumValidityMs: number;
  readonly refreshMode: RefreshMode;
  /** Days before its expiry at which the user is told, the longest first; null: those of the settings. */
  readonly noticeLeadDays: readonly number[] | null;
}

/**
 * When a key's token is renewed. `whileUsed`: in time, unless nobody used the key for long (a setting). `always`: in time.
 * `onDemand`: when somebody needs it.
 */
export type RefreshMode = 'whileUsed' | 'always' | 'onDemand';

/** What happened to a key here; written by the app, never by an edit, so that the two cannot overwrite each other. */
export interface KeyUse {
  /**
   * When something of the key was stored anew by an edit, a rotation or a renewed sign-in; null: not since it was added. It
   * says which of two copies of a key is newer. Epoch milliseconds.
   */
  readonly changedAtMs: number | null;
  readonly lastCopiedAtMs: number | null;
  /** When a token was handed out to whoever needs one, also to another key, to the hour. Epoch milliseconds. */
  readonly lastHandedOutAtMs: number | null;
  /** The last try that gave no token, so that a restart does not repeat it at once. Epoch milliseconds. */
  readonly lastTriedAtMs: number | null;
  /** How often in a row its service failed or, at most four times, was not reached: a broken one is spared over a restart, too. */
  readonly serviceFailures: number;
  /**
   * When the provider refused this key; it is not asked again until the key is edited or the user retries
   * (docs/rules-and-findings.md, P3). Stored, so that a restart does not ask again.
   */
  readonly refusedAtMs: number | null;
  /**
   * When a refresh token was sent whose answer is not stored yet. Stored before it is sent: after a crash or a broken
   * connection nobody knows whether it was used up, and a second use can end the whole sign-in (RFC 9700 section 4.14.2).
   */
  readonly refreshTokenSentAtMs: number | null;
  /** Whether the service was seen to take the same refresh token again and again, so that it cannot be used up. */
  readonly keepsRefreshToken: boolean;
  /**
   * How long a token lives at most, learned from the user's word that one was refused before its assumed end.
   * Milliseconds; null: nothing was learned.
   */
  readonly learnedLifetimeMs: number | null;
  /** The user revoked its token: another one is asked for when somebody needs it, and not before. */
  readonly waitsForUse: boolean;
}

/** A key that was not used yet. */
export const unused: KeyUse = {
  changedAtMs: null,
  lastCopiedAtMs: null,
  lastHandedOutAtMs: null,
  lastTriedAtMs: null,
  serviceFailures: 0,
  refusedAtMs: null,
  refreshTokenSentAtMs: null,
  keepsRefreshToken: false,
  learnedLifetimeMs: null,
  waitsForUse: false,
};

/** Longest name, in UTF-16 units: what fits one line of a tray menu. */
export const maxNameLength = 80;
/** Validity that a copied token has at least, unless the key says otherwise. */
export const defaultMinimumValidityMs = 60_000;

/** Trims a name and checks it. */
export function checkName(name: string, takenNames: Iterable<string>): Result<string> {
  const trimmed = name.trim();
  if (trimmed === '') return fail('invalidInput', { field: 'name', reason: 'empty' });
  if (trimmed.length > maxNameLength) return fail('invalidInput', { field: 'name', reason: 'tooLong' });
  if (hasForbiddenCharacter(trimmed))
    return fail('invalidInput', { field: 'name', reason: 'forbiddenCharacter' });
  const folded = trimmed.toLowerCase();
  for (const taken of takenNames)
    if (taken.toLowerCase() === folded) return fail('nameTaken', { field: 'name' });
  return ok(trimmed);
}
