import type { KeyId } from './api-key.ts';
import type { Failure } from './failure.ts';

/** What can happen to keys and tokens. Stored, so never rename one. */
export const activityKinds = [
  /** The first token of a key, or the first after it had none. */
  'issued',
  /** A new token in place of one that was held. */
  'refreshed',
  /** No token came; `failure` says why. */
  'failed',
  'copied',
  'revealed',
  /** The page asked for a secret without the user's hand, or too fast; `detail` is how often within ten seconds. */
  'revealRefused',
  /** Given to another program. */
  'served',
  /** The user said that a token was refused where they used it. */
  'reportedRefused',
  'revoked',
  'signedIn',
  'added',
  'imported',
  'edited',
  'deleted',
  /** Another secret is in use. */
  'rotated',
  'rotationUndone',
  'oldSecretRemoved',
  /** The screen or the vault; `detail` says which and why. */
  'locked',
  'unlocked',
  /** Somebody gave a wrong passphrase or recovery code; `detail` says which. */
  'unlockFailed',
  /** A passphrase, a recovery code or the keyring was added or taken away, or the data key renewed; `detail` says which. */
  'waysInChanged',
  /** Keys were written to a file; `detail` is `encrypted` or `plain`. */
  'exported',
  /** What is stored came from a file; `detail` is `backup` or `export`. */
  'restored',
  /** The user was told something; `detail` holds the kind of notice. */
  'notified',
] as const;

/** One of {@link activityKinds}. */
export type ActivityKind = (typeof activityKinds)[number];

/** Who had it done: the user in the window or the tray, or Keyfob by itself. */
export type ActivityActor = 'window' | 'tray' | 'keyfob';

/** What one event tells besides its kind. Never a secret. */
export interface ActivityFacts {
  readonly actor?: ActivityActor;
  /** Life of a token that came. Epoch milliseconds. */
  readonly obtainedAtMs?: number;
  readonly expiresAtMs?: number | null;
  readonly failure?: Failure;
  /** One of a fixed set of words, such as the id of a copy form. */
  readonly detail?: string;
}

/** One line of the activity log. */
export interface ActivityEvent extends ActivityFacts {
  /** Grows by one with each event. */
  readonly serial: number;
  readonly atMs: number;
  readonly kind: ActivityKind;
  /** Null: it concerns no single key. */
  readonly keyId: KeyId | null;
  /** The key's name then, so that the line can be read when the key is gone. */
  readonly keyName: string;
}

/** Takes note of what happens. */
export interface ActivityRecorder {
  record(kind: ActivityKind, keyId: KeyId | null, facts?: ActivityFacts): void;
}
