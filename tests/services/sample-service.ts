import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { askAsStranger, type StrangerAsks } from './ask-as-stranger.ts';
import type { ServerCertificate } from './certificate-authority.ts';
import { answerWrongly, type FailureKind } from './injected-failures.ts';
import { type LoopbackListener, listenOnLoopback } from './loopback-listener.ts';
import { type ReceivedRequest, type Reply, readBody, receivedRequest } from './received-request.ts';
import type { AnyServiceId, JournalEntry, RequestJournal, RequestPurpose } from './request-journal.ts';
import { type IssuedToken, TokenLedger } from './token-ledger.ts';

/** What `startServices` gives to every service. */
export interface ServiceSetting {
  readonly journal: RequestJournal;
  readonly caPem: string;
  /** Present: the service speaks https with it. */
  readonly certificate?: ServerCertificate | undefined;
  readonly lifetimeS?: number | undefined;
}

/** What all services share: listener, journal, credentials, issued tokens and the ways to go wrong. */
export abstract class SampleService<Credential extends { readonly id: string }> {
  /** Wait before every answer. */
  delayMs = 0;
  /** The `Retry-After` of `http429`. */
  retryAfterS = 1;
  /** Lifetime of tokens (DataOS: of added keys) from now on; those that exist keep theirs. */
  lifetimeS: number;
  /** The clock of the service, in epoch milliseconds: what has expired, and which signed claims are in time. */
  nowMs: () => number = () => Date.now();

  readonly id: AnyServiceId;
  protected readonly ledger = new TokenLedger(() => this.nowMs());
  readonly #setting: ServiceSetting;
  readonly #credentials = new Map<string, Credential>();
  #held: Promise<void> | undefined;
  readonly #failures: { kind: FailureKind; purpose: RequestPurpose }[] = [];
  #listener: LoopbackListener | undefined;

  constructor(id: AnyServiceId, setting: ServiceSetting, defaultLifetimeS: number) {
    this.id = id;
    this.lifetimeS = setting.lifetimeS ?? defaultLifetimeS;
    this.#setting = setting;
  }

