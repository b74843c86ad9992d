import type { CertificateFacts, Result } from './failure.ts';
import type { Secret } from './secret.ts';
import type { SlotType } from './vault-access.ts';

/** What time it is. */
export interface Clock {
  /** Wall clock, epoch milliseconds. It jumps when it is set. */
  nowMs(): number;
  /** Milliseconds since some moment. It goes on while the computer sleeps and does not jump when the wall clock is set. */
  elapsedMs(): number;
}

/** One-shot timers. Delays stay below 24.8 days because callers re-plan at least every 30 s (docs/rules-and-findings.md, P2). */
export interface Timer {
  /** Calls `run` once after `delayMs`; the returned function cancels. */
  after(delayMs: number, run: () => void): () => void;
}

/** Randomness, as a port so that tests can repeat a run. */
export interface Random {
  uuid(): string;
  /** Uniform in [0, 1). Used for jitter only, never for keys. */
  fraction(): number;
}

/** One HTTP request of the exchange engine. Header values may hold secrets: never log one. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** PEM certificates trusted for this request in addition to the system's. */
  readonly extraCaPem: string | null;
  /** When the answer is needed, epoch milliseconds, asked anew each time; without it somebody waits. The first goes first to a host. */
  readonly neededAtMs?: () => number;
  /** Ends the exchange early; the answer is then `cancelled`. */
  readonly signal?: AbortSignal;
}

/** How the connection of an answer was made. */
export interface ConnectionFacts {
  /** How much of the time went into name, connection and TLS. Milliseconds. */
  readonly connectMs: number;
  /** Host and port of the proxy that was asked to connect, or null. */
  readonly proxyHost: string | null;
  /** Null without TLS. `protocol` is such as `TLSv1.3`. */
  readonly tls: { readonly protocol: string; readonly certificate: CertificateFacts } | null;
}

/** The whole answer; header names in lower case, body decoded as UTF-8 and at most 256 KiB. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connection?: ConnectionFacts;
}

/**
 * The only way to the network. Never follows redirects, verifies certificates always, bounds time and size.
 * Failures: addressRefused, unreachable, timedOut, proxyFailed, certificateRefused, redirected, answerTooLarge,
 * unusableAnswer (an encoding that nobody asked for), cancelled, invalidInput (field extraCaPem). Each names its step:
 * prepare, connect or answer; a failure of step `answer` means that the request may have reached the service.
 */
export interface Http {
  send(request: HttpRequest): Promise<Result<HttpAnswer>>;
}

/** Which way leads to an address. */
export interface ProxyFinder {
  /** The proxies to try in order, each `http://host:port` or `https://host:port`; `direct` means without one. */
  find(url: string): Promise<readonly (ProxyAddress | 'direct')[]>;
}

/** A proxy. `credentials` go to the proxy only. */
export interface ProxyAddress {
  /** `http://host:port` or `https://host:port`. */
  readonly origin: string;
  /** Base64 of `user:password`, or null. */
  readonly credentials: Secret | null;
}

/** Signature algorithms of RFC 7518 and RFC 8037 that token endpoints take. */
export type JwtAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA';

/** A private key as the user stored it: PEM (PKCS#8, PKCS#1, SEC 1, also encrypted) or a JWK in JSON. */
export interface PrivateKeyInput {
  readonly privateKey: Secret;
  readonly passphrase: Secret | null;
}

/** Signs JWTs. Failures: invalidInput with reason notPrivateKey, wrongPassphrase, unknownEncryption or wrongKeyType. */
export interface Signer {
  /** A JWS in compact form (RFC 7515 section 3.1). `header` need not hold `alg` and `typ`. */
  sign(
    key: PrivateKeyInput,
    algorithm: JwtAlgorithm,
    header: Readonly<Record<string, string>>,
    claims: Readonly<Record<string, string | number>>,
  ): Promise<Result<Secret>>;
  /** Standard base64 of the SHA-256 of the public key (SubjectPublicKeyInfo, DER). */
  publicKeyFingerprint(key: PrivateKeyInput): Promise<Result<string>>;
}

/** A program that the user approved, as it was then. */
export interface ApprovedCommand {
  /** Absolute, without links. */
  readonly path: string;
  /** Hexadecimal, of the file's content. */
  readonly sha256: string;
}

/** Runs programs by the rules of docs/rules-and-findings.md, P7. */
export interface CommandRunner {
  /** What would be approved. Failure: commandRefused. */
  inspect(path: string): Promise<Result<ApprovedCommand>>;
  /** Its standard output. Failures: commandRefused, commandFailed, cancelled. */
  run(command: ApprovedCommand, args: readonly string[], signal?: AbortSignal): Promise<Result<Secret>>;
}

