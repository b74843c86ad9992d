import { join } from 'node:path';
import { app, BrowserWindow, type Session, type WebContents, type WebFrameMain } from 'electron';
import type { EventName, Events } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import { appOrigin } from './security.ts';

/** The one window: made when it is needed and destroyed when it is closed, so that a tray app stays small. */
export class WindowController {
  readonly #session: Session;
  #window: BrowserWindow | null = null;
  #bounds: Electron.Rectangle | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Brings the window to the front, at a key's row if one is given. */
  show(keyId: KeyId | null): void {
    const window = this.#window ?? this.#create();
    const showKey = () => {
      if (keyId !== null) this.send('showKey', { keyId });
    };
    if (window.webContents.isLoading()) window.webContents.once('did-finish-load', showKey);
    else showKey();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Sends an event to the page, if there is one. */
  send<E extends EventName>(event: E, payload: Events[E]): void {
    if (this.#window !== null && !this.#window.webContents.isLoading()) {
      this.#window.webContents.send(`keyfob:${event}`, payload);
    }
  }

  /** SECURITY: whether a message comes from the top frame of our window, showing our own page. */
  isOwnPage(contents: WebContents, frame: WebFrameMain | null): boolean {
    if (this.#window === null || contents !== this.#window.webContents) return false;
    if (frame === null || frame !== contents.mainFrame) return false;
    return frame.url.startsWith(`${appOrigin}/`);
  }

  #create(): BrowserWindow {
    const window = new BrowserWindow({
      width: 1100,
      height: 720,
      ...this.#bounds,
      minWidth: 640,
      minHeight: 420,
      title: 'Keyfob',
      autoHideMenuBar: true,
      webPreferences: {
        session: this.#session,
        preload: join(app.getAppPath(), 'out/app/preload/index.cjs'),
        // SECURITY: each of these is Electron's default and is stated so that a change is seen (checklist 2–4, 6–10).
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        devTools: !app.isPackaged,
        spellcheck: false,
      },
    });
    window.removeMenu();
    // The page hears of this from here too: what the DOM calls focus can be kept up by assistive and test tools.
    for (const left of ['blur', 'hide', 'minimize'] as const) {
      window.on(left as 'blur', () => this.send('windowLeft', {}));
    }
    window.on('close', () => {
      this.#bounds = window.getNormalBounds();
    });
    window.on('closed', () => {
      this.#window = null;
    });
    // A page that crashed is thrown away; the tray goes on and the next click makes a new one.
    window.webContents.on('render-process-gone', () => window.destroy());
    void window.loadURL(`${appOrigin}/index.html`);
    this.#window = window;
    return window;
  }
}
