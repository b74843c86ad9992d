import { UndiciHttp } from '#adapters/undici-http';
import type { Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';
import { settle } from '../fakes/fake-time.ts';
import type { KeyfobInMemory } from './keyfob-in-memory.ts';

/** The real network, and what was sent over it. */
export class HeardHttp implements Http {
  readonly requests: HttpRequest[] = [];
  answered = 0;
  readonly #network = new UndiciHttp('0.0.0', { headersMs: 3_000, wholeMs: 5_000 });

  async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    this.requests.push(request);
    try {
      return await this.#network.send(request);
    } finally {
      this.answered += 1;
    }
  }

  /** Requests to a path. */
  to(path: string): readonly HttpRequest[] {
    return this.requests.filter(({ url }) => new URL(url).pathname === path);
  }

  /** Waits until nothing is under way any more. */
  async quiet(keyfob: KeyfobInMemory): Promise<void> {
    await settle();
    await keyfob.until(() => this.answered === this.requests.length);
    // What an answer leads to may be one more request.
    if (this.answered < this.requests.length) await this.quiet(keyfob);
  }
}
