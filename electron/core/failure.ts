/**
 * Everything that can go wrong, as data. The words for each kind are in contract/words/failure-words.ts; a failure
 * itself never holds a secret, a URL with a query or a response body.
 */
export const failureKinds = [
  /** What the user entered cannot be used; `field` says where, `reason` says why. */
  'invalidInput',
  'nameTaken',
  'keyNotFound',
  'presetNotFound',
  /** The vault is closed: no keyring, or it could not be opened. */
  'vaultLocked',
  /** Not a way into the vault, or asked again too soon (`retryAfterMs`). */
  'wrongPassphrase',
  /** The disk refused the write; nothing was changed. */
  'vaultWriteFailed',
  /** The settings file could not be written; the former settings hold. */
  'settingsNotWritten',
  /** The folder with the user's preset files could not be read or written. */
  'presetFolderFailed',
  /** A stored record does not decrypt; it is kept as it is. */
  'vaultDamaged',
  /** The address is not https (or http on loopback), or has a form that hides its target. */
  'addressRefused',
  /** No connection: name not resolved, refused, reset, no route. */
  'unreachable',
  'timedOut',
  /** The certificate is not trusted, has expired or belongs to another host. */
  'certificateRefused',
  /** The service answered with a redirect; keys are never sent on to another address. */
  'redirected',
  /**
   * The service refuses this key (400–403, `invalid_client`, …): not asked again until edited. Not a web page with such a
   * status, which a proxy or a sign-in network shows.
   */
  'refused',
  'rateLimited',
  /** 408, 425, 5xx, a web page, an unknown error: nothing that blames the key. */
  'serviceFailed',
  /** The answer is not what the preset describes: HTML, no token, a token with forbidden characters. */
  'unusableAnswer',
  'answerTooLarge',
  /** The key itself is past its expiry. */
  'keyExpired',
  /** The text could not be put on the clipboard, or reading it back showed another text. */
  'clipboardFailed',
  /** The request did not come from Keyfob's own window. */
  'notAllowed',
  /** The user stopped it. */
  'cancelled',
  /** A proxy is in the way: it asks for a password (407), refuses, does not answer, or is none of http or https. */
  'proxyFailed',
  /** The stored sign-in is used up or not there: the user signs in again. */
  'signInNeeded',
  /** The key whose token this key needs has none now. */
  'sourceKeyFailed',
  /** The rules for commands forbid this one (docs/rules-and-findings.md, P7). */
  'commandRefused',
  /** The command ran and gave no token. */
  'commandFailed',
  /** A fault of Keyfob; it was logged without any secret. */
  'internal',
] as const;

/** One of {@link failureKinds}. */
export type FailureKind = (typeof failureKinds)[number];

/** The step of an exchange in which a failure happened. */
export type ExchangeStep =
  | 'discover'
  | 'sign'
  | 'prepare'
  | 'connect'
  | 'answer'
  | 'command'
  | 'token'
  | 'testCall';

/** What a certificate says of itself. Texts are bounded and free of control characters. */
export interface CertificateFacts {
  /** Common name, else the first alternative name. */
  readonly subject: string;
  readonly issuer: string;
  /** Epoch milliseconds. */
  readonly validFromMs: number;
  /** Epoch milliseconds. */
  readonly validToMs: number;
  /** SHA-256 of the whole certificate, hexadecimal in pairs with colons. */
  readonly fingerprintSha256: string;
}

/** A failure with the facts that help to mend it. All texts are bounded and free of secrets and control characters. */
export interface Failure {
  readonly kind: FailureKind;
  readonly step?: ExchangeStep;
  /** Host name and port that was called, never with path or query. */
  readonly host?: string;
  readonly httpStatus?: number;
  /** The provider's own code, such as `invalid_client` or `BXNIM0415E`. */
  readonly providerCode?: string;
  readonly providerMessage?: string;
  /** The provider's id of the request; its support asks for it. */
  readonly requestId?: string;
  /** How long the provider asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The certificate that was refused. */
  readonly certificate?: CertificateFacts;
  /** Input field that is wrong: a preset's field id, or `name`, `extraCaPem`, … */
  readonly field?: string;
  readonly reason?: string;
}

/** What an operation gives: its value, or the reason why there is none. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** A successful {@link Result}. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A failed {@link Result}. */
export function fail(kind: FailureKind, facts: Omit<Failure, 'kind'> = {}): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind, ...facts } };
}
