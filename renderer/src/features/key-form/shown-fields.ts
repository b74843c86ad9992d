import type { FieldView, KeyView, PresetView } from '#contract/view';

type Values = Readonly<Record<string, string>>;

/** Whether a field counts, given the values of the fields that others depend on. */
function counts({ shownWhen }: FieldView, values: Values): boolean {
  return shownWhen === null || shownWhen.isOneOf.includes(values[shownWhen.fieldId] ?? '');
}

/** Whether a field has an input now, given the values of the fields that others depend on. */
export function isShown(field: FieldView, values: Values): boolean {
  return !field.isFromSignIn && counts(field, values);
}

/** Whether a key with these values is signed in to after it was saved. */
export function needsSignIn(preset: PresetView, values: Values): boolean {
  return preset.fields.some((field) => field.isFromSignIn && counts(field, values));
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
