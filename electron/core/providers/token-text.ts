/** Far above any real token, far below what would harm a clipboard or a header. */
const lengthLimit = 16_384;

/** Why a text is not used as a token. */
export type TokenProblem = 'noToken' | 'tokenTooLong' | 'tokenCharacters';

/**
 * The token itself: some services put the scheme in front of it. It must be printable ASCII without spaces (RFC 6749
 * appendix A.12 without the space, which no header could carry unambiguously), so that no line break ever reaches a
 * clipboard, a header or a terminal.
 */
export function readTokenText(value: unknown): { token: string } | { problem: TokenProblem } {
  if (typeof value !== 'string' || value === '') return { problem: 'noToken' };
  if (value.length > lengthLimit) return { problem: 'tokenTooLong' };
  const token = value.replace(/^(bearer )+/i, '');
  if (token === '' || /^bearer$/i.test(token)) return { problem: 'noToken' };
  return /^[\x21-\x7e]+$/.test(token) ? { token } : { problem: 'tokenCharacters' };
}
