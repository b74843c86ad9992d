import type { FurtherServiceId } from './further/further-service-ids.ts';

/** The services that `startServices` starts at once, by the name that the journal and its options use. */
export type ServiceId = 'celerdata' | 'ibm-dbaas' | 'ibm-iam' | 'layar' | 'dataos' | 'oauth';

/** Also those that it starts when they are asked for. */
export type AnyServiceId = ServiceId | FurtherServiceId | 'rotating-refresh';

/**
 * `exchange`: asks for a token; `testCall`: uses one; `manage`: makes, describes, withdraws keys or tokens; `other`:
 * discovery, unknown paths, a followed redirect.
 */
export type RequestPurpose = 'exchange' | 'testCall' | 'manage' | 'other';

export interface JournalEntry {
  readonly service: AnyServiceId;
  readonly purpose: RequestPurpose;
  readonly atMs: number;
  readonly method: string;
  /** Path and query exactly as they came in the request line. */
  readonly path: string;
  /** Names as they were written and values, in the order of arrival. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  body: string;
  /** The credential that the request claims to use, even when its secret is wrong; undefined if it names none. */
  credentialId: string | undefined;
  /** Status of the answer; null while there is none, and for ever if the connection ended without one. */
  status: number | null;
}

export interface JournalFilter {
  readonly service?: AnyServiceId;
  readonly purpose?: RequestPurpose;
  readonly credentialId?: string;
}

/** Everything that the sample services were asked, so that a test can count, order and search it. */
export class RequestJournal {
  #entries: JournalEntry[] = [];
  /** Turns in one common count: exact where two clock readings would be equal. */
  #turns = new Map<JournalEntry, { began: number; ended: number }>();
  #turn = 0;

  begin(entry: Omit<JournalEntry, 'atMs' | 'body' | 'credentialId' | 'status'>): JournalEntry {
    const begun = { ...entry, atMs: Date.now(), body: '', credentialId: undefined, status: null };
    this.#entries.push(begun);
    this.#turns.set(begun, { began: this.#turn++, ended: Number.POSITIVE_INFINITY });
    return begun;
  }

  /** The first call counts: an answered request that is then disconnected keeps its status. */
  end(entry: JournalEntry, status: number | null): void {
    const turns = this.#turns.get(entry);
    if (turns === undefined || turns.ended !== Number.POSITIVE_INFINITY) return;
    turns.ended = this.#turn++;
    entry.status = status;
  }

  entries(filter: JournalFilter = {}): readonly JournalEntry[] {
    return this.#entries.filter(
      (entry) =>
        (filter.service === undefined || entry.service === filter.service) &&
        (filter.purpose === undefined || entry.purpose === filter.purpose) &&
        (filter.credentialId === undefined || entry.credentialId === filter.credentialId),
    );
  }

  /** Number of token requests, answered or not. */
  exchangeCount(filter: Omit<JournalFilter, 'purpose'> = {}): number {
    return this.entries({ ...filter, purpose: 'exchange' }).length;
  }

  /**
   * Highest number of matching requests that were unanswered at one moment. 1 proves single flight only if the service
   * takes its time (`delayMs`): without, it may answer each request before it hears of the next.
   */
  maxInFlight(filter: JournalFilter): number {
    const changes = this.entries(filter)
      .flatMap((entry) => {
        const turns = this.#turns.get(entry);
        return turns === undefined ? [] : ([[turns.began, 1] as const, [turns.ended, -1] as const] as const);
      })
      .sort(([left], [right]) => (left === right ? 0 : left - right));
    let inFlight = 0;
    let highest = 0;
    for (const [, change] of changes) {
      inFlight += change;
      highest = Math.max(highest, inFlight);
    }
    return highest;
  }

  /** Request lines that hold the text, raw or percent-encoded: must be empty for every secret and token. */
  requestLinesWith(text: string): readonly string[] {
    const forms = [text, encodeURIComponent(text), new URLSearchParams([['', text]]).toString().slice(1)];
    return this.#entries
      .map(({ method, path }) => `${method} ${path}`)
      .filter((line) => forms.some((form) => line.includes(form)));
  }

  clear(): void {
    this.#entries = [];
    this.#turns.clear();
  }
}

/** First value of a header, by its name in any case. */
export function headerOf(entry: JournalEntry, name: string): string | undefined {
  return entry.headers.find(([written]) => written.toLowerCase() === name.toLowerCase())?.[1];
}
