import { maskSecrets } from './mask-secrets.ts';

/** Enough for any real message; more is not worth the time of masking. */
const readLimit = 4_000;

/**
 * A text of a service made fit to be shown and logged: secrets masked, control and direction-changing characters
 * replaced, white space joined, length bounded. Undefined when nothing is left.
 */
export function providerText(
  value: unknown,
  maximumLength: number,
  secrets: readonly string[],
): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const whole = String(value);
  // Cut at white space: a secret that is cut in two would not be found.
  const read = whole.length <= readLimit ? whole : whole.slice(0, readLimit).replace(/\S*$/, '');
  const masked = maskSecrets(read.toWellFormed(), secrets);
  const visible = masked.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\s]+/gu, ' ').trim();
  // Again, as a secret may have been spread by characters that are gone now.
  const text = maskSecrets(visible, secrets);
  if (text === '') return undefined;
  return text.length <= maximumLength ? text : `${text.slice(0, maximumLength - 1).toWellFormed()}…`;
}
