import type { Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';

/**
 * Sends what is meant for a provider's real host to the sample service that stands for it, so that presets are tested as
 * they are shipped. Any other host is refused: no test reaches the network.
 */
export class ReroutedHttp implements Http {
  readonly #http: Http;
  readonly #originOf: (host: string) => Promise<string | undefined>;

  constructor(http: Http, originOf: (host: string) => Promise<string | undefined>) {
    this.#http = http;
    this.#originOf = originOf;
  }

  async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const { hostname, origin } = new URL(request.url);
    if (hostname === '127.0.0.1') return this.#http.send(request);
    const other = await this.#originOf(hostname);
    if (other === undefined) throw new Error(`no sample service stands for ${hostname}`);
    return this.#http.send({ ...request, url: other + request.url.slice(origin.length) });
  }
}
