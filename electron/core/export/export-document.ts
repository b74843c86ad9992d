import type { ApiKey, KeyUse } from '../api-key.ts';
import type { Preset } from '../providers/preset.ts';
import type { Secret } from '../secret.ts';

/** What the first member of each exported document says. */
export const exportFormat = 'keyfob-export';
/** Grows with each change of the format; every version is read for ever. */
export const exportVersion = 1;
/** Most bytes of an exported file, and of what it decrypts to: 10,000 keys take about half of it. */
export const exportLimitBytes = 16 * 1_048_576;

/**
 * A key in an exported file (docs/export-format.md). Without its token, and without what this computer's user approved: its
 * command, and where its preset sends secrets.
 */
export interface ExportedKey
  extends Omit<ApiKey, 'secretFieldIds' | 'approvedCommand' | 'approvedPreset'>,
    Pick<KeyUse, 'lastCopiedAtMs' | 'lastHandedOutAtMs'> {
  readonly secrets: Readonly<Record<string, Secret>>;
  /** When it was last edited, rotated or renewed; else when it was added. Epoch milliseconds. */
  readonly changedAtMs: number;
}

/** An exported file's content. */
export interface ExportDocument {
  readonly exportedAtMs: number;
  readonly keys: readonly ExportedKey[];
  /** Presets of the user that these keys use. */
  readonly presets: readonly Preset[];
}
