import { Variant } from '@jellybrick/dbus-next';
import { BusConnection, type BusMessage } from './bus-connection.ts';
import { type TrayIcon, TrayItem } from './tray-item.ts';
import type { EntryChoice, MenuEntry } from './tray-menu.ts';
import { waitUntil } from './wait-until.ts';

const NAME = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

/**
 * The tray of a desktop without a panel: owns the StatusNotifierWatcher name and says that a host is there, because
 * Electron falls back to an X11 icon, which nobody can see on the bus, when none is there as it makes its `Tray`.
 */
export class TrayHost {
  readonly #bus: BusConnection;
  readonly #items = new Map<string, TrayItem>();

  private constructor(bus: BusConnection) {
    this.#bus = bus;
  }

  static async start(busAddress: string): Promise<TrayHost> {
    const bus = await BusConnection.open(busAddress);
    const host = new TrayHost(bus);
    bus.handleCalls((message) => host.#answer(message));
    await bus.onNameLost((name) => host.#forget(name));
    await bus.own(NAME);
    bus.signal(PATH, NAME, 'StatusNotifierHostRegistered');
    return host;
  }

  /** Tray icons that are there now, the oldest first. */
  items(): readonly TrayItem[] {
    return [...this.#items.values()];
  }

  /** The first tray icon, as soon as there is one. */
  waitForItem(timeoutMs = 10_000): Promise<TrayItem> {
    return waitUntil('no tray icon appeared', timeoutMs, () => this.items()[0], 2);
  }

  /** The menu of the first tray icon. */
  async readMenu(): Promise<readonly MenuEntry[]> {
    return (await this.waitForItem()).readMenu();
  }

  /** Presses an entry in the menu of the first tray icon. */
  async press(choice: EntryChoice): Promise<void> {
    return (await this.waitForItem()).press(choice);
  }

  /** The primary click on the first tray icon. */
  async activate(x = 0, y = 0): Promise<void> {
    return (await this.waitForItem()).activate(x, y);
  }

  /** What the first tray icon shows. */
  async icon(): Promise<TrayIcon> {
    return (await this.waitForItem()).icon();
  }

  /** Leaves the bus. */
  stop(): void {
    this.#bus.close();
  }

  #answer(message: BusMessage): boolean {
    if (message.interface === NAME) return this.#answerWatcher(message);
    if (message.interface !== PROPERTIES || message.body[0] !== NAME) return false;
    if (message.member === 'Get') {
      const value = this.#properties()[String(message.body[1])];
      if (value === undefined) return false;
      this.#bus.reply(message, 'v', [value]);
      return true;
    }
    if (message.member !== 'GetAll') return false;
    this.#bus.reply(message, 'a{sv}', [this.#properties()]);
    return true;
  }

  #answerWatcher(message: BusMessage): boolean {
    if (message.member === 'RegisterStatusNotifierHost') {
      this.#bus.reply(message);
      return true;
    }
    if (message.member !== 'RegisterStatusNotifierItem') return false;
    const [name] = message.body as [string];
    // Some apps give the object's path, some a bus name; the sender's unique name is always right.
    const path = name.startsWith('/') ? name : '/StatusNotifierItem';
    this.#items.set(message.sender + path, new TrayItem(this.#bus, message.sender, path));
    this.#bus.reply(message);
    this.#bus.signal(PATH, NAME, 'StatusNotifierItemRegistered', 's', [message.sender + path]);
    return true;
  }

  #properties(): Record<string, Variant> {
    return {
      RegisteredStatusNotifierItems: new Variant('as', [...this.#items.keys()]),
      IsStatusNotifierHostRegistered: new Variant('b', true),
      ProtocolVersion: new Variant('i', 0),
    };
  }

  #forget(busName: string): void {
    for (const [key, item] of this.#items) {
      if (item.service !== busName) continue;
      this.#items.delete(key);
      this.#bus.signal(PATH, NAME, 'StatusNotifierItemUnregistered', 's', [key]);
    }
  }
}
