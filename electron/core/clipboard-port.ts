import type { Result } from './failure.ts';
import type { Secret } from './secret.ts';

/** What became of a text on the clipboard. `unknown`: nothing answered, so that it may still be there. */
export type Cleared = 'cleared' | 'notThere' | 'unknown';

/** The desktop's clipboard, both CLIPBOARD and (on Linux) PRIMARY. */
export interface Clipboard {
  /** Puts the secret there and checks by reading back. Failure: clipboardFailed. */
  write(secret: Secret): Promise<Result<void>>;
  /** Empties each selection that still holds `secret`; leaves anybody else's text alone. */
  clearIfHolds(secret: Secret): Promise<Cleared>;
  /** A keyed hash by which `clearIfMarked` knows the secret again, also in a later process. */
  mark(secret: Secret): string;
  /** Empties each selection that holds what was marked so. */
  clearIfMarked(mark: string): Promise<Cleared>;
  /** The text on the clipboard as another program finds it: empty when it finds none, null when there is no such program. */
  readElsewhere(): Promise<string | null>;
}
