import type { Result } from './failure.ts';

/** Text files at places that the user chose. */
export interface TextFiles {
  /** The whole text; null when there is none or it cannot be read. */
  read(path: string): Promise<string | null>;
  /**
   * Puts a file that only this user may read in the place, durably, whole or not at all. A link in the place is replaced and
   * not followed. Failure: invalidInput (field File, reason cannotBeWritten; notSynced: it is there, but a power cut could
   * undo it).
   */
  write(path: string, content: string | Uint8Array): Promise<Result<void>>;
}
