import {
  basicPair,
  bearerToken,
  jsonMembers,
  type ReceivedRequest,
  type Reply,
} from '../received-request.ts';
import type { RequestPurpose } from '../request-journal.ts';
import { SampleService, type ServiceSetting } from '../sample-service.ts';
import type { IssuedToken } from '../token-ledger.ts';
import {
  type FurtherCredential,
  Refused,
  type Route,
  type ServiceDescription,
  type ServiceInside,
} from './service-description.ts';
import { issuerOf } from './signed-assertion.ts';

/** A sample service that does what its description says, and refuses everything else. */
export class DescribedService extends SampleService<FurtherCredential> implements ServiceInside {
  readonly places: Readonly<Record<string, string>>;
  readonly #description: ServiceDescription;
  readonly #seenAssertions = new Set<string>();

  constructor(description: ServiceDescription, setting: ServiceSetting) {
    super(description.id, setting, description.lifetimeS);
    this.#description = description;
    this.places = description.places?.() ?? {};
    this.addCredential();
  }

  addCredential(wanted: Partial<FurtherCredential> = {}): FurtherCredential {
    return this.accept({ ...this.#description.newCredential(this.places), ...wanted });
  }

  /** The absolute address of a path that may hold `{…}` for places. */
  urlOf(path: string): string {
    return this.origin + filled(path, this.places);
  }

  async testCall(token: string): Promise<boolean> {
    const { testCall, testPassed = () => true } = this.#description;
    const { status, json } = await this.ask(testCall(this, token));
    return status === 200 && testPassed(json as Readonly<Record<string, unknown>>);
  }

  issue(token: string, { id }: FurtherCredential, asked: Readonly<Record<string, string>>): IssuedToken {
    const issuedAtMs = this.nowMs();
    const issued = {
      token,
      credentialId: id,
      issuedAtMs,
      expiresAtMs: issuedAtMs + this.lifetimeS * 1000,
      asked,
    };
    this.ledger.record(issued);
    return issued;
  }

  issued(token: string): IssuedToken | undefined {
    return this.ledger.find(token);
  }

  isFirstUse(assertionId: string): boolean {
    const isNew = !this.#seenAssertions.has(assertionId);
    this.#seenAssertions.add(assertionId);
    return isNew;
  }

  protected purposeOf(method: string, path: string): RequestPurpose {
    return this.#routes(path).find((route) => route.method === method)?.purpose ?? 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    return basicPair(request)?.id ?? this.ledger.ownerOf(bearerToken(request)) ?? this.#namedIn(request)?.id;
  }

  protected async answer(request: ReceivedRequest): Promise<Reply> {
    const visit = { request, inside: this };
    try {
      const route = this.#routes(request.url.pathname).find(({ method }) => method === request.method);
      if (route === undefined) throw new Refused('not_found', 'not found');
      return await route.answer(visit);
    } catch (error) {
      if (error instanceof Refused) return this.#description.refuse(error, visit);
      throw error;
    }
  }

  protected refusal(request: ReceivedRequest): Reply {
    const { keyRefusal = 'invalid_client', refuse } = this.#description;
    return refuse(new Refused(keyRefusal, 'the key is refused'), { request, inside: this });
  }

  /** The credential whose id is a member of the body or the issuer of a JWT in the request. */
  #namedIn(request: ReceivedRequest): FurtherCredential | undefined {
    const texts = [
      bearerToken(request),
      ...request.form.values(),
      ...Object.values(jsonMembers(request) ?? {}),
    ];
    const names = texts.flatMap((text) => [String(text), issuerOf(String(text)) ?? '']);
    return this.credentials.find(({ id, also }) =>
      names.some((name) => name === id || name.startsWith(`${id}.`) || Object.values(also).includes(name)),
    );
  }

  #routes(path: string): readonly Route[] {
    return this.#description.routes.filter((route) => filled(route.path, this.places) === path);
  }
}

const filled = (path: string, places: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(places[name] ?? ''));
