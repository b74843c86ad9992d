import * as v from 'valibot';
import { fieldId } from './preset-fields.ts';

/** A part of a preset that is the same for every key, or one for each choice of a field. */
export type ByField<T> = T | Choices<T>;

interface Choices<T> {
  readonly byField: string;
  readonly choices: Readonly<Record<string, T>>;
}

/** Schema of {@link ByField}. */
export function byField<TIn, TOut>(part: v.GenericSchema<TIn, TOut>) {
  const choice = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
  return v.union([v.strictObject({ byField: fieldId, choices: v.record(choice, part) }), part]);
}

/** All variants of a part, for checks. */
export function variants<T extends object>(part: ByField<T>): readonly T[] {
  return isByField(part) ? Object.values(part.choices) : [part];
}

/**
 * The variant that the key's fields choose. A checked preset has one for every choice; the first is that of the default and
 * counts for keys that were stored before the preset had the field.
 */
export function pickVariant<T extends object>(
  part: ByField<T>,
  fields: Readonly<Record<string, string>>,
): T | undefined {
  if (!isByField(part)) return part;
  const choice = fields[part.byField] ?? Object.keys(part.choices)[0] ?? '';
  return Object.hasOwn(part.choices, choice) ? part.choices[choice] : undefined;
}

/** Whether a part depends on a field. */
export function isByField<T extends object>(part: ByField<T>): part is Choices<T> {
  return 'byField' in part;
}
