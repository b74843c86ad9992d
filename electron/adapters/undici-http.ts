import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { checkAddress } from '#core/address-rules';
import { fail, ok, type Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest, ProxyFinder } from '#core/ports';
import { trustedContext } from './trusted-certificates.ts';
import { isRefusedAddress } from './undici-http-addresses.ts';
import { readAnswer } from './undici-http-answer.ts';
import { type HttpLimits, httpLimits, within } from './undici-http-bounds.ts';
import { clientOver } from './undici-http-client.ts';
import { type Connection, openConnection } from './undici-http-connection.ts';
import { transportFailure } from './undici-http-failures.ts';
import { HostQueue } from './undici-http-queue.ts';

/** What the adapter works with; without a finder it uses no proxy. */
export interface HttpOptions extends HttpLimits {
  readonly proxies: ProxyFinder;
  /** Finds the addresses of a name. */
  readonly lookup: LookupFunction;
}

const usual: HttpOptions = { ...httpLimits, proxies: { find: async () => ['direct'] }, lookup };

/**
 * Port Http by undici, without Electron. Each request has a connection of its own which ends with it: exchanges are rare,
 * so nothing is gained by a pool of connections that have carried secrets.
 */
export class UndiciHttp implements Http {
  readonly #userAgent: string;
  readonly #options: HttpOptions;
  readonly #queue: HostQueue;

  constructor(version: string, options: Partial<HttpOptions> = {}) {
    this.#userAgent = `Keyfob/${version}`;
    this.#options = { ...usual, ...options };
    this.#queue = new HostQueue(this.#options.requestsPerHost);
  }

  async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const address = checkAddress(request.url);
    if (!address.ok) return fail('addressRefused', { ...address.failure, step: 'prepare' });
    const { host, hostname } = address.value;
    if (isRefusedAddress(hostname))
      return fail('addressRefused', { step: 'prepare', host, reason: 'metadataAddress' });
    const trust = trustedContext(request.extraCaPem);
    if (!trust.ok) return trust;
    const done = await this.#queue.run(host, request, () =>
      within(this.#options.wholeMs, request.signal, (signal) =>
        this.#exchange(request, address.value, trust.value, signal),
      ),
    );
    if (done === null) return fail('cancelled', { step: 'connect', host });
    if (done.ok || !request.signal?.aborted) return done;
    return fail('cancelled', { step: done.failure.step ?? 'connect', host });
  }

  async #exchange(
    request: HttpRequest,
    target: URL,
    secureContext: SecureContext,
    signal: AbortSignal,
  ): Promise<Result<HttpAnswer>> {
    const { proxies, lookup } = this.#options;
    const parts = { secureContext, lookup, limits: this.#options };
    const connection = await openConnection(target, proxies, parts, signal);
    return connection.ok ? this.#ask(request, target, connection.value, signal) : connection;
  }

  /** From here on the service may have got the request, so that every failure has step `answer`. */
  async #ask(
    { method, headers, body }: HttpRequest,
    { host, origin, pathname, search }: URL,
    { socket, facts }: Connection,
    signal: AbortSignal,
  ): Promise<Result<HttpAnswer>> {
    const client = await clientOver(socket, origin, this.#options);
    try {
      const answer = await client.request({
        method,
        path: pathname + search,
        headers: { ...headers, 'user-agent': this.#userAgent, 'accept-encoding': 'identity' },
        body,
        signal,
        reset: true,
      });
      const read = await readAnswer(answer, host, this.#options.bodyBytes);
      return read.ok ? ok({ ...read.value, connection: facts }) : read;
    } catch (error) {
      return transportFailure(error, 'answer', host, signal.aborted);
    } finally {
      await client.destroy();
      socket.destroy();
    }
  }
}
