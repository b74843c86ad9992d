import type { CertificateFacts, Result } from '#core/failure';
import type { ChosenExport } from './restore-export.ts';

/** What only the shell can do for the page. */
export interface ShellActions {
  /** Opens a page in the user's browser: a link of a preset, or the page of a sign-in that the user began. Both are https, or http on this computer. */
  readonly openExternal: (url: string) => void;
  /** Shows a folder in the file manager. The path never comes from the page. */
  readonly openFolder: (path: string) => void;
  /** Ends Keyfob as a quit does and starts it again. */
  readonly restart: () => void;
  /** Text on the clipboard. */
  readonly readClipboard: () => Promise<string>;
  /** The text of a file that the user chooses; null when none was chosen. Failure: invalidInput (tooLong, cannotBeRead). */
  readonly chooseFile: () => Promise<Result<string | null>>;
  /** An exported file that the user chooses, with its failures as above; null when none was chosen. */
  readonly chooseExport: () => Promise<Result<ChosenExport | null>>;
  /** The path where the user wants a file; null when none was chosen. */
  readonly chooseNewFile: (suggestedName: string) => Promise<string | null>;
  /**
   * Writes a text to where the user wants it, for this user alone; the file's name, or null when no place was chosen.
   * Failure: invalidInput (cannotBeWritten, notSynced).
   */
  readonly saveFile: (suggestedName: string, text: string) => Promise<Result<string | null>>;
  readonly inspectCertificates: (
    pem: string,
  ) => Result<readonly (CertificateFacts & { readonly isAuthority: boolean })[]>;
}
