/** A key that an import found, without its secrets. */
export interface ImportRow {
  readonly index: number;
  /** Where it was found, such as `curl line` or `IBM key file`. */
  readonly source: string;
  /** A name that no stored key has. */
  readonly name: string;
  readonly presetId: string;
  /** Other providers that take the same key, each with the hosts as in `host`. */
  readonly alternatives: readonly { readonly presetId: string; readonly host: string | null }[];
  /** Values that were found, without secrets, by field id. */
  readonly fields: Readonly<Record<string, string>>;
  /** Secret fields that were found; they stay in the main process. */
  readonly secretFieldIds: readonly string[];
  /** Hosts and ports to which the key would be sent, as far as they are known, separated by a comma and a space. */
  readonly host: string | null;
  /** Name of the stored key that it is the same as, or `row` and the number of the row; null when it is new. */
  readonly duplicateOf: string | null;
  /** What was ignored or needs a look. */
  readonly notes: readonly string[];
}

/** A provider that Keyfob does not know yet; it is added with its key. */
export interface ImportedPreset {
  readonly preset: import('./view.ts').PresetView;
  /** The request that its keys will make: `POST https://host/path`. */
  readonly requestLine: string;
}

/** What an import would add. Nothing is stored yet. */
export interface ImportPreview {
  readonly importId: string;
  readonly rows: readonly ImportRow[];
  readonly newPresets: readonly ImportedPreset[];
  /** What could not be read, one line each. */
  readonly problems: readonly string[];
}

/** How far a running import is. */
export interface ImportProgress {
  readonly importId: string;
  readonly done: number;
  readonly all: number;
}

/** What an import stored. */
export interface ImportDone {
  readonly keyIds: readonly string[];
  /** Rows that were not stored, and why. */
  readonly refused: readonly { readonly index: number; readonly failure: import('./view.ts').FailureView }[];
}
