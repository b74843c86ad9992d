import { hasForbiddenCharacter } from '#core/forbidden-characters';
import { formEncode } from '#core/providers/encodings';
import { isPlaceholder, isSecretPlaceholder } from './placeholders.ts';

/** Id and secret of `Authorization: Basic`. */
export interface BasicPair {
  readonly id: string;
  readonly secret: string;
  /**
   * What the header holds, letter for letter; else what a person entered, which the service's way of sending decides how to
   * encode (RFC 6749 section 2.3.1 asks for form encoding).
   */
  readonly isAsSent: boolean;
}

/** `$(echo -n "id:secret" | base64)`, as shell examples write it. */
const byShell =
  /^\$\(\s*(?:echo(?:\s+-n)?|printf(?:\s+["']?%s["']?)?)\s+["']?([^"'|]*)["']?\s*\|[^|]*base64[^|]*\)$/;
/** `<base64(client_id:client_secret)>`, `{base64 of id:secret}`. */
const described = /^[<{[].*[>}\]]$/;

/**
 * The pair behind the text after `Basic`: base64 of `id:secret`, the pair itself (which some pages print), or a shell
 * expression that makes it. A placeholder gives an empty pair; null when it is nothing of all that.
 */
export function readBasicPair(text: string): BasicPair | null {
  const trimmed = text.trim();
  const shell = trimmed.length < 1_000 ? byShell.exec(trimmed)?.[1] : undefined;
  if (shell !== undefined) return splitPair(shell.trim());
  if (described.test(trimmed) || trimmed === '') return { id: '', secret: '', isAsSent: true };
  const decoded = decodeBase64(trimmed);
  if (decoded?.includes(':')) return splitPair(decoded);
  return trimmed.includes(':') ? splitPair(trimmed) : null;
}

/** `id:secret`, split at the first colon (RFC 7617 section 2). */
export function splitPair(pair: string): BasicPair {
  const colon = pair.indexOf(':');
  const id = colon < 0 ? pair : pair.slice(0, colon);
  const secret = colon < 0 ? '' : pair.slice(colon + 1);
  return { id, secret, isAsSent: true };
}

/** `user:password` of an address, which curl decodes before it sends it; `+` is no space there (RFC 3986). */
export function pairOfUrl(user: string): BasicPair {
  return splitPair(decodeFormText(user.replaceAll('+', '%2B')));
}

/**
 * The pair that, sent by a client which form-encodes or not, gives this very header; null when no pair does. What stands for a
 * value fits anything.
 */
export function enteredPair(pair: BasicPair, formEncodes: boolean): Omit<BasicPair, 'isAsSent'> | null {
  if (!pair.isAsSent || !formEncodes) return pair;
  const id = isPlaceholder(pair.id) ? pair.id : formDecoded(pair.id);
  const secret = isSecretPlaceholder(pair.secret) ? pair.secret : formDecoded(pair.secret);
  return id === null || secret === null ? null : { id, secret };
}

/** The text of which form encoding makes this one, or null when there is none that a field takes as it is. */
function formDecoded(text: string): string | null {
  const decoded = decodeFormText(text);
  const isUsable = decoded === decoded.trim() && !hasForbiddenCharacter(decoded) && !isPlaceholder(decoded);
  return isUsable && formEncode(decoded.toWellFormed()) === text ? decoded : null;
}

/** One text of a form body or query, decoded; what is not encoded correctly stays as it is. */
export function decodeFormText(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

/** The text of standard or URL-safe base64, or null when it is none or no UTF-8. */
function decodeBase64(text: string): string | null {
  const standard = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(standard)) return null;
  try {
    const bytes = Uint8Array.from(atob(standard), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
