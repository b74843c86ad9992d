import type { RunningKeyfob } from '../desktop/flows/running-keyfob.ts';
import type { MenuEntry } from '../desktop/rig/tray-menu.ts';

/** Words of the app that others can read: the panel, the notification daemon, whoever lists windows. */
export interface ShownWords {
  readonly trayLabels: readonly string[];
  /** Title, tooltip and every other property of the tray item. */
  readonly trayItem: string;
  readonly windowTitles: readonly string[];
}

/** Reads them as they are now. */
export async function shownWords({ app, desktop }: RunningKeyfob): Promise<ShownWords> {
  const item = await desktop.tray.waitForItem();
  const titles = await app.inMain(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().flatMap((window) => [window.getTitle(), window.webContents.getURL()]),
  );
  return {
    trayLabels: (await item.readMenu()).flatMap(labelsOf),
    trayItem: JSON.stringify((await item.icon()).raw),
    windowTitles: titles,
  };
}

function labelsOf({ label, children }: MenuEntry): string[] {
  return [label, ...children.flatMap(labelsOf)];
}
