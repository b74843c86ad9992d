/**
 * Text with variables: `{{host}}`, `{{outputs.user_id}}`, or `{{host|region}}` for the first one that is not empty.
 * Nothing else is evaluated, so a preset can compute nothing and reach nothing.
 */
export type TemplatePart = string | { readonly anyOf: readonly string[] };

const variable = /\{\{([^{}]*)\}\}/g;
const alternatives = /^[A-Za-z][\w.]*(\|[A-Za-z][\w.]*)*$/;

/** The parts of a template in order, or null when its braces or a variable are malformed. */
export function parseTemplate(text: string): TemplatePart[] | null {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(variable)) {
    const names = match[1] ?? '';
    if (!alternatives.test(names)) return null;
    parts.push(text.slice(end, match.index), { anyOf: names.split('|') });
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  if (parts.some((part) => typeof part === 'string' && (part.includes('{{') || part.includes('}}'))))
    return null;
  return parts.filter((part) => part !== '');
}

/** Names of all variables of a template that {@link parseTemplate} accepts. */
export function templateVariables(text: string): string[] {
  return (parseTemplate(text) ?? []).flatMap((part) => (typeof part === 'string' ? [] : part.anyOf));
}

/** Values of variables; a variable without value reads as an empty text. */
export type TemplateValues = ReadonlyMap<string, string>;

/** The value of one variable: that of the first name that has one. */
export function variableValue(anyOf: readonly string[], values: TemplateValues): string {
  for (const name of anyOf) {
    const value = values.get(name);
    if (value) return value;
  }
  return '';
}

/** The template with its variables replaced. Only for templates of a parsed preset. */
export function renderTemplate(text: string, values: TemplateValues): string {
  return (parseTemplate(text) ?? [])
    .map((part) => (typeof part === 'string' ? part : variableValue(part.anyOf, values)))
    .join('');
}
