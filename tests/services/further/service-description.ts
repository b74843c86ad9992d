import type { StrangerAsks } from '../ask-as-stranger.ts';
import type { ReceivedRequest, Reply } from '../received-request.ts';
import type { RequestPurpose } from '../request-journal.ts';
import type { IssuedToken } from '../token-ledger.ts';
import type { FurtherServiceId } from './further-service-ids.ts';
import type { SampleKeyPair } from './sample-key-pair.ts';

/** A key of a further service: what the provider's pages call client id and secret, or an id and a key pair. */
export interface FurtherCredential {
  readonly id: string;
  /** Empty if the key is a key pair only. */
  readonly secret: string;
  readonly keyPair?: SampleKeyPair;
  /** What else belongs to the key, by the provider's name for it. */
  readonly also: Readonly<Record<string, string>>;
}

/** A provider as data: what it serves, and how it says no. Sources are sections of the contracts unless said otherwise. */
export interface ServiceDescription {
  readonly id: FurtherServiceId;
  /** Of tokens, in seconds. */
  readonly lifetimeS: number;
  /** Names that a customer has of their own and that paths or members hold, such as tenant or realm; drawn at each start. */
  readonly places?: () => Readonly<Record<string, string>>;
  readonly newCredential: (places: Readonly<Record<string, string>>) => FurtherCredential;
  readonly routes: readonly Route[];
  readonly refuse: RefusalForm;
  /** How a wrong key is refused here; `invalid_client` if absent. */
  readonly keyRefusal?: RefusalKind;
  /** The documented test call with a token, as its user sends it. */
  readonly testCall: (inside: ServiceInside, token: string) => Omit<StrangerAsks, 'caPem'>;
  /** Whether a test call with status 200 passed; absent: the status is enough. */
  readonly testPassed?: (json: Readonly<Record<string, unknown>>) => boolean;
}

export interface Route {
  readonly purpose: RequestPurpose;
  readonly method: string;
  /** With `{…}` for each of the places. */
  readonly path: string;
  /** Throws {@link Refused}. */
  readonly answer: (visit: Visit) => Reply | Promise<Reply>;
}

/** A request and the service that it came to. */
export interface Visit {
  readonly request: ReceivedRequest;
  readonly inside: ServiceInside;
}

/** What routes may ask of their service. */
export interface ServiceInside {
  readonly origin: string;
  /** The absolute address of a path that may hold `{…}` for places. */
  urlOf(path: string): string;
  readonly places: Readonly<Record<string, string>>;
  /** Of tokens that are issued now, in seconds. */
  readonly lifetimeS: number;
  /** The service's clock, in epoch milliseconds. */
  nowMs(): number;
  readonly credentials: readonly FurtherCredential[];
  /** Notes a token as issued now. */
  issue(token: string, credential: FurtherCredential, asked: Readonly<Record<string, string>>): IssuedToken;
  /** The record of a token that is good now. */
  issued(token: string): IssuedToken | undefined;
  withdrawToken(token: string): void;
  /** False if the id was seen before, as of an assertion that is sent twice (RFC 7523 section 3, `jti`). */
  isFirstUse(assertionId: string): boolean;
}

/** Why a request is refused; the names are those of RFC 6749 section 5.2 and RFC 6750 section 3.1 where these have one. */
export type RefusalKind =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_audience'
  | 'unsupported_grant_type'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'not_found';

/** How a service words a refusal. */
export type RefusalForm = (refused: Refused, visit: Visit) => Reply;

/** Thrown by a route whose demands are not met. */
export class Refused extends Error {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, text: string) {
    super(text);
    this.kind = kind;
  }
}

/** The URL that the client asked, without its query: what an audience has to name. */
export function askedUrl({ request, inside }: Visit): string {
  const { protocol } = new URL(inside.origin);
  return `${protocol}//${request.header('host')}${request.url.pathname}`;
}

/** The origin that the client asked: `127.0.0.1` or `localhost`. */
export const askedOrigin = (visit: Visit): string => new URL(askedUrl(visit)).origin;
