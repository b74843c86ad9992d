import type { SecureContext } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { checkAddress } from '#core/address-rules';
import { fail, ok, type Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';
import { trustedContext } from './trusted-certificates.ts';
import { isKnownEncoding, readBody } from './undici-http-body.ts';
import { transportFailure } from './undici-http-failures.ts';
import { HostQueue } from './undici-http-queue.ts';

/** Bounds of one exchange. */
export interface HttpLimits {
  readonly connectMs: number;
  readonly headersMs: number;
  readonly wholeMs: number;
  readonly headerBytes: number;
  /** After decompression. */
  readonly bodyBytes: number;
  readonly requestsPerHost: number;
}

/** A token answer is a few KiB and comes within a second; all beyond this is a fault or an attack. */
export const httpLimits: HttpLimits = {
  connectMs: 10_000,
  headersMs: 15_000,
  wholeMs: 30_000,
  headerBytes: 16 * 1024,
  bodyBytes: 256 * 1024,
  requestsPerHost: 4,
};

type Target = Readonly<Record<'origin' | 'host' | 'pathname' | 'search', string>>;

/**
 * Port Http by undici, without Electron. Each request has a connection of its own which ends with it: exchanges are rare,
 * so nothing is gained by a pool of connections that have carried secrets.
 */
export class UndiciHttp implements Http {
  readonly #userAgent: string;
  readonly #limits: HttpLimits;
  readonly #queue: HostQueue;

  constructor(version: string, limits: Partial<HttpLimits> = {}) {
    this.#userAgent = `Keyfob/${version}`;
    this.#limits = { ...httpLimits, ...limits };
    this.#queue = new HostQueue(this.#limits.requestsPerHost);
  }

  async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const address = checkAddress(request.url);
    if (!address.ok) return fail('addressRefused', { ...address.failure, step: 'prepare' });
    const trust = trustedContext(request.extraCaPem);
    if (!trust.ok) return trust;
    return this.#queue.run(address.value.host, request.urgent === true, () =>
      this.#exchange(request, address.value, trust.value),
    );
  }

  async #exchange(
    request: HttpRequest,
    { origin, host, pathname, search }: Target,
    secureContext: SecureContext,
  ): Promise<Result<HttpAnswer>> {
    const client = this.#connection(origin, secureContext);
    const startedAtMs = performance.now();
    let connectedAfterMs: number | null = null;
    client.once('connect', () => {
      connectedAfterMs = performance.now() - startedAtMs;
    });
    const timeOut = new AbortController();
    const timer = setTimeout(() => timeOut.abort(), this.#limits.wholeMs);
    try {
      const answer = await this.#ask(client, request, pathname + search, timeOut.signal);
      const read = await readAnswer(answer, host, this.#limits.bodyBytes);
      return read.ok
        ? ok({
            ...read.value,
            connection: { connectMs: Math.round(connectedAfterMs ?? 0), proxyHost: null, tls: null },
          })
        : read;
    } catch (error) {
      const step = connectedAfterMs === null ? 'connect' : 'answer';
      return transportFailure(error, step, host, timeOut.signal.aborted);
    } finally {
      clearTimeout(timer);
      await client.destroy();
    }
  }

  #connection(origin: string, secureContext: SecureContext): Client {
    const { connectMs, headersMs, wholeMs, headerBytes } = this.#limits;
    return new Client(origin, {
      pipelining: 0,
      headersTimeout: headersMs,
      bodyTimeout: wholeMs,
      maxHeaderSize: headerBytes,
      // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED has no effect.
      connect: { timeout: connectMs, secureContext, rejectUnauthorized: true, maxCachedSessions: 0 },
    });
  }

  #ask(client: Client, request: HttpRequest, path: string, signal: AbortSignal) {
    const { method, body } = request;
    const headers = { ...request.headers, 'user-agent': this.#userAgent, 'accept-encoding': 'identity' };
    return client.request({ method, path, headers, body, signal });
  }
}

async function readAnswer(
  answer: Dispatcher.ResponseData,
  host: string,
  limitBytes: number,
): Promise<Result<HttpAnswer>> {
  const { statusCode: status, body } = answer;
  // A body that is left unread ends with an error event when the connection is closed.
  body.on('error', () => {});
  const headers = plainHeaders(answer.headers);
  // RFC 9110 section 15.4. Credentials are never sent on to another address, not even to another path.
  if (status >= 300 && status < 400)
    return fail('redirected', {
      step: 'answer',
      httpStatus: status,
      ...targetHost(headers['location'], host),
    });
  const encoding = headers['content-encoding']?.trim().toLowerCase() || 'identity';
  if (!isKnownEncoding(encoding))
    return fail('unusableAnswer', { step: 'answer', host, httpStatus: status, reason: 'contentEncoding' });
  return ok({ status, headers, body: await readBody(body, encoding, limitBytes) });
}

function targetHost(location: string | undefined, host: string): { host?: string } {
  if (location === undefined || !URL.canParse(location, `https://${host}`)) return {};
  const target = new URL(location, `https://${host}`).host;
  return target === '' ? {} : { host: target };
}

/** Header names are lower case already; cookies are dropped. */
function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain = Object.entries(headers).filter(
    ([name, value]) => name !== 'set-cookie' && value !== undefined,
  );
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}
