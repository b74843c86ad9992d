/** `application/x-www-form-urlencoded` of one text: RFC 6749 appendix B. */
export function formEncode(text: string): string {
  return formBody([['', text]]).slice(1);
}

/** A form body or a query, members in order. */
export function formBody(members: Iterable<readonly [string, string]>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of members) parameters.append(name, value);
  return parameters.toString();
}

/** Standard base64, with padding and without line breaks, of the UTF-8 bytes of a text. */
export function base64(text: string): string {
  return base64OfBytes(new TextEncoder().encode(text));
}

/** Standard base64 of bytes. */
export function base64OfBytes(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
