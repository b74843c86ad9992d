import { fail } from '#core/failure';
import { parseTemplate, type TemplateValues } from '#core/providers/template';
import type { TokenOutput } from '#core/token';

/**
 * Template variables of the forms that anybody may see: fields, `outputs.<id>`, and `<field>.hostname` of fields that hold an
 * address, as connection strings name a host without scheme.
 */
export function openValues(
  fields: Readonly<Record<string, string>>,
  outputs: readonly TokenOutput[],
): Map<string, string> {
  const entries = Object.entries(fields);
  const hostnames = entries
    .filter(([, value]) => /^https?:/.test(value) && URL.canParse(value))
    .map(([id, value]) => [`${id}.hostname`, new URL(value).hostname] as const);
  return new Map([
    ...entries,
    ...hostnames,
    ...outputs.map(({ id, value }) => [`outputs.${id}`, value] as const),
  ]);
}

/** Variables of templates; each is the list of names of which the first with a value counts. */
export function variablesOf(templates: readonly string[]): (readonly string[])[] {
  return templates.flatMap((text) =>
    (parseTemplate(text) ?? []).flatMap((part) => (typeof part === 'string' ? [] : [part.anyOf])),
  );
}

/** The failure of the first variable without a value; null when all have one. */
export function missingVariable(templates: readonly string[], values: TemplateValues) {
  const missing = variablesOf(templates).find((anyOf) => !anyOf.some((name) => values.get(name)));
  if (missing === undefined) return null;
  const [field = ''] = missing;
  return field.startsWith('outputs.')
    ? fail('unusableAnswer', { step: 'token', reason: 'noOutput' })
    : fail('invalidInput', { field, reason: 'empty' });
}
