import { Secret } from '../secret.ts';
import { type ExportDocument, exportFormat, exportVersion } from './export-document.ts';

/** A document as JSON (docs/export-format.md), which holds every secret in plain text. */
export function writeExport({ exportedAtMs, keys, presets }: ExportDocument): Secret {
  const open = keys.map((key) => ({
    ...key,
    secrets: Object.fromEntries(Object.entries(key.secrets).map(([id, secret]) => [id, secret.reveal()])),
  }));
  const document = { format: exportFormat, version: exportVersion, exportedAtMs, keys: open, presets };
  return new Secret(`${JSON.stringify(document, null, 1)}\n`);
}
