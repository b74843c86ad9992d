import { HostQueue } from '#adapters/undici-http-queue';
import { fail, ok, type Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';
import { Account, type AccountTraits, type Mood } from './account.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What is known of a token by whoever issued it. Times run on when the computer sleeps and never jump. */
export interface Issued {
  readonly account: Account;
  readonly atMs: number;
  /** When it ends by what was said with it. */
  readonly saidEndMs: number;
  /** When it really ends. */
  diesAtMs: number;
}

/** As in electron/adapters/undici-http-bounds.ts. */
const requestsPerHost = 4;
const hangMs = 30_000;

/** Many services on a virtual network, behind the product's own queue of requests. They know what they issued and when. */
export class ServiceFleet implements Http {
  readonly accounts: Account[] = [];
  readonly issued = new Map<string, Issued>();
  /** The token that each account got last. */
  readonly newest = new Map<Account, string>();
  isNetworkUp = true;
  /** Called when a request arrives. */
  onAsked: (account: Account) => void = () => {};
  mostParallel = 0;
  /** Requests without an answer. */
  underWay = 0;
  readonly #parallel = new Map<string, number>();
  readonly #time: VirtualTime;
  readonly #queue = new HostQueue(requestsPerHost);
  readonly #usedUp = new Set<string>();
  #serial = 0;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** Opens an account. */
  open(traits: Partial<AccountTraits> = {}): Account {
    const account = new Account(this.accounts.length, traits);
    this.accounts.push(account);
    return account;
  }

  /** How a token stands at its service now. */
  fateOf(token: string): 'alive' | 'expired' | 'diedEarly' | 'unknown' {
    const issued = this.issued.get(token);
    if (issued === undefined) return 'unknown';
    const nowMs = this.#time.elapsedMs();
    if (nowMs < Math.min(issued.saidEndMs, issued.diesAtMs)) return 'alive';
    return nowMs >= issued.saidEndMs ? 'expired' : 'diedEarly';
  }

  async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const { host } = new URL(request.url);
    const answer = await this.#queue.run(host, request, () => this.#serve(request, host));
    return answer ?? fail('cancelled', { step: 'connect', host });
  }

  async #serve(request: HttpRequest, host: string): Promise<Result<HttpAnswer>> {
    const parallel = (this.#parallel.get(host) ?? 0) + 1;
    this.#parallel.set(host, parallel);
    this.underWay += 1;
    this.mostParallel = Math.max(this.mostParallel, parallel);
    try {
      return await this.#answer(request, host);
    } finally {
      this.underWay -= 1;
      this.#parallel.set(host, (this.#parallel.get(host) ?? 1) - 1);
    }
  }

  async #answer(request: HttpRequest, host: string): Promise<Result<HttpAnswer>> {
    const index = Number(/\bk(\d+)\b/.exec(request.url)?.[1]);
    const account = this.accounts[index];
    if (account === undefined) throw new Error(`nobody serves ${request.url}`);
    const mood = this.isNetworkUp ? account.mood : 'down';
    const isRevocation = request.url.endsWith('/revoke');
    if (!isRevocation) {
      account.asked.push({ atMs: this.#time.elapsedMs(), mood });
      this.onAsked(account);
    }
    if (mood === 'down') {
      await this.#time.wait(5);
      return fail('unreachable', { step: 'connect', host, reason: 'ENETUNREACH' });
    }
    if (mood === 'hanging') {
      await this.#time.wait(hangMs);
      return fail('timedOut', { step: 'connect', host });
    }
    // It is issued when the request arrives: what the answer takes is part of its life.
    const answer = isRevocation ? this.#revoke(account, request) : this.#judge(account, mood, request);
    await this.#time.wait(account.traits.latencyMs);
    return answer;
  }

  #judge(account: Account, mood: Mood, request: HttpRequest): Result<HttpAnswer> {
    switch (mood) {
      case 'failing':
        return this.#json(account, 503, { error: 'temporarily_unavailable' });
      case 'limiting':
        return this.#json(account, 429, {}, { 'retry-after': String(account.retryAfterS) });
      case 'refusing':
        return this.#json(account, 401, { error: 'invalid_client' });
      default:
        return this.#token(account, request);
    }
  }

  /** RFC 7009: the token is dead from now on. */
  #revoke(account: Account, { body }: HttpRequest): Result<HttpAnswer> {
    const issued = this.issued.get(new URLSearchParams(body ?? '').get('token') ?? '');
    if (issued !== undefined) issued.diesAtMs = Math.min(issued.diesAtMs, this.#time.elapsedMs());
    return this.#json(account, 200, {});
  }

  #token(account: Account, request: HttpRequest): Result<HttpAnswer> {
    const { lifetimeS, truth, skewMs, tells, presetId } = account.traits;
    const renewed = account.hasRefreshToken ? this.#rotate(account, request) : {};
    if (renewed === null) return this.#json(account, 400, { error: 'invalid_grant' });
    this.#serial += 1;
    const atMs = this.#time.elapsedMs();
    const endsS = Math.floor((this.#serverNowMs(account) + lifetimeS * 1000) / 1000);
    const token = tells === 'expires_in' ? `token-${this.#serial}` : jwt(this.#serial, endsS, lifetimeS);
    const lifeMs = lifetimeS * 1000;
    this.newest.set(account, token);
    this.issued.set(token, { account, atMs, saidEndMs: atMs + lifeMs, diesAtMs: atMs + lifeMs * truth });
    return this.#json(account, 200, {
      access_token: token,
      token_type: 'Bearer',
      ...(tells === 'nothing' ? {} : { expires_in: lifetimeS }),
      // Cloud IAM says it twice, the second time by its own clock.
      ...(presetId === 'ibm-iam' && skewMs === 0 ? { expiration: endsS } : {}),
      ...renewed,
    });
  }

  /** RFC 9700 section 4.14.2: a used refresh token that comes again ends the sign-in. */
  #rotate(account: Account, { body }: HttpRequest): { refresh_token: string } | null {
    const sent = new URLSearchParams(body ?? '').get('refresh_token') ?? '';
    if (this.#usedUp.has(sent)) {
      account.replays += 1;
      account.refreshToken = `${sent}-ended`;
    }
    if (sent !== account.refreshToken) return null;
    this.#usedUp.add(sent);
    account.refreshToken = `refresh-${account.index}-${this.#serial + 1}`;
    return { refresh_token: account.refreshToken };
  }

  #json(account: Account, status: number, body: unknown, further: Record<string, string> = {}) {
    const date = new Date(this.#serverNowMs(account)).toUTCString();
    const headers = { 'content-type': 'application/json', date, ...further };
    return ok({ status, headers, body: JSON.stringify(body) });
  }

  /** The service's clock started right when the simulation did, and nobody sets it. */
  #serverNowMs({ traits }: Account): number {
    return startedAtMs + this.#time.elapsedMs() + traits.skewMs;
  }
}

/** The wall clock of every simulation starts here. */
export const startedAtMs: number = Date.UTC(2026, 5, 1, 9);

function jwt(serial: number, endsS: number, lifetimeS: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ jti: serial, iat: endsS - lifetimeS, exp: endsS })}.c2lnbmVk`;
}
