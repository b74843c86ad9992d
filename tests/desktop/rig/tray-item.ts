import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Variant } from '@jellybrick/dbus-next';
import type { BusConnection } from './bus-connection.ts';
import { type EntryChoice, type MenuEntry, TrayMenu } from './tray-menu.ts';
import { waitUntil } from './wait-until.ts';

const ITEM_INTERFACE = 'org.kde.StatusNotifierItem';

/** One size of an icon: raw pixels, four bytes each (alpha, red, green, blue). */
export interface IconPixels {
  readonly width: number;
  readonly height: number;
  readonly argb: Buffer;
}

/** What the item shows, so that a test can tell one icon state from another. */
export interface TrayIcon {
  readonly title: string;
  readonly toolTip: string;
  readonly status: string;
  readonly iconName: string;
  readonly pixels: readonly IconPixels[];
  /** Hash of the picture, whether it comes as pixels or as a file: equal pictures, equal digests. */
  readonly digest: string;
  /** All properties of the item, variants unwrapped. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A tray icon of an app on the bus. */
export class TrayItem {
  readonly service: string;
  readonly path: string;
  readonly #bus: BusConnection;

  constructor(bus: BusConnection, service: string, path: string) {
    this.#bus = bus;
    this.service = service;
    this.path = path;
  }

  /** The primary click. */
  async activate(x = 0, y = 0): Promise<void> {
    await this.#bus.call(this.#target(ITEM_INTERFACE), 'Activate', 'ii', [x, y]);
  }

  /** The menu's top entries with all that is below them. */
  async readMenu(): Promise<readonly MenuEntry[]> {
    return (await this.menu()).read();
  }

  /** Presses a menu entry. */
  async press(choice: EntryChoice): Promise<void> {
    return (await this.menu()).press(choice);
  }

  /** What the item shows now. Waits for a picture: an app registers its item before it has written the icon. */
  icon(timeoutMs = 5_000): Promise<TrayIcon> {
    return waitUntil('the tray item shows no icon', timeoutMs, async () => iconOf(await this.properties()));
  }

  /** All properties of the item. */
  async properties(): Promise<Readonly<Record<string, unknown>>> {
    const [all] = await this.#bus.call(this.#target('org.freedesktop.DBus.Properties'), 'GetAll', 's', [
      ITEM_INTERFACE,
    ]);
    return Object.fromEntries(
      Object.entries(all as Record<string, Variant>).map(([name, variant]) => [name, variant.value]),
    );
  }

  /** The menu itself, for measurements; it too comes a moment after the item. */
  async menu(timeoutMs = 5_000): Promise<TrayMenu> {
    const path = await waitUntil(
      'the tray item has no menu',
      timeoutMs,
      async () => (await this.properties())['Menu'],
    );
    return new TrayMenu(this.#bus, this.service, String(path));
  }

  #target(interfaceName: string) {
    return { destination: this.service, path: this.path, interface: interfaceName };
  }
}

async function iconOf(raw: Readonly<Record<string, unknown>>): Promise<TrayIcon | undefined> {
  const iconName = String(raw['IconName'] ?? '');
  const pixmaps = (raw['IconPixmap'] ?? []) as [number, number, Uint8Array][];
  const pixels = pixmaps.map(([width, height, bytes]) => ({ width, height, argb: Buffer.from(bytes) }));
  const file = await readIconFile(iconName, String(raw['IconThemePath'] ?? ''));
  if (pixels.length === 0 && file === undefined) return undefined;
  const hash = createHash('sha256').update(file ?? '');
  for (const { width, height, argb } of pixels) hash.update(`${width}x${height}`).update(argb);
  const [, , toolTip = ''] = (raw['ToolTip'] ?? []) as [string?, unknown?, string?];
  return {
    title: String(raw['Title'] ?? ''),
    toolTip,
    status: String(raw['Status'] ?? ''),
    iconName,
    pixels,
    digest: hash.digest('hex'),
    raw,
  };
}

/** Electron writes its icon into a folder of its own and gives the file's name, which changes with each picture. */
async function readIconFile(iconName: string, themePath: string): Promise<Buffer | undefined> {
  if (iconName === '') return undefined;
  const path = iconName.startsWith('/') ? iconName : join(themePath, `${iconName}.png`);
  return readFile(path).catch(() => undefined);
}
