import { fail, ok, type Result } from '#core/failure';
import { hasControlCharacter } from '#core/forbidden-characters';

/**
 * One word of a POSIX shell (bash, zsh, dash, ksh) that means exactly this text. Between single quotes nothing has a meaning but
 * the quote itself, which is written outside of them (POSIX.1-2017, Shell Command Language, section 2.2.2).
 *
 * Failure: invalidInput, for control characters, as a pasted line break runs what stands before it.
 */
export function quoteForPosix(text: string): Result<string> {
  return quote(text, /'/g, `'\\''`);
}

/** As {@link quoteForPosix}, for fish: a backslash escapes itself and the quote, and nothing else ("Quotes" in its manual). */
export function quoteForFish(text: string): Result<string> {
  return quote(text, /['\\]/g, '\\$&');
}

/**
 * As {@link quoteForPosix}, for PowerShell: a quote is doubled (about_Quoting_Rules). Its tokenizer takes the typographic quotes
 * U+2018 to U+201B for the same character.
 */
export function quoteForPowerShell(text: string): Result<string> {
  return quote(text, /['\u2018-\u201b]/g, '$&$&');
}

function quote(text: string, special: RegExp, replacement: string): Result<string> {
  if (hasControlCharacter(text)) return fail('invalidInput', { reason: 'forbiddenCharacter' });
  return ok(`'${text.replace(special, replacement)}'`);
}
