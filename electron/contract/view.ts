import type { CertificateView } from './certificate-view.ts';
import type { InboxView } from './inbox-view.ts';
import type { CopyFormView, KeyOffersView, RotationView, SignInView } from './key-actions-view.ts';
import type { PresetProblemView } from './preset-problem-view.ts';

/**
 * What the page sees: plain read-only data without any secret. Times are absolute epoch milliseconds; the page counts
 * down by itself.
 */

/** Kinds of failures; the same list as core/failure.ts (the assignment in app/to-view.ts fails to compile otherwise). */
export type FailureKindView =
  | 'invalidInput'
  | 'nameTaken'
  | 'keyNotFound'
  | 'presetNotFound'
  | 'vaultLocked'
  | 'wrongPassphrase'
  | 'vaultWriteFailed'
  | 'settingsNotWritten'
  | 'presetFolderFailed'
  | 'vaultDamaged'
  | 'addressRefused'
  | 'unreachable'
  | 'timedOut'
  | 'certificateRefused'
  | 'redirected'
  | 'refused'
  | 'rateLimited'
  | 'serviceFailed'
  | 'unusableAnswer'
  | 'answerTooLarge'
  | 'keyExpired'
  | 'clipboardFailed'
  | 'notAllowed'
  | 'cancelled'
  | 'proxyFailed'
  | 'signInNeeded'
  | 'sourceKeyFailed'
  | 'commandRefused'
  | 'commandFailed'
  | 'internal';

/** The step of an exchange, in their order. */
export type ExchangeStepView =
  /** Endpoints are read from the issuer's metadata (RFC 8414, OpenID Connect Discovery). */
  | 'discover'
  /** A JWT is signed here. */
  | 'sign'
  | 'prepare'
  | 'connect'
  | 'answer'
  /** A command runs. */
  | 'command'
  | 'token'
  | 'testCall';

/** A failure as data; words/failure-words.ts turns it into a title and what to do. */
export interface FailureView {
  readonly kind: FailureKindView;
  readonly step?: ExchangeStepView;
  readonly host?: string;
  readonly httpStatus?: number;
  readonly providerCode?: string;
  readonly providerMessage?: string;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly certificate?: CertificateView;
  readonly field?: string;
  readonly reason?: string;
}

/** State of a key's token. Always shown in words, not by colour alone. */
export type TokenState =
  | 'fresh'
  | 'refreshing'
  /** The last exchange failed; the next try is at `retryAtMs`. The old token may still be valid. */
  | 'retrying'
  /** The key has expired or is a kind that the user must renew. */
  | 'needsYou'
  /** The provider refused the key: not asked again until edited or retried by hand. */
  | 'rejected'
  | 'offline'
  /** It is fetched when somebody needs it: the user wants it so, or nobody used the key for long. */
  | 'onDemand'
  | 'locked'
  | 'neverFetched';

/** How the expiry of a token is known. */
export type LifetimeSourceView = 'relative' | 'absolute' | 'jwt' | 'preset' | 'assumed' | 'key';

/** A further value of the token answer, such as IBM's `user_id`. */
export interface TokenOutputView {
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

/** What is known of a key's token; never its value. */
export interface TokenView {
  readonly state: TokenState;
  readonly obtainedAtMs: number | null;
  readonly expiresAtMs: number | null;
  readonly lifetimeSource: LifetimeSourceView | null;
  readonly retryAtMs: number | null;
  readonly failure: FailureView | null;
  readonly outputs: readonly TokenOutputView[];
  /** How far the provider's clock is ahead of this computer's; null below two minutes. Milliseconds. */
  readonly serverSkewMs: number | null;
}

/** A stored key without its secrets. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  /** Empty when none was entered; shown as "-". */
  readonly description: string;
  readonly presetId: string;
  readonly providerName: string;
  /** The preset's client-id field, if it has one. */
  readonly clientId: string | null;
  /** Non-secret field values by field id, for the edit form. */
  readonly fields: Readonly<Record<string, string>>;
  readonly secretFieldIds: readonly string[];
  readonly extraCaPem: string | null;
  readonly createdAtMs: number;
  readonly keyExpiresAtMs: number | null;
  readonly minimumValidityS: number;
  readonly refreshMode: 'whileUsed' | 'always' | 'onDemand';
  /** Days before its expiry at which the user is told; null: those of the settings. */
  readonly noticeLeadDays: readonly number[] | null;
  /** Its notices are put off until then; null: they are not. Epoch milliseconds. */
  readonly snoozedUntilMs: number | null;
  readonly isDefault: boolean;
  readonly keyKind: KeyKindView;
  /** Ways to copy its token; the first is the token itself. */
  readonly copyForms: readonly CopyFormView[];
  readonly offers: KeyOffersView;
  readonly signIn: SignInView | null;
  readonly rotation: RotationView | null;
  readonly token: TokenView;
}

