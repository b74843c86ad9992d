import type { FailureView } from './view.ts';

/** One way to copy a key's token, such as a `curl` line. */
export interface CopyFormView {
  readonly id: string;
  readonly label: string;
}

/** A sign-in with a device code (RFC 8628) that waits for the user. */
export interface SignInView {
  readonly userCode: string;
  /** Page on which the user enters the code. */
  readonly verificationUri: string;
  readonly expiresAtMs: number;
}

/** A rotation that was begun: the new secret is in use, the old one still lives at the provider. */
export interface RotationView {
  /** `guided`: the user made the new secret at the provider, and deletes the old one there. */
  readonly kind: 'automatic' | 'guided';
  readonly state: 'creating' | 'overlap' | 'removing';
  /** When the old secret is deleted at the provider; null when nothing is planned. */
  readonly removesAtMs: number | null;
  /** Why the last step did not work. */
  readonly failure: FailureView | null;
}
