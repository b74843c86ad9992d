import { UndiciHttp } from '#adapters/undici-http';
import type { Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';
import { type RawService, startRawService } from './raw-service.ts';
import { type ServedAnswer, type Wire, wireOf } from './served-answer.ts';

/** What becomes of a request. `throws`: a fault of the HTTP adapter itself, which must not happen and must not matter. */
export type Fate = 'token' | 'refused' | 'limited' | 'unavailable' | 'cut' | 'garbage' | 'throws';

/** All of them. */
export const fates: readonly Fate[] = [
  'token',
  'refused',
  'limited',
  'unavailable',
  'cut',
  'garbage',
  'throws',
];

/** The kinds of failure that callers are told. */
export const kindOfFate: Readonly<Record<Exclude<Fate, 'token'>, string>> = {
  refused: 'refused',
  limited: 'rateLimited',
  unavailable: 'serviceFailed',
  cut: 'unreachable',
  garbage: 'unusableAnswer',
  throws: 'internal',
};

/** What one key asked for since it was looked at last. */
export interface Asked {
  requests: number;
  /** At the same moment, at most. */
  inFlight: number;
  mostInFlight: number;
  /** The last token that was issued. */
  token: string | null;
}

/**
 * A token service behind the real adapter whose answers wait for a gate, so that everybody can ask meanwhile. Each key has an
 * address of its own, `/<key>/token`. Requests are counted where the program hands them to the network.
 */
export class GatedService implements Http {
  readonly lifetimeS: number;
  readonly #http = new UndiciHttp('0.0.0');
  readonly #asked = new Map<string, Asked>();
  readonly #fates = new Map<string, Fate>();
  #service: RawService | null = null;
  #gate: Promise<void> = Promise.resolve();
  #openGate: () => void = () => {};
  #issued = 0;

  constructor(lifetimeS: number) {
    this.lifetimeS = lifetimeS;
  }

  async start(): Promise<string> {
    this.#service = await startRawService(({ path }) => this.#answer(path.split('/')[1] ?? ''));
    return this.#service.origin;
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
  }

  /** Lets requests wait for {@link open}. */
  close(): void {
    this.#gate = new Promise((resolve) => {
      this.#openGate = resolve;
    });
  }

  open(): void {
    this.#openGate();
  }

  /** Decides what becomes of the next requests of a key. */
  decide(key: string, fate: Fate): void {
    this.#fates.set(key, fate);
  }

  /** What a key asked for; `forget` begins anew. */
  asked(key: string): Asked {
    const asked = this.#asked.get(key) ?? { requests: 0, inFlight: 0, mostInFlight: 0, token: null };
    this.#asked.set(key, asked);
    return asked;
  }

  forget(): void {
    this.#asked.clear();
  }

  async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const key = new URL(request.url).pathname.split('/')[1] ?? '';
    const asked = this.asked(key);
    asked.requests += 1;
    asked.inFlight += 1;
    asked.mostInFlight = Math.max(asked.mostInFlight, asked.inFlight);
    try {
      if (this.#fates.get(key) === 'throws') {
        await this.#gate;
        throw new TypeError('a fault of the adapter');
      }
      return await this.#http.send(request);
    } finally {
      asked.inFlight -= 1;
    }
  }

  async #answer(key: string): Promise<Wire> {
    await this.#gate;
    const fate = this.#fates.get(key) ?? 'token';
    if (fate === 'cut') return { pieces: [], end: 'reset' };
    const answer = (status: number, body: string, headers = {}): Wire =>
      wireOf({ ...whole, status, headers, body: Buffer.from(body) });
    if (fate === 'refused') return answer(401, '{"error":"invalid_client"}');
    if (fate === 'limited') return answer(429, '', { 'retry-after': '600' });
    if (fate === 'unavailable') return answer(503, '');
    if (fate === 'garbage') return answer(200, '{"access_token":"x');
    this.#issued += 1;
    const token = `token-${key}-${this.#issued}`;
    this.asked(key).token = token;
    return answer(200, JSON.stringify({ access_token: token, expires_in: this.lifetimeS }));
  }
}

const whole: Pick<ServedAnswer, 'kind' | 'framing'> = { kind: 'plain', framing: 'length' };