/**
 * `exchange`: a call gives the token. `static`: the key is itself the token, so its expiry date matters most. `signed`: the
 * token is a JWT made here. `exec`: a command prints it.
 */
export type KeyKindView = 'exchange' | 'static' | 'signed' | 'exec';

/** One input of the add form, made from a preset. */
export interface FieldView {
  readonly id: string;
  readonly label: string;
  /** `origin`: a host or address without path; `url`: a whole address; `key`: the id of another key, whose token is used. */
  readonly kind: 'text' | 'origin' | 'url' | 'secret' | 'choice' | 'key';
  readonly required: boolean;
  readonly default: string;
  readonly placeholder: string;
  /** One sentence: where to find the value. */
  readonly help: string;
  /** For `choice`: the values offered, in order. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** A secret of several lines, such as a private key. */
  readonly multiline: boolean;
  /** The provider can be asked for the values (call `keys.lookUp`). */
  readonly canLookUp: boolean;
  /** Filled by signing in, not by typing: no input is shown. */
  readonly isFromSignIn: boolean;
  /** It is a secret that the user makes at the provider, or names one: a rotation by hand asks for it. */
  readonly changesWithSecret: boolean;
  /** The field is shown, and required, only while another one has one of these values. Null: always. */
  readonly shownWhen: { readonly fieldId: string; readonly isOneOf: readonly string[] } | null;
}

/** A provider that a key can be added for. */
export interface PresetView {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** Further words to find it by. */
  readonly keywords: readonly string[];
  readonly keyKind: KeyKindView;
  /** `user`: from a file in the presets folder. */
  readonly source: 'shipped' | 'user';
  readonly fields: readonly FieldView[];
  /** Whether the service usually needs an extra CA file: the form then shows that field at once. */
  readonly needsExtraCa: boolean;
  readonly links: readonly { readonly id: 'console' | 'docs'; readonly label: string }[];
}

/** What protects the keys, for the line at the foot of the window. */
export interface VaultView {
  readonly state: 'opening' | 'osProtected' | 'passphraseProtected' | 'sessionOnly' | 'locked';
  /** Backend of the OS keyring, or why there is none: see words/vault-words.ts. */
  readonly detail: string;
  /** Ways in that there are. */
  readonly slots: readonly ('os' | 'passphrase' | 'recovery')[];
  /** After wrong tries no other one is heard before then, epoch milliseconds. */
  readonly triesFromMs?: number;
  /** What waits until refresh tokens and rotations that are on their way are stored: see words/vault-words.ts. */
  readonly storesBefore?: 'quit' | 'wipe';
  /** The vault is older than the one that was open last. */
  readonly isOlder?: boolean;
  /** A damaged vault was set aside, and its newest backup is in use. */
  readonly isFromBackup?: boolean;
  /** The vault's key should be renewed; Keyfob does not do it by itself, as ways in would be gone. */
  readonly isKeyWorn?: boolean;
  /** Records were removed or replaced by older ones while Keyfob did not run. */
  readonly recordsAltered?: boolean;
  /** Stored keys that cannot be decrypted; they are kept as they are and not listed. */
  readonly unreadableKeys?: number;
}

/** Non-secret settings that the page shows. */
export interface SettingsView {
  readonly theme: 'system' | 'light' | 'dark';
  readonly clipboardClearAfterMs: number;
  /** Whether keys may be printed by commands. */
  readonly commandsAllowed: boolean;
  /** See core/settings.ts. */
  readonly unusedAfterDays: number | null;
  readonly refreshWhileLocked: boolean;
  readonly noticeLeadDays: { readonly exchanged: readonly number[]; readonly static: readonly number[] };
  readonly rotateAfterDays: number | null;
  readonly quietHours: { readonly fromMinute: number; readonly toMinute: number } | null;
  readonly calendarFile: string | null;
  readonly lockAfterIdleMinutes: number | null;
  readonly lockWithScreen: boolean;
  readonly lockOnSuspend: boolean;
  readonly refreshWhenLocked: boolean;
  readonly tokensInMemoryOnly: boolean;
  readonly confirmBeforeReveal: boolean;
}

/** The one state value that the page is a projection of. */
export interface Snapshot {
  /** Grows with each change; the page keeps the highest it saw. */
  readonly revision: number;
  readonly vault: VaultView;
  /** In the default order: what breaks first. */
  readonly keys: readonly KeyView[];
  readonly presets: readonly PresetView[];
  readonly presetProblems: readonly PresetProblemView[];
  readonly settings: SettingsView;
  readonly inbox: InboxView;
  /** Our secret on the clipboard, until it is cleared; behind a lock only where that is overdue. */
  readonly clipboard: { readonly keyId: string; readonly clearsAtMs: number } | null;
}
