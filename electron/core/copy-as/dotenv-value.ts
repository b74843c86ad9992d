import { fail, ok, type Result } from '#core/failure';
import { hasControlCharacter } from '#core/forbidden-characters';

/** Nothing in it is special to a shell or to any reader; `docker run --env-file` would keep quotes as part of the value. */
const plain = /^[\w.:/+=@%,-]+$/;
/** Verbatim between single quotes for every reader. Python's dotenv knows backslashes and `${` even there. */
const literal = /^([^'\\$]|\$(?!\{))*$/;
/** The same between double quotes, where most readers expand variables, commands and escapes. */
const literalInDouble = /^[^"\\$`]*$/;

/**
 * The value of a line in a `.env` file. There is no standard, so only spellings are used that shells, Node, dotenv and its ports
 * read alike.
 *
 * Failures: invalidInput, also for the few texts that have no such spelling.
 */
export function dotenvValue(text: string): Result<string> {
  if (hasControlCharacter(text)) return fail('invalidInput', { reason: 'forbiddenCharacter' });
  if (plain.test(text)) return ok(text);
  if (literal.test(text)) return ok(`'${text}'`);
  if (literalInDouble.test(text)) return ok(`"${text}"`);
  return fail('invalidInput', { reason: 'noDotenvSpelling' });
}
