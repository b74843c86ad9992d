import { ok } from '#core/failure';
import { base64 } from '#core/providers/encodings';
import { renderTemplate, type TemplateValues } from '#core/providers/template';
import type { TokenOutput } from '#core/token';
import type { CopyFormHint } from './copy-form.ts';
import type { FormRecipe } from './form-recipe.ts';

/** The form of a further value of the token answer. */
export function outputRecipe({ id, label, value }: TokenOutput): FormRecipe {
  return { id: `output.${id}`, label, needs: [], render: () => ok(value) };
}

/** A form that a preset describes. */
export function hintRecipe(hint: CopyFormHint): FormRecipe {
  const { needs, text } = textOf(hint);
  return { id: hint.id, label: hint.label, needs, render: (values) => ok(text(values)) };
}

interface HintText {
  readonly needs: readonly string[];
  readonly text: (values: TemplateValues) => string;
}

function textOf(hint: CopyFormHint): HintText {
  if ('text' in hint) return { needs: [hint.text], text: (values) => renderTemplate(hint.text, values) };
  if ('base64' in hint)
    return { needs: [hint.base64], text: (values) => base64(renderTemplate(hint.base64, values)) };
  const members = Object.entries(hint.base64OfJson);
  const json = (values: TemplateValues) =>
    JSON.stringify(Object.fromEntries(members.map(([name, text]) => [name, renderTemplate(text, values)])));
  return { needs: Object.values(hint.base64OfJson), text: (values) => base64(json(values)) };
}
