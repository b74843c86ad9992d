/** When a JWT says it was issued and when it ends, in epoch milliseconds. */
export interface JwtTimes {
  readonly issuedAtMs: number | null;
  readonly expiresAtMs: number;
}

/**
 * The `exp` and `iat` claims of a JWT (RFC 7519 sections 4.1.4 and 4.1.6: seconds, possibly with a fraction), or null for
 * anything else, such as an opaque token, an encrypted JWT (five parts) or a JWT without `exp`. The signature is not
 * checked: the values only plan the next refresh, and the service itself judges the token.
 */
export function jwtTimes(token: string): JwtTimes | null {
  const parts = token.split('.');
  const payload = parts[1];
  if (parts.length !== 3 || payload === undefined || !/^[\w-]+$/.test(payload)) return null;
  try {
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const claims: unknown = JSON.parse(binary);
    if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return null;
    const expiresAtMs = epochMs(claims.exp);
    const issuedAtMs = 'iat' in claims ? epochMs(claims.iat) : null;
    return expiresAtMs === null ? null : { issuedAtMs, expiresAtMs };
  } catch {
    return null;
  }
}

function epochMs(seconds: unknown): number | null {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : null;
}
