/** Texts that stand for a value as a whole: `<id>`, `{id}`, `{{id}}`, `[id]`, `$env:ID`, `${ID}`, `$(command)`. */
const wrapped =
  /^(<[^<>]*>|\{[^{}]*\}|\{\{[^{}]*\}\}|\[[^[\]]*\]|\$env:\w+|\$\{[^{}]*\}|\$\(.*\)|«[^«»]*»)$/is;
/** `$ID`, `$id`, `%ID%`. */
const variable = /^(\$\w+|%\w+%)$/;
/** `$ID`, `%ID%`, and `${id}` anywhere: a password may well begin with a dollar sign, as in `$ecret`. */
const certainVariable = /^\$[A-Z_][A-Z0-9_]*$|^%[A-Z_][A-Z0-9_]*%$|\$\{\w+\}/;
/** `xxxx`, `****`, `...`, and anything that ends in dots because it was cut. */
const filler = /^([x*•]{3,}|-{3,}|_{3,})$|(\.\.\.|…)$/i;
/** `YOUR_API_KEY`, `your-instance`, `yourSecret`, `INSERT KEY HERE`. */
const spoken = /^(your|insert|enter|replace|paste|put)[-_ ]|^your[A-Z]|[-_ ]here$/i;
/** The name of a value in place of the value: `client_id`, `API-KEY`, `my_access_token`. */
const named =
  /^(my[-_ ]?)?(client|api|app|application|access|auth|bearer|secret|consumer)[-_ ]?(id|key|secret|token|password)([-_ ]value)?$/i;
const said = /^(change[-_ ]?me|replace[-_ ]?me|redacted|hidden|todo|null|undefined)$/i;

/** Whether a text of a vendor's page stands for a value that the reader puts in, or is empty. */
export function isPlaceholder(text: string): boolean {
  return standsForValue(text, variable);
}

/** The same for a text that stands where a secret does. */
export function isSecretPlaceholder(text: string): boolean {
  return standsForValue(text, certainVariable);
}

function standsForValue(text: string, variables: RegExp): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return true;
  // No placeholder is longer, and the patterns stay cheap.
  if (trimmed.length > 200) return false;
  if (/^https?:\/\//i.test(trimmed)) return hasPlaceholder(trimmed);
  return [wrapped, variables, filler, spoken, named, said].some((pattern) => pattern.test(trimmed));
}

const partly =
  /<[^<>\s][^<>]{0,80}>|\{\{[^{}]{0,80}\}\}|\{[\w .-]{1,60}\}|«|\$[\w{(]|%[A-Z_]{3,}%|\byour([-_.]|(domain|company|instance|tenant|host|server|org|account|app)\b)/i;

/** Whether a part of a text stands for a value, as in `https://<host>/token` and `https://your-instance.example.com`. */
export function hasPlaceholder(text: string): boolean {
  return partly.test(text);
}
