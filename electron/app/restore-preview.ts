import type { RestorePreview } from '#contract/restore-view';
import type { ExportDocument } from '#core/export/export-document';
import type { MatchedExport } from '#core/export/match-export';
import type { AppState } from './app-state.ts';

/** What the page sees of an exported file: no secret. */
export function previewOf(
  { exportedAtMs, presets }: ExportDocument,
  { keys, onlyHere }: MatchedExport,
  state: AppState,
): RestorePreview {
  const nameOf = (id: string) => (state.preset(id) ?? presets.find((each) => each.id === id))?.name ?? id;
  const rows = keys.map(({ exported, what }) => ({
    name: exported.name,
    providerName: nameOf(exported.presetId),
    what,
  }));
  return { exportedAtMs, rows, onlyHere: onlyHere.map(({ name }) => name) };
}