/** Kinds of vault records; part of each record's authenticated context, so never rename one. */
export type RecordType =
  | 'key'
  | 'keySecrets'
  | 'keyUse'
  | 'token'
  | 'rotation'
  | 'notices'
  | 'activity'
  | 'clipboard';

/** One change of a commit. `json` is the whole new content of the record. */
export type VaultChange =
  | { readonly put: RecordType; readonly id: string; readonly json: string }
  | { readonly remove: RecordType; readonly id: string };

/** What protects the vault now. */
export type VaultProtection =
  /** Data key wrapped by the keyring of the operating system. `backend` is its name, such as `gnome_libsecret`. */
  | { readonly kind: 'osProtected'; readonly backend: string }
  /** No keyring opens it: somebody has to enter the passphrase or the recovery code. */
  | { readonly kind: 'passphraseProtected' }
  /** No usable keyring and no vault yet: everything stays in memory and is gone when Keyfob quits. */
  | { readonly kind: 'sessionOnly'; readonly reason: KeyringProblem };

/** Why the keyring of the operating system cannot be used. */
export type KeyringProblem =
  /** None answers, or none did when the runtime asked, which it does once in a run (docs/rules-and-findings.md, F23). */
  | 'unavailable'
  | 'askedInVain'
  /** It would encrypt with a key that everybody knows (Chromium's `basic_text`, prefix `v10`). */
  | 'weak'
  /** It did not answer in time, for example because a prompt waits for the user. */
  | 'notAnswering';

/** Why a vault that exists stays closed although the keyring answers, or why none could be made. */
export type VaultProblem =
  /** The keyring answers, but not with the key that this vault was made with. */
  | 'keyChanged'
  /** Not a vault, or its structure or header fails a check. */
  | 'damaged'
  /** Another process has it open. */
  | 'inUse'
  /** Written by a later Keyfob. */
  | 'newerFormat'
  /** Its file or folder is not an ordinary one of this user, or cannot be read or written. */
  | 'unusableFile';

/** Why a vault is closed that could be opened. */
export type LockReason =
  /** It was never open in this run, and the keyring is no way in. */
  'passphraseNeeded' | 'byUser' | 'idle' | 'screenLocked' | 'suspended';

/** Result of opening the vault. A vault that exists and cannot be opened is left exactly as it is. */
export type VaultOpening =
  | {
      readonly state: 'open';
      readonly protection: VaultProtection;
      /** Ways in; none for a session-only vault. */
      readonly slots: readonly SlotType[];
      /** The file is older than the one that was open last: a backup was restored, by the user or by somebody else. */
      readonly isOlder?: true;
      /** A damaged file was set aside, and the newest backup that opens took its place. */
      readonly isFromBackup?: true;
      /** The vault's key should be renewed, but with it a way in would be gone. */
      readonly isKeyWorn?: true;
      /** Records were removed or replaced by older ones outside Keyfob. Told at each opening until the next commit. */
      readonly recordsAltered?: true;
    }
  | {
      readonly state: 'locked';
      readonly reason: KeyringProblem | VaultProblem | LockReason;
      /** Ways in that the file has, as far as it can be read. */
      readonly slots: readonly SlotType[];
    };

/** All records of a type. */
export interface VaultRecords {
  /** JSON by record id. */
  readonly records: ReadonlyMap<string, string>;
  /** Records that do not decrypt; they stay in the file as they are. */
  readonly damagedIds: readonly string[];
}

/** Encrypted records. A commit that reports success is durable and whole; one that failed changed nothing. */
export interface Vault {
  open(): Promise<VaultOpening>;
  /** All records of a type; damaged ones are named, never a reason to lose the others. Failure: vaultLocked. */
  readAll(type: RecordType): Promise<Result<VaultRecords>>;
  /** One record's JSON, or null when there is none. Failures: vaultLocked, vaultDamaged. */
  read(type: RecordType, id: string): Promise<Result<string | null>>;
  /** All changes or none. Failures: vaultLocked, vaultWriteFailed. */
  commit(changes: readonly VaultChange[]): Promise<Result<void>>;
  close(): void;
}

/** An OS notification. Texts hold no secret. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Copy confirmations are quiet and short-lived; warnings stay. */
  readonly urgency: 'low' | 'normal';
  readonly onClick?: () => void;
}

/** Shows OS notifications. */
export interface Notifier {
  /** Whether a notification would be shown now; a warning waits until it would. */
  isAvailable(): boolean;
  /** @param onFailed called when the system says that it did not show it */
  show(notice: Notice, onFailed?: () => void): void;
}

/** Secret-free log. `facts` holds ids, kinds and numbers; the adapter drops everything else. */
export interface Log {
  write(event: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
}
