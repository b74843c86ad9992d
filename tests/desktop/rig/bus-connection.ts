import type { EventEmitter } from 'node:events';
import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next';

/** A method call as we receive it. */
export type BusMessage = Message;

/** One connection to a bus, with raw calls: Electron's tray item has no usable introspection data. */
export class BusConnection {
  readonly #bus: MessageBus;
  #isClosed = false;

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** Connects and waits until the bus has greeted us. */
  static open(busAddress: string): Promise<BusConnection> {
    const bus = sessionBus({ busAddress });
    // The library's types do not know that a connection tells of errors.
    const events: EventEmitter = bus;
    return new Promise((resolve, reject) => {
      events.once('connect', () => {
        // The bus may end before us; that is no reason to end the test run.
        events.on('error', () => undefined);
        resolve(new BusConnection(bus));
      });
      events.once('error', reject);
    });
  }

  /** Calls a method and returns the values of its answer. */
  async call(
    target: { destination: string; path: string; interface: string },
    member: string,
    signature = '',
    body: unknown[] = [],
  ): Promise<unknown[]> {
    const reply = await this.#bus.call(new Message({ ...target, member, signature, body }));
    return reply?.body ?? [];
  }

  /** Calls a method of the bus itself. */
  async callBus(member: string, signature = '', body: unknown[] = []): Promise<unknown[]> {
    const name = 'org.freedesktop.DBus';
    return this.call(
      { destination: name, path: '/org/freedesktop/DBus', interface: name },
      member,
      signature,
      body,
    );
  }

  /** Whether anybody owns this name. */
  async hasOwner(name: string): Promise<boolean> {
    const [answer] = await this.callBus('NameHasOwner', 's', [name]);
    return answer === true;
  }

  /** Takes a well-known name; throws if somebody else has it. */
  async own(name: string): Promise<void> {
    const reply = await this.#bus.requestName(name, 4);
    if (reply !== 1) throw new Error(`Somebody else owns ${name} on this bus.`);
  }

  /** Handles incoming calls: return true when the call was answered. */
  handleCalls(handler: (message: BusMessage) => boolean): void {
    this.#bus.addMethodHandler(handler);
  }

  /** Calls back when the last owner of a bus name is gone. */
  async onNameLost(lost: (name: string) => void): Promise<void> {
    const rule = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'";
    await this.callBus('AddMatch', 's', [rule]);
    this.#bus.on('message', (message) => {
      if (message.member !== 'NameOwnerChanged') return;
      const [name, , newOwner] = message.body as [string, string, string];
      if (newOwner === '') lost(name);
    });
  }

  /** Answers a call. */
  reply(message: BusMessage, signature = '', body: unknown[] = []): void {
    this.#send(Message.newMethodReturn(message, signature, body));
  }

  /** Sends a signal to everybody. */
  signal(path: string, interfaceName: string, member: string, signature = '', body: unknown[] = []): void {
    this.#send(Message.newSignal(path, interfaceName, member, signature, body));
  }

  /** Closes the connection; names that it owned become free. */
  close(): void {
    this.#isClosed = true;
    this.#bus.disconnect();
  }

  /** What arrived before the end may still ask for an answer after it. */
  #send(message: Message): void {
    if (!this.#isClosed) this.#bus.send(message);
  }
}
