import type { ImportRow } from '#contract/import-view';
import type { FieldView, PresetView } from '#contract/view';
import { fieldControl } from '../key-form/control-names.ts';
import type { RowState } from './import-rows.ts';

/** Between hosts where one key goes to several. */
const separator = ', ';

/** The hosts in the words for where a key goes. */
export function hostsIn(host: string | null): readonly string[] {
  return host === null ? [] : host.split(separator);
}

function inWords(hosts: readonly (string | null)[]): string | null {
  const known = new Set(hosts.filter((host) => host !== null));
  return known.size === 0 ? null : [...known].join(separator);
}

/** Host and port of an address that may lack its scheme; null when it is none. */
export function hostOf(address: string): string | null {
  const text = address.trim();
  if (text === '') return null;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  return url === null || url.host === '' ? null : url.host;
}

function holdsAddress(field: FieldView, value: string): boolean {
  return (
    field.kind === 'origin' ||
    field.kind === 'url' ||
    (field.kind === 'choice' && value.startsWith('https://'))
  );
}

/** The hosts of the addresses that were typed into a row. */
export function typedHost(form: HTMLFormElement, preset: PresetView): string | null {
  const data = new FormData(form);
  return inWords(
    preset.fields.map((field) => {
      const value = data.get(fieldControl(field.id));
      return typeof value === 'string' && holdsAddress(field, value) ? hostOf(value) : null;
    }),
  );
}

/** Where a row's key would be sent by what was found: to the provider that was recognised, or to another one that was chosen. */
export function foundHost(row: ImportRow, presetId: string): string | null {
  if (presetId === row.presetId) return row.host;
  return row.alternatives.find((other) => other.presetId === presetId)?.host ?? null;
}

/** Where a row's key would be sent, what was typed included. */
export function rowHost(row: ImportRow, state: RowState): string | null {
  const found = foundHost(row, state.presetId);
  return inWords([...hostsIn(found), ...hostsIn(state.typedHost)]);
}
