import type { FieldView, KeyView, PresetView } from '#contract/view';

/** Whether a field has an input now, given the values of the fields that others depend on. */
export function isShown(field: FieldView, values: Readonly<Record<string, string>>): boolean {
  if (field.isFromSignIn) return false;
  const when = field.shownWhen;
  return when === null || when.isOneOf.includes(values[when.fieldId] ?? '');
}

/** Whether other fields depend on this one. */
export function decides(preset: PresetView, fieldId: string): boolean {
  return preset.fields.some(({ shownWhen }) => shownWhen?.fieldId === fieldId);
}

/** Values of the fields that others depend on, before anything is entered. */
export function decidingValues(preset: PresetView, original: KeyView | null): Record<string, string> {
  const deciding = preset.fields.filter(({ id }) => decides(preset, id));
  return Object.fromEntries(deciding.map((field) => [field.id, original?.fields[field.id] ?? field.default]));
}
