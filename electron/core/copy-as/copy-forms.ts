import { fail, ok, type Result } from '#core/failure';
import { hasControlCharacter } from '#core/forbidden-characters';
import { Secret } from '#core/secret';
import type { TokenOutput } from '#core/token';
import { builtInRecipes } from './built-in-recipes.ts';
import type { CopyForm, CopyPreset } from './copy-form.ts';
import { missingVariable, openValues, variablesOf } from './copy-values.ts';
import type { FormRecipe } from './form-recipe.ts';
import { hintRecipe, outputRecipe } from './preset-recipes.ts';

/** What a form is made of. */
export interface CopyInput {
  readonly preset: CopyPreset;
  /** Values of the fields that are not secret, by field id. */
  readonly fields: Readonly<Record<string, string>>;
  readonly outputs: readonly TokenOutput[];
  /** By field id; may be empty for forms that need none ({@link CopyForm.needsSecrets}). */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** May be null for forms that need none ({@link CopyForm.needsToken}). */
  readonly token: Secret | null;
  /** Epoch milliseconds; null when the expiry is not known. */
  readonly expiresAtMs: number | null;
}

/**
 * The forms in which a key can be copied, in the order in which they are offered. One that needs a field which was left empty
 * is not; one that needs an output is, if it needs the token, too: the output comes with it.
 */
export function copyForms(
  preset: CopyPreset,
  fields: Readonly<Record<string, string>>,
  outputs: readonly TokenOutput[],
): CopyForm[] {
  const open = openValues(fields, outputs);
  const secretIds = new Set(preset.fields.filter(isSecret).map(({ id }) => id));
  return recipes(preset, fields, outputs).flatMap(({ id, label, needs, mayUse = [] }) => {
    const names = variablesOf([...needs, ...mayUse]).flat();
    const needsToken = names.includes('token');
    const isToCome = (name: string) =>
      name === 'token' || secretIds.has(name) || (needsToken && name.startsWith('outputs.'));
    const isComplete = variablesOf(needs).every((anyOf) =>
      anyOf.some((name) => open.get(name) || isToCome(name)),
    );
    if (!isComplete) return [];
    return [{ id, label, needsToken, needsSecrets: names.some((name) => secretIds.has(name)) }];
  });
}

/**
 * The text of a form. It never holds a line break or another control character.
 *
 * Failures: invalidInput (no such form, an empty value, a character that the form cannot carry), unusableAnswer (an output
 * that the answer lacks), addressRefused.
 */
export function renderCopyForm(formId: string, input: CopyInput): Result<Secret> {
  const { preset, fields, outputs, token, expiresAtMs } = input;
  const recipe = recipes(preset, fields, outputs).find(({ id }) => id === formId);
  if (recipe === undefined) return fail('invalidInput', { field: 'form', reason: 'notAChoice' });
  const values = openValues(fields, outputs);
  for (const [id, secret] of Object.entries(input.secrets)) values.set(id, secret.reveal());
  if (token !== null) {
    // JSON could carry it, but where it is pasted from there a line break would come back.
    if (hasControlCharacter(token.reveal())) return forbidden({ field: 'token' });
    values.set('token', token.reveal());
  }
  const missing = missingVariable(recipe.needs, values);
  if (missing !== null) return missing;
  const text = recipe.render(values, expiresAtMs);
  if (!text.ok) return text;
  return hasControlCharacter(text.value) ? forbidden({}) : ok(new Secret(text.value));
}

function forbidden(where: { readonly field?: string }) {
  return fail('invalidInput', { ...where, reason: 'forbiddenCharacter' });
}

function recipes(
  preset: CopyPreset,
  fields: Readonly<Record<string, string>>,
  outputs: readonly TokenOutput[],
): FormRecipe[] {
  return [
    ...builtInRecipes(preset, fields),
    ...outputs.map(outputRecipe),
    ...(preset.copyAs ?? []).map(hintRecipe),
  ];
}

/** A field of kind `key` stands for another key's token. */
function isSecret({ kind }: CopyPreset['fields'][number]): boolean {
  return kind === 'secret' || kind === 'key';
}
