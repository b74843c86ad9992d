import type { ImportRow } from '#contract/import-view';
import type { FieldView, PresetView } from '#contract/view';

/** The value that a field has unless the user enters one; empty for a secret, which stays in the main process. */
function knownValue(row: ImportRow, field: FieldView): string {
  return row.fields[field.id] || field.default;
}

/** Whether the provider asks for the field, given what was found for the one that it depends on. */
function applies(row: ImportRow, preset: PresetView, { shownWhen }: FieldView): boolean {
  if (shownWhen === null) return true;
  const other = preset.fields.find(({ id }) => id === shownWhen.fieldId);
  return other !== undefined && shownWhen.isOneOf.includes(knownValue(row, other));
}

/** What the provider requires and nobody gave: neither found nor with a default. */
export function missingFields(row: ImportRow, preset: PresetView): readonly FieldView[] {
  return preset.fields.filter(
    (field) =>
      field.required &&
      !field.isFromSignIn &&
      applies(row, preset, field) &&
      !row.secretFieldIds.includes(field.id) &&
      knownValue(row, field) === '',
  );
}
