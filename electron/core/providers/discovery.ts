import { checkAddress, shownAddress } from '#core/address-rules';
import { fail, ok, type Result } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import { parseBody } from './parse-body.ts';
import { discovered } from './preset-scope.ts';
import { retryAfterMs } from './retry-after.ts';

/**
 * Where an issuer's metadata may stand, in the order in which to ask: appended to the issuer (OpenID Connect Discovery 1.0
 * section 4), inserted after its host (RFC 8414 section 3.1), and appended under the name of RFC 8414, as Databricks does.
 */
export function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const urls = [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/oauth-authorization-server`,
  ];
  return [...new Set(urls)];
}

/**
 * The variables `discovered.<member>` of a metadata document. Its `issuer` must be the one asked for, else another server
 * could put its own endpoints in place (RFC 8414 section 3.3); a slash at the end makes no difference. Failures:
 * unusableAnswer, and for what passes by itself serviceFailed and rateLimited.
 */
export function readMetadata(
  answer: HttpAnswer,
  issuer: string,
  receivedAtMs: number,
): Result<Map<string, string>> {
  const { status } = answer;
  const place = { step: 'discover', host: shownAddress(issuer).host, httpStatus: status } as const;
  const refuse = (reason: string) => fail('unusableAnswer', { ...place, reason });
  if (status === 429 || status >= 500) {
    const waitMs = retryAfterMs(answer.headers, receivedAtMs);
    const kind = status === 429 ? 'rateLimited' : 'serviceFailed';
    return fail(kind, waitMs === undefined ? place : { ...place, retryAfterMs: waitMs });
  }
  if (status !== 200) return refuse(status === 404 ? 'notFound' : 'unexpectedStatus');
  const body = parseBody(answer);
  if (body.kind !== 'json') return refuse('notJson');
  const metadata = body.value as Record<string, unknown>;
  const stated = Object.hasOwn(metadata, 'issuer') ? metadata['issuer'] : undefined;
  if (typeof stated !== 'string' || withoutSlash(stated) !== withoutSlash(issuer))
    return refuse('otherIssuer');
  const values = new Map<string, string>();
  for (const name of discovered) {
    const value = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    if (typeof value !== 'string') continue;
    if (name !== 'issuer' && !isEndpoint(value, issuer)) return refuse('oddEndpoint');
    values.set(`discovered.${name}`, value);
  }
  return values.has('discovered.token_endpoint') ? ok(values) : refuse('noTokenEndpoint');
}

/** SECURITY: only an issuer on this computer may name endpoints without TLS, which lead to this computer as well. */
function isEndpoint(value: string, issuer: string): boolean {
  const address = checkAddress(value);
  return address.ok && (address.value.protocol === 'https:' || issuer.startsWith('http://'));
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}
