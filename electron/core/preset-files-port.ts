import type { Result } from './failure.ts';

/** One file of the presets folder: its text, or why it was not read. */
export type PresetFile =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly unread: UnreadPreset };

/** Why a file of the presets folder was not read. */
export type UnreadPreset =
  /** A link, a folder, a pipe: only a regular file cannot lead elsewhere or block. */
  | 'notRegular'
  /** Above `presetFileBytes`. */
  | 'tooLarge'
  | 'notUtf8'
  /** No permission, or the disk fails. */
  | 'unreadable';

/** What is in the presets folder. */
export interface PresetFolderContent {
  /** By name; at most `presetFileLimit`. */
  readonly files: readonly PresetFile[];
  /** How many more there are. */
  readonly leftOut: number;
}

/**
 * The folder with the preset files of the user: files directly in it that end in `.json`, without hidden ones and
 * `*.schema.json`. Names have no path. Nothing secret is in it. Failure of each method: presetFolderFailed.
 */
export interface PresetFiles {
  /** A folder that is not there reads as empty. */
  read(): Promise<Result<PresetFolderContent>>;
  /** Writes a new file; one that exists is left as it is, and that is a failure. */
  write(name: string, text: string): Promise<Result<void>>;
  /** A file that is gone already is no failure. */
  remove(name: string): Promise<Result<void>>;
  /** Makes the folder where it is missing, and gives its absolute path. */
  makeFolder(): Promise<Result<string>>;
  /** Calls `run` some moments after files were changed; the returned function ends that. */
  onChange(run: () => void): () => void;
}
