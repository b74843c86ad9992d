import { join } from 'node:path';
import { app, Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import type { TrayForm, TrayItem, TrayModel } from '#app/tray-model';
import type { KeyId } from '#core/api-key';

/** What the entries of the menu do. */
export interface TrayIntents {
  readonly copy: (id: KeyId, form: TrayForm | null) => void;
  readonly clearClipboard: () => void;
  readonly lock: () => void;
  readonly open: () => void;
  readonly primaryClick: () => void;
}

/** Draws the tray model. Drawn again only when it differs: a new menu closes the one that is open. */
export class TrayController {
  readonly #iconFolder: string;
  readonly #intents: TrayIntents;
  #tray: Tray | null = null;
  #drawn = '';

  constructor(iconFolder: string, intents: TrayIntents) {
    this.#iconFolder = iconFolder;
    this.#intents = intents;
  }

  render(model: TrayModel): void {
    const iconFile = this.#iconFile(model);
    const drawing = JSON.stringify([model, iconFile]);
    if (drawing === this.#drawn) return;
    this.#drawn = drawing;
    const icon = nativeImage.createFromPath(iconFile);
    const tray = this.#tray ?? this.#create(icon);
    tray.setImage(icon);
    tray.setToolTip(model.tooltip);
    // Linux shows a changed menu only when it is set anew (Electron docs, tray).
    tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => this.#template(item))));
  }

  #create(icon: Electron.NativeImage): Tray {
    this.#tray = new Tray(icon);
    this.#tray.on('click', () => this.#intents.primaryClick());
    return this.#tray;
  }

  #iconFile({ icon }: TrayModel): string {
    if (process.platform === 'darwin') return join(this.#iconFolder, `${icon}Template.png`);
    return join(this.#iconFolder, `${icon}-${isPanelDark() ? 'onDark' : 'onLight'}.png`);
  }

  #template(item: TrayItem): MenuItemConstructorOptions {
    switch (item.kind) {
      case 'label':
        return { label: escaped(item.label), enabled: false };
      case 'separator':
        return { type: 'separator' };
      case 'copy':
        return { label: escaped(item.label), click: () => this.#intents.copy(item.keyId, item.form) };
      case 'submenu':
        return { label: escaped(item.label), submenu: item.items.map((entry) => this.#template(entry)) };
      case 'clearClipboard':
        return { label: item.label, click: () => this.#intents.clearClipboard() };
      case 'lock':
        return { label: item.label, click: () => this.#intents.lock() };
      case 'unlock':
      case 'open':
        return { label: item.label, click: () => this.#intents.open() };
      case 'quit':
        return { label: item.label, click: () => app.quit() };
    }
  }
}

/** The panel, not the window: GNOME's is dark under either theme, and Windows has a setting of its own for the taskbar. */
function isPanelDark(): boolean {
  const desktop = process.env['XDG_CURRENT_DESKTOP'] ?? '';
  if (process.platform === 'linux' && /GNOME|Unity/i.test(desktop)) return true;
  return nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ?? nativeTheme.shouldUseDarkColors;
}

/** A single & would underline the next letter of a name. */
function escaped(label: string): string {
  return label.replaceAll('&', '&&');
}
