import { ok, type Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';
import { Engine } from '../../hostile/engine.ts';
import { keyDraftAt } from '../../hostile/hostile-keys.ts';
import { type RetryCase, refusals, retryCases } from '../../hostile/retry-cases.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The refresh loop looks again at most this often, so a retry may be that much late. Never early. */
const loopPauseMs = 250;
const sizes = {
  reduced: { fractions: [0.999], every: 7, refusedForMs: dayMs },
  full: { fractions: [0, 0.5, 0.999], every: 1, refusedForMs: 30 * dayMs },
};

/** A network of many services; each gives its answers in order, then tokens for a month. */
class ManyServices implements Http {
  readonly #answers = new Map<string, HttpAnswer[]>();
  readonly #askedAtMs = new Map<string, number[]>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Makes a service; gives its origin. */
  open(answers: readonly HttpAnswer[]): string {
    const origin = `https://service-${this.#answers.size}.example`;
    this.#answers.set(origin, [...answers]);
    return origin;
  }

  askedAtMs(origin: string): readonly number[] {
    return this.#askedAtMs.get(origin) ?? [];
  }

  async send({ url }: HttpRequest): Promise<Result<HttpAnswer>> {
    const { origin } = new URL(url);
    this.#askedAtMs.set(origin, [...this.askedAtMs(origin), this.#nowMs()]);
    const next = this.#answers.get(origin)?.shift();
    const token = { access_token: 'a-token', expires_in: 30 * 86_400 };
    return ok(next ?? { status: 200, headers: {}, body: JSON.stringify(token) });
  }
}

/**
 * NW-12: after 429 and 503 the next request comes when the policy says, never earlier; after 400, 401 and 403 there is none.
 * On a virtual clock and in a time zone that is not the one of HTTP.
 */
export async function keepRetryPolicy(size: CheckSize): Promise<CheckResult> {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'America/St_Johns';
  try {
    const faults: string[] = [];
    let waits = 0;
    for (const fraction of sizes[size].fractions) {
      const tried = await tryWaits(fraction, sizes[size].every);
      waits += tried.waits;
      faults.push(...tried.faults);
    }
    const refused = await tryRefusals(size);
    faults.push(...refused.faults);
    const days = sizes[size].refusedForMs / dayMs;
    return {
      figure:
        `${waits} waits after 429 and 503 (late by at most ${loopPauseMs} ms counts as kept) and ${refused.keys} keys after ` +
        `400, 401 and 403: ${faults.length} faults, ${refused.retries} retries of refused keys in ${days} virtual days` +
        faults
          .slice(0, 8)
          .map((fault) => `; ${fault}`)
          .join(''),
      passed: faults.length === 0 && refused.retries === 0,
    };
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
}

interface Tried {
  readonly waits: number;
  readonly faults: readonly string[];
}

/** One key for each case, all at once, and one that fails twelve times in a row. */
async function tryWaits(fraction: number, every: number): Promise<Tried> {
  const { engine, services } = await startEngine(fraction);
  try {
    const cases = retryCases(engine.time.nowMs()).filter((_, at) => at % every === 0);
    const origins = cases.map(({ status, headers }) => services.open([{ status, headers, body: '' }]));
    const failing = services.open(Array.from({ length: 12 }, () => ({ status: 503, headers: {}, body: '' })));
    for (const origin of [...origins, failing])
      await engine.add(keyDraftAt('oauth2', origin, 'a-secret', origin));
    await engine.time.advance(0);
    await copyDuringThePause(engine, cases);
    await engine.time.advance(dayMs + hourMs);
    const faults = cases.flatMap((retryCase, at) => {
      const wait = waitOf(services.askedAtMs(origins[at] ?? ''));
      const fault = faultOf(wait, policyMs(1, fraction, retryCase.askedMs));
      return fault === null ? [] : [`${retryCase.name}: ${fault}`];
    });
    const growing = services.askedAtMs(failing);
    for (let n = 1; n <= 12; n += 1) {
      const fault = faultOf(waitOf(growing.slice(n - 1, n + 1)), policyMs(n, fraction, null));
      if (fault !== null) faults.push(`failure ${n} in a row: ${fault}`);
    }
    return { waits: cases.length + 12, faults };
  } finally {
    await engine.stop();
  }
}

/** The policy, written down a second time: full jitter up to 40, 80, 160, 320 s, then 8 min; at least 0.5 s; at least what was asked for. */
function policyMs(failures: number, fraction: number, askedMs: number | null): number {
  const boundMs = [40_000, 80_000, 160_000, 320_000][failures - 1];
  return Math.max(500, boundMs === undefined ? 480_000 : fraction * boundMs, askedMs ?? 0);
}

/** Time between two requests; null unless there were exactly two. */
function waitOf(askedAtMs: readonly number[]): number | null {
  const [first, second, ...more] = askedAtMs;
  return first === undefined || second === undefined || more.length > 0 ? null : second - first;
}

function faultOf(waitMs: number | null, policy: number): string | null {
  if (waitMs === null) return 'not asked again, or too often';
  const isKept = waitMs >= policy && waitMs <= policy + loopPauseMs;
  return isKept ? null : `waited ${waitMs} ms in place of ${policy} ms`;
}

/** Whoever copies while a service asked for a pause gets the failure at once, and the service is left alone. */
async function copyDuringThePause({ app }: Engine, cases: readonly RetryCase[]): Promise<void> {
  const limited = cases.filter(({ status, askedMs }) => status === 429 && (askedMs ?? 0) > 0).length;
  const paused = app.snapshot().keys.filter(({ token }) => token.failure?.kind === 'rateLimited');
  if (paused.length < limited) throw new Error('not every 429 was seen as such');
  for (const { id } of paused) await app.copy.copy(id as Parameters<typeof app.copy.copy>[0]);
}

/** Time passes, the network comes and goes, the user copies: a refused key is not asked again. */
async function tryRefusals(size: CheckSize) {
  const { engine, services } = await startEngine(0);
  try {
    const origins = refusals.map((answer) => services.open([answer]));
    const ids = [];
    for (const origin of origins)
      ids.push(await engine.add(keyDraftAt('oauth2', origin, 'a-secret', origin)));
    for (let passedMs = 0; passedMs < sizes[size].refusedForMs; passedMs += dayMs) {
      await engine.time.advance(dayMs);
      engine.events.tell('online');
      for (const id of ids) await engine.app.copy.copy(id);
    }
    const asked = origins.map((origin) => services.askedAtMs(origin).length);
    const notRefused = engine.app.snapshot().keys.filter(({ token }) => token.state !== 'rejected');
    return {
      keys: origins.length,
      retries: asked.reduce((sum, times) => sum + times - 1, 0),
      faults: notRefused.map(
        ({ fields }) =>
          `not seen as refused: ${JSON.stringify(refusals[origins.findIndex((o) => fields['tokenUrl']?.startsWith(`${o}/`))])}`,
      ),
    };
  } finally {
    await engine.stop();
  }
}

async function startEngine(fraction: number) {
  const services: ManyServices = new ManyServices(() => engine.time.nowMs());
  const engine: Engine = await Engine.start(services, () => fraction);
  return { engine, services };
}
