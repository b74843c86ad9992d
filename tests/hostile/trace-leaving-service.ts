import { type Canary, canaryOf, createCanary } from '../canary/canary.ts';
import { randomAlphanumeric } from '../services/random-secrets.ts';
import { type RawRequest, startRawService } from './raw-service.ts';

/** A token service that asks every client to remember it: by cookies, caching, and challenges for a password. */
export interface TraceLeavingService {
  readonly origin: string;
  /** Its tokens, cookies and validators so far. */
  canaries(): readonly Canary[];
  requests(): readonly RawRequest[];
  stop(): Promise<void>;
}

/** Starts it. The client `refused` is answered with a challenge, all others with a token. */
export async function startTraceLeavingService(): Promise<TraceLeavingService> {
  const canaries: Canary[] = [];
  const requests: RawRequest[] = [];
  const made = (label: string) => {
    const text = randomAlphanumeric(32);
    canaries.push(canaryOf(label, text));
    return text;
  };
  const { origin, stop } = await startRawService((request) => {
    requests.push(request);
    const pair = Buffer.from((request.headers['authorization'] ?? '').replace(/^Basic /, ''), 'base64');
    const isRefused = pair.toString().startsWith('refused:');
    const token = JSON.stringify({ access_token: made('token'), expires_in: 3600, code: 0 });
    const body = isRefused ? '{"error":"invalid_client"}' : token;
    const lines = [
      isRefused ? 'HTTP/1.1 401 Unauthorized' : 'HTTP/1.1 200 OK',
      'content-type: application/json',
      `content-length: ${body.length}`,
      'cache-control: public, max-age=31536000, immutable',
      'expires: Fri, 01 Jan 2038 00:00:00 GMT',
      'last-modified: Thu, 01 Jan 2026 00:00:00 GMT',
      `etag: "${made('etag')}"`,
      `set-cookie: session=${made('cookie')}; Max-Age=31536000; Path=/`,
      `set-cookie: other=${made('cookie')}; Expires=Fri, 01 Jan 2038 00:00:00 GMT; HttpOnly`,
      ...(isRefused ? ['www-authenticate: Basic realm="keys"'] : []),
    ];
    return { pieces: [Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)], end: 'close' };
  });
  return { origin, canaries: () => [...canaries], requests: () => requests, stop };
}

/** A secret of a client, and the draft fields of its key. */
export function clientOf({ origin }: TraceLeavingService, clientId: string) {
  const canary = createCanary(`secret of ${clientId}`);
  return { canary, fields: { host: origin, clientId, clientSecret: canary.text } };
}