  async listen(): Promise<void> {
    this.#listener = await listenOnLoopback((message, response) => {
      this.#serve(message, response).catch((error: unknown) => {
        // A client that went away is no fault; anything else is one of this service and must be seen.
        if (!response.destroyed) console.error(`${this.id} could not answer:`, error);
        response.destroy();
      });
    }, this.#setting.certificate);
  }

  get origin(): string {
    if (this.#listener === undefined) throw new Error(`${this.id} is not listening`);
    return this.#listener.origin;
  }

  /** The accepted credentials, oldest first. */
  get credentials(): readonly Credential[] {
    return [...this.#credentials.values()];
  }

  /** The oldest credential that is still accepted. */
  get credential(): Credential {
    const [first] = this.credentials;
    if (first === undefined) throw new Error(`${this.id} accepts no credential any more`);
    return first;
  }

  /** The credential is refused from now on. Tokens live on as they do at most providers, unless told otherwise. */
  revokeCredential(id: string, options: { readonly withTokens?: boolean } = {}): void {
    this.#credentials.delete(id);
    if (options.withTokens) this.ledger.withdrawAllOf(id);
  }

  issuedTokens(): readonly IssuedToken[] {
    return this.ledger.all();
  }

  /** Issued here, unexpired and not withdrawn. */
  accepts(token: string): boolean {
    return this.ledger.find(token) !== undefined;
  }

  /** Token dies before its time, as after a sign-out everywhere. */
  withdrawToken(token: string): void {
    this.ledger.withdraw(token);
  }

  /** The next `count` requests of that purpose fail; calls add up and are used in their order. */
  failNext(kind: FailureKind, count = 1, purpose = this.mainPurpose): void {
    for (let left = count; left > 0; left -= 1) this.#failures.push({ kind, purpose });
  }

  /** Forgets the failures that were not used. */
  failNoMore(): void {
    this.#failures.length = 0;
  }

  /** Requests are read and noted from now on, and answered when the returned function is called. */
  hold(): () => void {
    let release = () => {};
    this.#held = new Promise<void>((resolve) => {
      release = resolve;
    });
    return () => {
      this.#held = undefined;
      release();
    };
  }

  setDown(down: boolean): void {
    this.#listener?.setDown(down);
  }

  async stop(): Promise<void> {
    await this.#listener?.stop();
  }

  /** Performs the provider's test call over HTTP. Rejects if there is no answer. */
  abstract testCall(token: string): Promise<boolean>;

  /** Makes a random credential (given members are used as they are) that is accepted from now on. */
  abstract addCredential(wanted?: Partial<Credential>): Credential;

  /** Which requests `failNext` means when it is not told. */
  protected readonly mainPurpose: RequestPurpose = 'exchange';

  protected abstract purposeOf(method: string, path: string): RequestPurpose;

  protected abstract credentialIdOf(request: ReceivedRequest): string | undefined;

  protected abstract answer(request: ReceivedRequest): Promise<Reply> | Reply;

  /** The answer to a wrong key, in the form of this service. */
  protected abstract refusal(request: ReceivedRequest): Reply;

  protected accept(credential: Credential): Credential {
    this.#credentials.set(credential.id, credential);
    return credential;
  }

  protected credentialWithId(id: string): Credential | undefined {
    return this.#credentials.get(id);
  }

  protected ask(asks: Omit<StrangerAsks, 'caPem'>): Promise<{ status: number; json: unknown }> {
    return askAsStranger({ ...asks, caPem: this.#setting.caPem });
  }

  /** Waits as `delayMs` and `hold` want it. */
  protected async beforeAnswer(): Promise<void> {
    if (this.delayMs > 0) await sleep(this.delayMs);
    await this.#held;
  }

  /** Reads, understands and answers one request; the OAuth service leaves that to the real provider. */
  protected async respond(
    message: IncomingMessage,
    response: ServerResponse,
    entry: JournalEntry,
  ): Promise<void> {
    const request = await this.read(message, entry);
    await this.beforeAnswer();
    sendReply(response, await this.answer(request));
  }

  protected async read(message: IncomingMessage, entry: JournalEntry): Promise<ReceivedRequest> {
    entry.body = await readBody(message);
    const request = receivedRequest(entry);
    entry.credentialId = this.credentialIdOf(request);
    return request;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = message;
    const purpose = this.purposeOf(method, path.split('?', 1)[0] ?? path);
    const headers = pairs(message.rawHeaders);
    const entry = this.#setting.journal.begin({ service: this.id, purpose, method, path, headers });
    this.#noteEnd(response, entry);
    const failure = this.#takeFailure(purpose);
    if (failure === undefined) {
      await this.respond(message, response, entry);
      return;
    }
    const request = await this.read(message, entry);
    await this.beforeAnswer();
    if (failure === 'invalidClient') sendReply(response, this.refusal(request));
    else answerWrongly(failure, response, { origin: this.origin, retryAfterS: this.retryAfterS });
  }

  /** Noted as the answer starts on its way: a client that has it may ask again before `finish` is heard of here. */
  #noteEnd(response: ServerResponse, entry: JournalEntry): void {
    const { journal } = this.#setting;
    const end = response.end.bind(response) as (...values: unknown[]) => ServerResponse;
    response.end = ((...values: unknown[]) => {
      journal.end(entry, response.statusCode);
      return end(...values);
    }) as typeof response.end;
    response.once('close', () => journal.end(entry, null));
  }

  #takeFailure(purpose: RequestPurpose): FailureKind | undefined {
    const index = this.#failures.findIndex((failure) => failure.purpose === purpose);
    return index < 0 ? undefined : this.#failures.splice(index, 1)[0]?.kind;
  }
}

/** Without `json` the body is empty. */
export function sendReply(response: ServerResponse, { status, json, headers }: Reply): void {
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, 'cache-control': 'no-store', ...headers }).end(JSON.stringify(json));
}

function pairs(rawHeaders: readonly string[]): (readonly [string, string])[] {
  return rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []));
}
