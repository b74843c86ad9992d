/** Id and secret of `Authorization: Basic`. */
export interface BasicPair {
  readonly id: string;
  readonly secret: string;
  /** The pair is form-encoded before base64, as RFC 6749 section 2.3.1 asks for. */
  readonly isFormEncoded: boolean;
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
  if (described.test(trimmed) || trimmed === '') return { id: '', secret: '', isFormEncoded: false };
  const decoded = decodeBase64(trimmed);
  if (decoded?.includes(':')) return splitPair(decoded);
  return trimmed.includes(':') ? splitPair(trimmed) : null;
}

/** `id:secret`, split at the first colon (RFC 7617 section 2). */
export function splitPair(pair: string): BasicPair {
  const colon = pair.indexOf(':');
  const id = colon < 0 ? pair : pair.slice(0, colon);
  const secret = colon < 0 ? '' : pair.slice(colon + 1);
  const isFormEncoded = /%[0-9a-f]{2}/i.test(pair) && /^[\w.*%+:-]*$/.test(pair);
  return isFormEncoded
    ? { id: decodeFormText(id), secret: decodeFormText(secret), isFormEncoded }
    : { id, secret, isFormEncoded };
}

/** One text of a form body or query, decoded; what is not encoded correctly stays as it is. */
export function decodeFormText(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
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
