/** What the user types before all keys are written without protection; compared exactly. */
export const plainExportPhrase = 'not protected';

/** An older whole copy of the vault file. */
export interface BackupView {
  readonly id: string;
  readonly madeAtMs: number;
  readonly sizeBytes: number;
}

/** An exported file that the user chose. */
export interface RestoreChoice {
  readonly exportId: string;
  readonly fileName: string;
  readonly isEncrypted: boolean;
}

/** What an exported file holds, next to what is stored. */
export interface RestorePreview {
  readonly exportedAtMs: number;
  readonly rows: readonly {
    readonly name: string;
    readonly providerName: string;
    /** `same`: stored and equal. `newer`, `older`: stored, and the file's is newer or older. `new`: not stored. */
    readonly what: 'new' | 'same' | 'newer' | 'older';
  }[];
  /** Stored keys that the file does not hold: `replace` deletes them. */
  readonly onlyHere: readonly string[];
}
