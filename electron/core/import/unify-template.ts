import { parseTemplate } from '#core/providers/template';

/** A template variable (its alternatives) and the text found in its place. */
export interface Binding {
  readonly anyOf: readonly string[];
  readonly text: string;
}

/**
 * What the variables of a template must have been for it to give this text, or null when it cannot give it. A variable ends
 * where the text after it stands for the first time, so this takes linear time.
 */
export function unifyTemplate(template: string, text: string): Binding[] | null {
  // Most templates do not fit, and this tells most of those without taking them apart.
  const afterVariables = template.lastIndexOf('}}') + 2;
  if (afterVariables < 2) return template === text ? [] : null;
  if (!text.endsWith(template.slice(afterVariables))) return null;
  const parts = parseTemplate(template);
  if (parts === null) return null;
  const bindings: Binding[] = [];
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      if (!text.startsWith(part, at)) return null;
      at += part.length;
      continue;
    }
    const next = parts[index + 1];
    if (next !== undefined && typeof next !== 'string') return null;
    const end = next === undefined ? text.length : text.indexOf(next, at + schemeLength(text, at));
    if (end < 0) return null;
    bindings.push({ anyOf: part.anyOf, text: text.slice(at, end) });
    at = end;
  }
  return at === text.length ? bindings : null;
}

/** The slashes of `https://` are not where an address ends. */
function schemeLength(text: string, at: number): number {
  return /^https?:\/\//i.exec(text.slice(at, at + 8))?.[0].length ?? 0;
}
