import type { ImportItem } from '#contract/calls';
import type { ImportRow } from '#contract/import-view';
import type { PresetView } from '#contract/view';
import { control, fieldControl } from '../key-form/control-names.ts';
import type { FieldErrors } from '../key-form/read-draft.ts';
import { missingFields } from './missing-fields.ts';

/** A row with the form that its values stand in. */
export interface RowForm {
  readonly row: ImportRow;
  readonly preset: PresetView;
  readonly form: HTMLFormElement;
}

/** The rows with their forms in the page. */
export function withForms(rows: readonly Omit<RowForm, 'form'>[], body: HTMLElement | null): RowForm[] {
  return rows.flatMap(({ row, preset }) => {
    const form = body?.querySelector<HTMLFormElement>(`form[data-index="${row.index}"]`);
    return form ? [{ row, preset, form }] : [];
  });
}

/** Reads a row out of its inputs, where secrets stay until they are needed. */
export function readItem({ row, preset, form }: RowForm): ImportItem {
  const data = new FormData(form);
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const entered = missingFields(row, preset).map(({ id }) => [id, text(fieldControl(id))] as const);
  return {
    index: row.index,
    name: text(control.name).trim(),
    presetId: preset.id,
    fields: Object.fromEntries(entered.filter(([, value]) => value.trim() !== '')),
  };
}

/** What can be told of a row without asking anybody. `taken` holds the names of the rows before it, in lower case. */
export function checkItem(
  item: ImportItem,
  { row, preset }: RowForm,
  taken: ReadonlySet<string>,
): FieldErrors {
  const errors: Record<string, string> = {};
  if (item.name === '') errors[control.name] = 'Enter a name for this key.';
  else if (taken.has(item.name.toLowerCase())) errors[control.name] = 'Another row has this name.';
  for (const field of missingFields(row, preset)) {
    if (!(field.id in item.fields)) errors[fieldControl(field.id)] = `Enter the ${field.label}.`;
  }
  return errors;
}

/** All rows that are to be imported, and what is wrong with them by index. */
export function readItems(rows: readonly RowForm[]): {
  readonly items: readonly ImportItem[];
  readonly errors: ReadonlyMap<number, FieldErrors>;
} {
  const taken = new Set<string>();
  const errors = new Map<number, FieldErrors>();
  const items = rows.map((given) => {
    const item = readItem(given);
    const found = checkItem(item, given, taken);
    if (Object.keys(found).length > 0) errors.set(item.index, found);
    taken.add(item.name.toLowerCase());
    return item;
  });
  return { items, errors };
}
