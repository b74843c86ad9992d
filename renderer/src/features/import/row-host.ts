import type { ImportRow } from '#contract/import-view';
import type { PresetView } from '#contract/view';
import { fieldControl } from '../key-form/control-names.ts';
import type { RowState } from './import-rows.ts';

/** Host and port of an address that may lack its scheme; null when it is none. */
export function hostOf(address: string): string | null {
  const text = address.trim();
  if (text === '') return null;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  return url === null || url.host === '' ? null : url.host;
}

/** The host among the values typed into a row: of the first address that the provider asks for. */
export function typedHost(form: HTMLFormElement, preset: PresetView): string | null {
  const data = new FormData(form);
  for (const { id, kind } of preset.fields) {
    const value = data.get(fieldControl(id));
    const host = (kind === 'origin' || kind === 'url') && typeof value === 'string' ? hostOf(value) : null;
    if (host !== null) return host;
  }
  return null;
}

/**
 * Where a row's key would be sent. What was read says so for the provider that was recognised; for another one that the
 * user chose, its first address does.
 */
export function rowHost(row: ImportRow, state: RowState, preset: PresetView): string | null {
  if (state.typedHost !== null) return state.typedHost;
  if (state.presetId === row.presetId) return row.host;
  for (const field of preset.fields) {
    const value = row.fields[field.id] || field.default;
    const isAddress =
      field.kind === 'origin' ||
      field.kind === 'url' ||
      (field.kind === 'choice' && value.startsWith('https:'));
    const host = isAddress ? hostOf(value) : null;
    if (host !== null) return host;
  }
  return null;
}
