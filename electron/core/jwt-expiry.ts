/**
 * The `exp` claim of a JWT in epoch milliseconds (RFC 7519 section 4.1.4: seconds, possibly with a fraction), or null for
 * anything else, such as an opaque token, an encrypted JWT (five parts) or a JWT without `exp`. The signature is not
 * checked: the value only plans the next refresh, and the service itself judges the token.
 */
export function jwtExpiryMs(token: string): number | null {
  const parts = token.split('.');
  const payload = parts[1];
  if (parts.length !== 3 || payload === undefined || !/^[\w-]+$/.test(payload)) return null;
  try {
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const claims: unknown = JSON.parse(binary);
    if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return null;
    return typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? claims.exp * 1000 : null;
  } catch {
    return null;
  }
}
