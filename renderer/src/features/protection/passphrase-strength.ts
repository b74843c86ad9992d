import type { PassphraseStrength } from '#contract/words/trust-words';

/** Fewest characters that the contract takes. */
export const shortestPassphrase = 8;

/**
 * A rough measure of length and variety. Length counts most (NIST SP 800-63B, 5.1.1.2); no rules on kinds of characters.
 */
export function passphraseStrength(text: string): PassphraseStrength {
  const characters = [...text];
  if (characters.length === 0) return 'none';
  if (characters.length < shortestPassphrase) return 'tooShort';
  if (new Set(characters).size < 5) return 'uniform';
  if (characters.length < 12) return 'short';
  return characters.length < 20 ? 'fair' : 'long';
}
