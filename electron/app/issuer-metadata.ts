import { type Failure, fail, ok, type Result } from '#core/failure';
import type { Clock, Http, HttpRequest } from '#core/ports';
import { metadataUrls, readMetadata } from '#core/providers/discovery';

/** Endpoints move rarely; an hour is short enough for the day on which they do. */
const keptForMs = 60 * 60_000;

interface Kept {
  readonly values: ReadonlyMap<string, string>;
  readonly untilMs: number;
}

/** No answer at all, a host that wants fewer requests, or one that speaks for another issuer. A fault of a server may be of one place. */
function isDecisive({ kind, reason }: Failure): boolean {
  const isOfPlace = kind === 'unusableAnswer' || kind === 'serviceFailed';
  return !isOfPlace || reason === 'otherIssuer';
}

/** Reads where an issuer has its endpoints, and remembers it for a while. */
export class IssuerMetadata {
  readonly #http: Http;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(http: Http, clock: Clock) {
    this.#http = http;
    this.#clock = clock;
  }

  /**
   * Variables `discovered.<member>`. Asks at each of the usual places until one answers for this issuer; the failure is
   * that of the first place, because the others are fall-backs, unless one is decisive.
   */
  async find(
    issuer: string,
    rest: Pick<HttpRequest, 'extraCaPem' | 'neededAtMs' | 'signal'>,
  ): Promise<Result<ReadonlyMap<string, string>>> {
    const place = `${issuer}\n${rest.extraCaPem ?? ''}`;
    const kept = this.#kept.get(place);
    if (kept !== undefined && kept.untilMs > this.#clock.nowMs()) return ok(kept.values);
    let failed: Result<never> | null = null;
    for (const url of metadataUrls(issuer)) {
      const found = await this.#ask(url, issuer, rest);
      if (found.ok) {
        this.#kept.set(place, { values: found.value, untilMs: this.#clock.nowMs() + keptForMs });
        return found;
      }
      if (isDecisive(found.failure)) return found;
      failed ??= found;
    }
    return failed ?? fail('internal', { step: 'discover' });
  }

  async #ask(
    url: string,
    issuer: string,
    rest: Pick<HttpRequest, 'extraCaPem' | 'neededAtMs' | 'signal'>,
  ): Promise<Result<ReadonlyMap<string, string>>> {
    const request = {
      ...rest,
      method: 'GET',
      url,
      headers: { accept: 'application/json' },
      body: null,
    } as const;
    const answer = await this.#http.send(request);
    if (!answer.ok) return { ok: false, failure: { ...answer.failure, step: 'discover' } };
    return readMetadata(answer.value, issuer, this.#clock.nowMs());
  }
}
