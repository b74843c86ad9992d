/**
 * Digits and capital letters without those that look alike (0 O, 1 I L). There are 31 of them, a prime number: so one
 * check character finds every single wrong character and every two that changed places.
 */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** 34 random characters of 31 are 168 bits. */
const randomCharacters = 34;
const groupLength = 5;
/** Generates all of 1 to 30 modulo 31, so that neighbours never have the same weight. */
const weight = 3;

/**
 * A new recovery code as it is shown: seven groups of five characters, the last one a check character.
 * @param draw a whole number, uniform in [0, `below`), from the system's random generator
 */
export function makeRecoveryCode(draw: (below: number) => number): string {
  const values = Array.from({ length: randomCharacters }, () => draw(alphabet.length));
  const text = [...values, checkOf(values)].map((value) => alphabet.charAt(value)).join('');
  return (text.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
}

/**
 * The 35 characters of a typed code, without what stands between the groups and whatever the case; null when it is no
 * code: too short, a character that no code has, or a typing error that the check character shows.
 */
export function readRecoveryCode(typed: string): string | null {
  const text = typed.toUpperCase().replaceAll(/[\s\u002d\u2010-\u2015\u2212]/g, '');
  const values = [...text].map((character) => alphabet.indexOf(character));
  const isCode = values.length === randomCharacters + 1 && !values.includes(-1);
  return isCode && checkOf(values.slice(0, -1)) === values.at(-1) ? text : null;
}

function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value) => (sum * weight + value) % alphabet.length, 0);
}
