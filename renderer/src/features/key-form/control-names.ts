import type { FailureView, FieldView, PresetView } from '#contract/view';

/** Names of the form's controls that do not come from the preset: the members of the draft. */
export const control = {
  name: 'name',
  description: 'description',
  keyExpires: 'keyExpiresAtMs',
  created: 'createdAtMs',
  extraCa: 'extraCaPem',
  minimumValidity: 'minimumValidityS',
} as const;

/** What a person reads beside those controls, and in a failure about them. */
export const controlLabels = {
  name: 'Name',
  description: 'Description',
  keyExpiresAtMs: 'Key expires on',
  createdAtMs: 'Created on',
  extraCaPem: 'Extra CA certificates',
  minimumValidityS: 'Minimum validity',
} as const satisfies Record<(typeof control)[keyof typeof control], string>;

/** Name of the control for a preset's field. The prefix keeps a field called "name" apart from the key's name. */
export function fieldControl(fieldId: string): string {
  return `fields.${fieldId}`;
}

/** The preset's field that a control is for; undefined when it is for none. */
export function fieldOf(controlName: string, preset: PresetView): FieldView | undefined {
  return preset.fields.find(({ id }) => fieldControl(id) === controlName);
}

/** A failure whose field is called as the form calls it. */
export function labelled(failure: FailureView, preset: PresetView): FailureView {
  const place = controlOf(failure, preset);
  return place === null ? failure : { ...failure, field: place.label };
}

/** Which control a failure is about, with its label; null when it is about none. */
export function controlOf(
  failure: FailureView,
  preset: PresetView,
): { readonly control: string; readonly label: string } | null {
  if (failure.kind === 'nameTaken') return { control: control.name, label: 'Name' };
  const named = failure.field?.replace(/^fields\./, '');
  if (named === undefined) return null;
  const field = preset.fields.find(({ id }) => id === named);
  if (field) return { control: fieldControl(field.id), label: field.label };
  return isControl(named) ? { control: named, label: controlLabels[named] } : null;
}

function isControl(name: string): name is keyof typeof controlLabels {
  return Object.hasOwn(controlLabels, name);
}
