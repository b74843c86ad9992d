import type { FailureView } from './view.ts';

/** One way to copy a key's token, such as a `curl` line. */
export interface CopyFormView {
  readonly id: string;
  readonly label: string;
}

/** What the provider of a key offers besides tokens. */
export interface KeyOffersView {
  readonly revoke: boolean;
  /** It can be asked when the key expires. */
  readonly keyDetails: boolean;
  /** `automatic`: the provider makes a new secret when asked. `guided`: the user makes it. Null: there is no secret. */
  readonly rotate: 'automatic' | 'guided' | null;
  readonly signIn: boolean;
}

/** A sign-in with a device code (RFC 8628) that waits for the user. */
export interface SignInView {
  readonly userCode: string;
  /** Page on which the user enters the code. */
  readonly verificationUri: string;
  readonly expiresAtMs: number;
}

/** A rotation that was begun and is not over: two secrets live at the provider, or may. */
export interface RotationView {
  /** `guided`: the user made the new secret at the provider, and deletes the old one there. */
  readonly kind: 'automatic' | 'guided';
  /**
   * `creating`: the old secret is in use. `overlap`, `removing`: the new one is. `undone`: the old one is again, and the user
   * deletes the new one.
   */
  readonly state: 'creating' | 'overlap' | 'removing' | 'undone';
  /** The name of the new secret at the provider; null where the user made it, or where it is in use and Keyfob deletes nothing. */
  readonly newName: string | null;
  /** The name of the old key at the provider, while a command prints the new one by its name; else null. */
  readonly oldName: string | null;
  /** When the old secret is deleted at the provider; null when nothing is planned. */
  readonly removesAtMs: number | null;
  /** Why the last step did not work. */
  readonly failure: FailureView | null;
}
