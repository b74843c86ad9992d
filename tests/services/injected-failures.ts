import type { ServerResponse } from 'node:http';

/** Ways in which a service can go wrong for its next requests. */
export type FailureKind =
  | 'http500'
  | 'http503'
  /** With `Retry-After` in seconds. */
  | 'http429'
  /** A sign-in page with status 200, as a captive portal or a proxy sends it. */
  | 'html'
  /** The same page with status 401. */
  | 'html401'
  /** Takes the request and never answers. */
  | 'hang'
  /** The refusal of a wrong key, in the form of the service. */
  | 'invalidClient'
  /** The answer to a device that polls too often (RFC 8628 section 3.5); oidc-provider itself never gives it. */
  | 'slowDown'
  /** Status 200 with a failing `code` in the body (contract 1.1, errors). */
  | 'envelopeError'
  /** 307 to `/redirected` of the same service: a client that follows shows up in the journal there. */
  | 'redirect'
  /** Status 200 and `application/json`, but bytes that are neither. */
  | 'garbage'
  /** Status 200 and valid JSON of 2 MiB, over the limit of contract 5.1. */
  | 'oversized'
  /** The connection is cut before an answer. */
  | 'closed';

const page = '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>';

const json = 'application/json';
const html = 'text/html; charset=utf-8';

/** Answers in the given wrong way; `invalidClient` is answered by the service itself. */
export function answerWrongly(
  kind: Exclude<FailureKind, 'invalidClient'>,
  response: ServerResponse,
  at: { readonly origin: string; readonly retryAfterS: number },
): void {
  const send = (status: number, type: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  switch (kind) {
    case 'http500':
      send(500, json, '{"message":"internal error"}');
      return;
    case 'http503':
      send(503, html, '<html><body>Service Unavailable</body></html>');
      return;
    case 'http429':
      send(429, json, '{"message":"too many requests"}', { 'retry-after': String(at.retryAfterS) });
      return;
    case 'html':
      send(200, html, page);
      return;
    case 'html401':
      send(401, html, page);
      return;
    case 'hang':
      return;
    case 'slowDown':
      send(400, json, '{"error":"slow_down"}');
      return;
    case 'envelopeError':
      send(200, json, '{"code":40001,"message":"the credential is not allowed to do this"}');
      return;
    case 'redirect':
      send(307, html, '', { location: `${at.origin}/redirected` });
      return;
    case 'garbage':
      send(200, json, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x00, 0x9d, 0x22, 0x3a]));
      return;
    case 'oversized':
      send(200, json, JSON.stringify({ access_token: 'x'.repeat(2 * 1024 * 1024) }));
      return;
    case 'closed':
      response.destroy();
      return;
  }
}
