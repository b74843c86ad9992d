import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bearerToken, type ReceivedRequest, type Reply } from './received-request.ts';
import type { JournalEntry, RequestPurpose } from './request-journal.ts';
import { SampleService, type ServiceSetting, sendReply } from './sample-service.ts';
import { type StartOptions, serviceSettings } from './service-settings.ts';

/** A public client (RFC 6749 section 2.1). */
export interface PublicClient {
  readonly id: string;
}

/** The moments of one refresh: it has come; the old token is dead and the new one exists; the answer was sent. */
export type RefreshPoint = 'received' | 'rotated' | 'answered';

/** One sign-in and every refresh token that came of it. */
interface Family {
  current: string;
  isAlive: boolean;
}

const tokenPath = '/token';
const mePath = '/api/me';

/**
 * A token endpoint with the refresh token grant only (RFC 6749 section 6), for tests of crashes: each use rotates the
 * refresh token, and a second use of one ends its whole family (RFC 9700 section 4.14.2). It tells what happened when, and
 * can be held or cut at each moment.
 */
export class RotatingRefreshService extends SampleService<PublicClient> {
  readonly #families = new Map<string, Family>();
  readonly #uses = new Map<string, number>();
  readonly #waiting: { point: RefreshPoint; resolve: () => void }[] = [];
  readonly #cuts: RefreshPoint[] = [];
  readonly #holds = new Map<RefreshPoint, Promise<void>>();

  constructor(setting: ServiceSetting) {
    super('rotating-refresh', setting, 300);
    this.addCredential();
  }

  addCredential(wanted: Partial<PublicClient> = {}): PublicClient {
    return this.accept({ id: randomUUID(), ...wanted });
  }

  get tokenUrl(): string {
    return this.origin + tokenPath;
  }

  get testUrl(): string {
    return this.origin + mePath;
  }

  /** What a person gets who signs in: the first refresh token of a new family. */
  signIn(): string {
    const family: Family = { current: '', isAlive: true };
    return this.#nextOf(family);
  }

  /** How often a refresh token was sent here, whatever came of it. */
  usesOf(refreshToken: string): number {
    return this.#uses.get(refreshToken) ?? 0;
  }

  /** Refresh tokens of this service that were sent more than once: each ended its family. */
  reused(): readonly string[] {
    return [...this.#uses]
      .filter(([token, uses]) => uses > 1 && this.#families.has(token))
      .map(([token]) => token);
  }

  /** Whether the family of a refresh token, which may be a used one, can still be refreshed. */
  isAlive(refreshToken: string): boolean {
    return this.#families.get(refreshToken)?.isAlive ?? false;
  }

  /** The one refresh token of the family that is good. */
  currentOf(refreshToken: string): string | undefined {
    const family = this.#families.get(refreshToken);
    return family?.isAlive ? family.current : undefined;
  }

  /** Resolves when the next refresh comes to that moment. */
  reached(point: RefreshPoint): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ point, resolve }));
  }

  /** Refreshes stop at that moment until the returned function is called. */
  holdAt(point: Exclude<RefreshPoint, 'answered'>): () => void {
    let release = () => {};
    this.#holds.set(
      point,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    return () => {
      this.#holds.delete(point);
      release();
    };
  }

  /** The connection of the next refresh is cut at that moment: `rotated` loses the new token on its way. */
  cutNextAt(point: Exclude<RefreshPoint, 'answered'>): void {
    this.#cuts.push(point);
  }

  async testCall(token: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await this.ask({ method: 'GET', url: this.testUrl, headers });
    return status === 200;
  }

  protected purposeOf(_method: string, path: string): RequestPurpose {
    if (path === tokenPath) return 'exchange';
    return path === mePath ? 'testCall' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    return this.ledger.ownerOf(bearerToken(request)) ?? request.form.get('client_id') ?? undefined;
  }

  protected refusal(): Reply {
    return { status: 400, json: { error: 'invalid_grant', error_description: 'sign in again' } };
  }

  protected answer(request: ReceivedRequest): Reply {
    const isMe = request.method === 'GET' && request.url.pathname === mePath;
    if (!isMe) return { status: 404, json: { error: 'not_found' } };
    if (!this.accepts(bearerToken(request))) return { status: 401, json: { error: 'invalid_token' } };
    return { status: 200, json: { sub: 'jane' } };
  }

  protected override async respond(
    message: IncomingMessage,
    response: ServerResponse,
    entry: JournalEntry,
  ): Promise<void> {
    if (entry.purpose !== 'exchange') return super.respond(message, response, entry);
    const request = await this.read(message, entry);
    if (!(await this.#goesOn('received', response))) return;
    await this.beforeAnswer();
    const reply = this.#refresh(request);
    if (!(await this.#goesOn('rotated', response))) return;
    response.once('finish', () => this.#tell('answered'));
    sendReply(response, reply);
  }

  /** Tells of the moment, waits there if it is held, and is false if the connection was cut. */
  async #goesOn(point: RefreshPoint, response: ServerResponse): Promise<boolean> {
    this.#tell(point);
    await this.#holds.get(point);
    const cut = this.#cuts.indexOf(point);
    if (cut < 0) return true;
    this.#cuts.splice(cut, 1);
    response.destroy();
    return false;
  }

  #tell(point: RefreshPoint): void {
    const at = this.#waiting.findIndex((waiting) => waiting.point === point);
    if (at >= 0) this.#waiting.splice(at, 1)[0]?.resolve();
  }

  #refresh(request: ReceivedRequest): Reply {
    const { form, method } = request;
    if (method !== 'POST' || form.get('grant_type') !== 'refresh_token') {
      return { status: 400, json: { error: 'unsupported_grant_type' } };
    }
    const client = this.credentialWithId(form.get('client_id') ?? '');
    if (client === undefined) return { status: 401, json: { error: 'invalid_client' } };
    const sent = form.get('refresh_token') ?? '';
    this.#uses.set(sent, this.usesOf(sent) + 1);
    const family = this.#families.get(sent);
    if (family === undefined || !family.isAlive) return this.refusal();
    if (family.current !== sent) {
      this.#end(family);
      return this.refusal();
    }
    return this.#issue(client, family);
  }

  #issue(client: PublicClient, family: Family): Reply {
    const issuedAtMs = this.nowMs();
    const token = randomBytes(24).toString('base64url');
    const expiresAtMs = issuedAtMs + this.lifetimeS * 1000;
    const refresh_token = this.#nextOf(family);
    this.ledger.record({ token, credentialId: client.id, issuedAtMs, expiresAtMs, asked: { refresh_token } });
    return {
      status: 200,
      json: { access_token: token, token_type: 'Bearer', expires_in: this.lifetimeS, refresh_token },
    };
  }

  #nextOf(family: Family): string {
    family.current = randomBytes(32).toString('base64url');
    this.#families.set(family.current, family);
    return family.current;
  }

  /** The access tokens of the family die with it. */
  #end(family: Family): void {
    family.isAlive = false;
    for (const { token, asked } of this.issuedTokens()) {
      if (this.#families.get(asked?.['refresh_token'] ?? '') === family) this.withdrawToken(token);
    }
  }
}

/** Starts it on its own, over https unless told otherwise. */
export async function startRotatingRefreshService(options: StartOptions = {}) {
  const { settingOf, caPem, journal } = serviceSettings(options);
  const service = new RotatingRefreshService(settingOf('rotating-refresh'));
  await service.listen();
  return { service, caPem, journal, stop: () => service.stop() };
}
