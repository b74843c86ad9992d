import { DBusError, Variant } from '@jellybrick/dbus-next';
import type { BusConnection } from './bus-connection.ts';

/** One entry of a tray menu, as the desktop would show it. */
export interface MenuEntry {
  readonly id: number;
  /** Without mnemonics: what the user reads. */
  readonly label: string;
  readonly enabled: boolean;
  readonly visible: boolean;
  readonly type: 'standard' | 'separator';
  readonly toggle: 'none' | 'checkmark' | 'radio';
  readonly checked: boolean;
  readonly children: readonly MenuEntry[];
}

/** Which entry to press: its exact label, the labels on the way to it, or a test. */
export type EntryChoice = string | readonly string[] | ((entry: MenuEntry) => boolean);

const mostTries = 5;

type Layout = [number, Record<string, Variant>, Variant<Layout>[]];

/** A menu on the bus (com.canonical.dbusmenu), read and pressed as a desktop panel does it. */
export class TrayMenu {
  readonly #bus: BusConnection;
  readonly #target: { destination: string; path: string; interface: string };

  constructor(bus: BusConnection, destination: string, path: string) {
    this.#bus = bus;
    this.#target = { destination, path, interface: 'com.canonical.dbusmenu' };
  }

  /** Opens the menu and returns its top entries with all that is below them. */
  async read(): Promise<readonly MenuEntry[]> {
    await this.#aboutToShow(0);
    const [, layout] = await this.#bus.call(this.#target, 'GetLayout', 'iias', [0, -1, []]);
    return entryOf(layout as Layout).children;
  }

  /** The entry that fits, with its parents before it. Throws with the labels that there are, if none fits. */
  async find(choice: EntryChoice): Promise<readonly MenuEntry[]> {
    const menu = await this.read();
    const path = findPath(menu, choice);
    if (path === undefined)
      throw new Error(`No such menu entry: ${String(choice)}. There are: ${labels(menu)}`);
    return path;
  }

  /**
   * Presses an entry: opens the submenus on the way, then clicks. Throws if it is missing or greyed out. A menu that the app
   * draws anew between the look and the click refuses the click: people then click again.
   */
  async press(choice: EntryChoice): Promise<void> {
    for (let tries = 1; ; tries++) {
      const refusal = await this.#pressOnce(choice);
      if (refusal === null) return;
      if (tries === mostTries) throw refusal;
    }
  }

  async #pressOnce(choice: EntryChoice): Promise<DBusError | null> {
    const path = await this.find(choice);
    const entry = path.at(-1);
    if (entry === undefined || !entry.enabled)
      throw new Error(`The menu entry is greyed out: ${entry?.label}`);
    for (const parent of path.slice(0, -1)) await this.#aboutToShow(parent.id);
    try {
      await this.click(entry.id);
      return null;
    } catch (error) {
      if (error instanceof DBusError) return error;
      throw error;
    }
  }

  /** The bare click on an entry whose id is known, for measurements: one message and its answer. */
  async click(entryId: number): Promise<void> {
    const timestamp = Math.floor(Date.now() / 1000);
    await this.#bus.call(this.#target, 'Event', 'isvu', [entryId, 'clicked', new Variant('i', 0), timestamp]);
  }

  /** Panels say it before they open a menu, and go on when it is refused, as Electron does for its top menu. */
  async #aboutToShow(id: number): Promise<void> {
    await this.#bus.call(this.#target, 'AboutToShow', 'i', [id]).catch(() => undefined);
  }
}

function entryOf([id, properties, children]: Layout): MenuEntry {
  const read = <T>(name: string, otherwise: T): T => (properties[name]?.value as T | undefined) ?? otherwise;
  return {
    id,
    // In dbusmenu one underscore marks the mnemonic, two are one underscore.
    label: read('label', '').replace(/_(.?)/g, '$1'),
    enabled: read('enabled', true),
    visible: read('visible', true),
    type: read<string>('type', 'standard') === 'separator' ? 'separator' : 'standard',
    toggle: read<'none' | 'checkmark' | 'radio'>('toggle-type', 'none') || 'none',
    checked: read<number>('toggle-state', 0) === 1,
    children: children.map((child) => entryOf(child.value)),
  };
}

function findPath(menu: readonly MenuEntry[], choice: EntryChoice): MenuEntry[] | undefined {
  if (typeof choice === 'object') {
    const [label, ...rest] = choice;
    const entry = menu.find((candidate) => candidate.label === label);
    if (entry === undefined || rest.length === 0) return entry && [entry];
    const below = findPath(entry.children, rest);
    return below && [entry, ...below];
  }
  const fits = typeof choice === 'string' ? (entry: MenuEntry) => entry.label === choice : choice;
  for (const entry of menu) {
    if (fits(entry)) return [entry];
    const below = findPath(entry.children, choice);
    if (below !== undefined) return [entry, ...below];
  }
  return undefined;
}

function labels(menu: readonly MenuEntry[]): string {
  return JSON.stringify(
    menu.map(({ label, children }) => (children.length > 0 ? `${label} ▸ ${labels(children)}` : label)),
  );
}
