import { CelerdataService } from '../../services/celerdata-service.ts';
import type { FailureKind } from '../../services/injected-failures.ts';
import type { RequestJournal } from '../../services/request-journal.ts';
import { serviceSettings } from '../../services/service-settings.ts';

/** How one service of a fleet behaves on a good day. */
export interface FleetMember {
  readonly lifetimeS: number;
  readonly delayMs: number;
}

/** Several services of one kind, each at an address and with a journal of its own. */
export class CelerdataFleet {
  readonly services: readonly CelerdataService[];
  readonly #journals: readonly RequestJournal[];
  #troubleCount = 0;

  private constructor(services: readonly CelerdataService[], journals: readonly RequestJournal[]) {
    this.services = services;
    this.#journals = journals;
  }

  static async start(members: readonly FleetMember[]): Promise<CelerdataFleet> {
    const started = members.map(({ lifetimeS, delayMs }) => {
      const { journal, settingOf } = serviceSettings({ lifetimesS: { celerdata: lifetimeS } });
      const service = new CelerdataService(settingOf('celerdata'));
      service.delayMs = delayMs;
      service.retryAfterS = 3;
      return { service, journal };
    });
    await Promise.all(started.map(({ service }) => service.listen()));
    return new CelerdataFleet(
      started.map(({ service }) => service),
      started.map(({ journal }) => journal),
    );
  }

  /** Failures that were answered so far. */
  get troubleCount(): number {
    return this.#troubleCount;
  }

  /** Highest number of token requests that were unanswered at one moment at one service. */
  get mostAtOnce(): number {
    return Math.max(...this.#journals.map((journal) => journal.maxInFlight({ purpose: 'exchange' })));
  }

  /** Token requests at all services since then. */
  requestsSince(sinceMs: number) {
    const all = this.#journals.flatMap((journal) => journal.entries({ purpose: 'exchange' }));
    return all.filter(({ atMs }) => atMs >= sinceMs);
  }

  /** The next requests to a service, both chosen by chance, go wrong in one of these ways. */
  makeTrouble(troubles: readonly FailureKind[], random: () => number): void {
    const service = this.services[Math.floor(random() * this.services.length)];
    const trouble = troubles[Math.floor(random() * troubles.length)];
    if (service === undefined || trouble === undefined) return;
    const count = 1 + Math.floor(random() * 3);
    service.failNext(trouble, count);
    this.#troubleCount += count;
  }

  /** Every request to any service is cut off. */
  hangUpOnAll(): void {
    for (const service of this.services) service.failNext('closed', 10_000);
  }

  /** All services work again. */
  calm(): void {
    for (const service of this.services) service.failNoMore();
  }

  /** Whether this text is a token that had not expired at that time. */
  isAlive(text: string, atMs: number): boolean {
    const issued = this.services
      .flatMap((service) => service.issuedTokens())
      .find(({ token }) => token === text);
    return issued !== undefined && issued.expiresAtMs > atMs;
  }

  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
  }
}
