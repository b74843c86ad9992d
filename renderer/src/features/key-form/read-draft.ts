import type { KeyDraft } from '#contract/calls';
import { minimumValidityS } from '#contract/minimum-validity';
import type { KeyView, PresetView } from '#contract/view';
import { control, fieldControl } from './control-names.ts';
import { fromDateInput } from './form-dates.ts';
import { isShown } from './shown-fields.ts';

/** Messages by control name. */
export type FieldErrors = Readonly<Record<string, string>>;

/**
 * Reads the draft out of the form when it is needed. The inputs hold what was typed, secrets above all: nothing of it is
 * copied into component state. Fields that are not shown are left out.
 */
export function readDraft(form: HTMLFormElement, preset: PresetView, original: KeyView | null): KeyDraft {
  const data = new FormData(form);
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const entered = Object.fromEntries(
    preset.fields.map((field) => [field.id, text(fieldControl(field.id)) || field.default]),
  );
  const shown = preset.fields.filter((field) => isShown(field, entered));
  const pem = text(control.extraCa).trim();
  return {
    name: text(control.name),
    description: text(control.description),
    presetId: preset.id,
    fields: Object.fromEntries(shown.map(({ id }) => [id, text(fieldControl(id))])),
    extraCaPem: pem === '' ? null : pem,
    createdAtMs: fromDateInput(text(control.created), original?.createdAtMs ?? null, 'startOfDay'),
    keyExpiresAtMs: fromDateInput(text(control.keyExpires), original?.keyExpiresAtMs ?? null, 'endOfDay'),
    minimumValidityS: Number(text(control.minimumValidity)),
  };
}

/** What can be told without asking anybody: missing values and numbers out of range. */
export function checkDraft(draft: KeyDraft, preset: PresetView, original: KeyView | null): FieldErrors {
  const errors: Record<string, string> = {};
  if (draft.name.trim() === '') errors[control.name] = 'Enter a name for this key.';
  for (const field of preset.fields) {
    const value = draft.fields[field.id];
    const stored = original?.secretFieldIds.includes(field.id) ?? false;
    if (value === undefined || !field.required || stored) continue;
    // An emptied field with a default means the default.
    if (value.trim() !== '' || field.default !== '') continue;
    const verb = field.kind === 'key' || field.kind === 'choice' ? 'Choose' : 'Enter';
    errors[fieldControl(field.id)] = `${verb} the ${field.label}.`;
  }
  const { least, most } = minimumValidityS;
  const validityS = draft.minimumValidityS;
  if (!Number.isInteger(validityS) || validityS < least || validityS > most) {
    errors[control.minimumValidity] = `Enter whole seconds between ${least} and ${most}.`;
  }
  if (draft.createdAtMs !== null && draft.createdAtMs > Date.now()) {
    errors[control.created] = 'This date is in the future.';
  }
  return errors;
}
