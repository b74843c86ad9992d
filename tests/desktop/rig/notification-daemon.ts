import type { Variant } from '@jellybrick/dbus-next';
import { BusConnection, type BusMessage } from './bus-connection.ts';
import { waitUntil } from './wait-until.ts';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const CLOSED_BY_USER = 2;
const CLOSED_BY_CALL = 3;

/** One call of Notify, as the app made it. */
export interface RecordedNotification {
  readonly id: number;
  readonly appName: string;
  readonly summary: string;
  readonly body: string;
  /** Pairs of key and label, in order. */
  readonly actions: ReadonlyArray<{ readonly key: string; readonly label: string }>;
  readonly hints: Readonly<Record<string, unknown>>;
  readonly expireTimeoutMs: number;
  readonly atMs: number;
}

/** Owns the notification service of a desktop: records what is shown and plays the user's clicks. */
export class NotificationDaemon {
  readonly #bus: BusConnection;
  readonly #shown: RecordedNotification[] = [];
  readonly #open = new Set<number>();
  #lastId = 0;

  private constructor(bus: BusConnection) {
    this.#bus = bus;
  }

  static async start(busAddress: string): Promise<NotificationDaemon> {
    const bus = await BusConnection.open(busAddress);
    const daemon = new NotificationDaemon(bus);
    bus.handleCalls((message) => daemon.#answer(message));
    await bus.own(NAME);
    return daemon;
  }

  /** Everything shown so far, the oldest first; a replacement is an entry of its own with the same id. */
  all(): readonly RecordedNotification[] {
    return [...this.#shown];
  }

  /** Ids that are on screen now. */
  openIds(): readonly number[] {
    return [...this.#open];
  }

  /** The first notification that fits, shown already or within `timeoutMs`. */
  waitFor(
    predicate: (shown: RecordedNotification) => boolean,
    timeoutMs = 5_000,
  ): Promise<RecordedNotification> {
    const seen = () => JSON.stringify(this.#shown.map(({ summary, body }) => ({ summary, body })));
    return waitUntil(
      () => `no such notification; shown: ${seen()}`,
      timeoutMs,
      () => this.#shown.find(predicate),
    );
  }

  /** The user clicks the notification (`default`) or one of its buttons; it then closes, as on real desktops. */
  click(id: number, action = 'default'): void {
    this.#bus.signal(PATH, NAME, 'ActionInvoked', 'us', [id, action]);
    this.#close(id, CLOSED_BY_USER);
  }

  /** The user closes the notification without a click. */
  close(id: number): void {
    this.#close(id, CLOSED_BY_USER);
  }

  /** Leaves the bus. */
  stop(): void {
    this.#bus.close();
  }

  #close(id: number, reason: number): void {
    this.#open.delete(id);
    this.#bus.signal(PATH, NAME, 'NotificationClosed', 'uu', [id, reason]);
  }

  #answer(message: BusMessage): boolean {
    if (message.interface !== NAME) return false;
    switch (message.member) {
      case 'GetCapabilities':
        this.#bus.reply(message, 'as', [['actions', 'body', 'body-markup', 'persistence']]);
        return true;
      case 'GetServerInformation':
        this.#bus.reply(message, 'ssss', ['Test desktop', 'Keyfob', '1.0', '1.2']);
        return true;
      case 'Notify':
        this.#bus.reply(message, 'u', [this.#record(message.body)]);
        return true;
      case 'CloseNotification':
        this.#bus.reply(message);
        this.#close(Number(message.body[0]), CLOSED_BY_CALL);
        return true;
      default:
        return false;
    }
  }

  #record(body: unknown[]): number {
    const [appName, replacesId, , summary, text, actions, hints, expireTimeoutMs] = body as [
      string,
      number,
      string,
      string,
      string,
      string[],
      Record<string, Variant>,
      number,
    ];
    if (replacesId === 0) this.#lastId += 1;
    const id = replacesId || this.#lastId;
    this.#open.add(id);
    this.#shown.push({
      id,
      appName,
      summary,
      body: text,
      actions: actions.flatMap((key, at) => (at % 2 === 0 ? [{ key, label: actions[at + 1] ?? '' }] : [])),
      hints: Object.fromEntries(Object.entries(hints).map(([name, variant]) => [name, variant.value])),
      expireTimeoutMs,
      atMs: Date.now(),
    });
    return id;
  }
}
