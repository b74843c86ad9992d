import type { MessageBus } from '@jellybrick/dbus-next';

type Library = typeof import('@jellybrick/dbus-next');

/** A signal that a service sends, from any of its objects. */
export interface ServiceSignal {
  /** Well-known name of the service, such as `org.freedesktop.login1`. */
  readonly service: string;
  readonly interface: string;
  readonly member: string;
}

/** A method of an object of a service. */
export interface ServiceMethod extends ServiceSignal {
  readonly path: string;
}

interface Heard extends ServiceSignal {
  readonly tell: (body: readonly unknown[], path: string) => unknown;
}

const bus = {
  service: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

/**
 * One connection to a message bus that hears signals of services and asks them for values; it offers nothing. Nothing
 * here throws or rejects: a bus that refuses, hangs or ends gives no answers and no signals.
 *
 * SECURITY: anybody on a bus can send us a signal directly, in any name, so only the owner of the service's name is heard.
 */
export class DbusListener {
  readonly #library: Library;
  readonly #bus: MessageBus;
  readonly #owners = new Map<string, string>();
  readonly #heard: Heard[] = [];

  private constructor(library: Library, connected: MessageBus) {
    this.#library = library;
    this.#bus = connected;
    connected.on('message', ({ sender, path, interface: from, member, body }) => {
      for (const signal of this.#heard) {
        const isOwner = signal.service === bus.service || this.#owners.get(signal.service) === sender;
        if (isOwner && signal.interface === from && signal.member === member) signal.tell(body, path ?? '');
      }
    });
  }

  /**
   * Connects, by the user's own id only. A bus that never answers leaves the promise open; a refused one gives null.
   *
   * @param ended called once when a connection that stood is gone
   */
  static async open(busAddress: string, ended: () => void): Promise<DbusListener | null> {
    try {
      const library = await import('@jellybrick/dbus-next');
      const connecting = library.sessionBus({ busAddress, authMethods: ['EXTERNAL'] });
      return await new Promise((resolve) => {
        const { events, inner } = eventsOf(connecting);
        events.on('error', () => resolve(null));
        events.once('connect', () => {
          inner.once('end', ended);
          resolve(new DbusListener(library, connecting));
        });
      });
    } catch {
      return null;
    }
  }

  /** Calls back when the service is there, now or later and after each of its restarts, and when it is gone. */
  async follow(service: string, appeared: () => void, gone: () => void): Promise<void> {
    const changed = (owner: string) => {
      if (owner === (this.#owners.get(service) ?? '')) return;
      this.#owners.set(service, owner);
      if (owner === '') gone();
      else appeared();
    };
    const tell = (body: readonly unknown[]) => {
      if (body[0] === service) changed(String(body[2]));
    };
    await this.hear({ ...bus, member: 'NameOwnerChanged' }, tell, service);
    const answer = await this.ask({ ...bus, member: 'GetNameOwner' }, 's', [service]);
    if (answer !== null) changed(String(answer[0]));
  }

  /**
   * Hears a signal of a service, from now on.
   *
   * @param firstArgument only those whose first value is this text
   */
  async hear(signal: ServiceSignal, tell: Heard['tell'], firstArgument?: string): Promise<void> {
    this.#heard.push({ ...signal, tell });
    const rule = [
      `type='signal',sender='${signal.service}'`,
      `interface='${signal.interface}',member='${signal.member}'`,
      ...(firstArgument === undefined ? [] : [`arg0='${firstArgument}'`]),
    ];
    await this.ask({ ...bus, member: 'AddMatch' }, 's', [rule.join(',')]);
  }

  /** Values of the answer; null when there is none. It starts no service that does not run. */
  async ask(
    { service, path, interface: asked, member }: ServiceMethod,
    signature = '',
    body: unknown[] = [],
  ): Promise<readonly unknown[] | null> {
    const { Message, MessageFlag } = this.#library;
    try {
      const flags = MessageFlag.NO_AUTO_START;
      const call = { destination: service, path, interface: asked, member, signature, body, flags };
      return (await this.#bus.call(new Message(call)))?.body ?? null;
    } catch {
      return null;
    }
  }

  /** A text as the value of a dictionary. */
  text(value: string): unknown {
    return new this.#library.Variant('s', value);
  }

  /** Ends the connection. */
  close(): void {
    this.#bus.disconnect();
  }

  /** A property of an object; undefined when it cannot be read. */
  async property(of: Omit<ServiceMethod, 'member'>, name: string): Promise<unknown> {
    const get = { ...of, interface: 'org.freedesktop.DBus.Properties', member: 'Get' };
    const [variant] = (await this.ask(get, 'ss', [of.interface, name])) ?? [];
    return (variant as { readonly value?: unknown } | undefined)?.value;
  }
}

/** The types of the library leave out errors, and the end of a connection is told by an inner object alone. */
function eventsOf(connecting: MessageBus): { events: NodeJS.EventEmitter; inner: NodeJS.EventEmitter } {
  const { _connection: inner } = connecting as unknown as { _connection: NodeJS.EventEmitter };
  return { events: connecting as unknown as NodeJS.EventEmitter, inner };
}
