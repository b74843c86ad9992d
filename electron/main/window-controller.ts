import { join } from 'node:path';
import { app, BrowserWindow, type Session, type WebContents, type WebFrameMain } from 'electron';
import type { EventName, Events } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import type { Settings } from '#core/settings';
import type { PageWatch } from './call-door.ts';
import { appOrigin, originOf } from './page-origin.ts';
import { SecretOnScreen } from './secret-on-screen.ts';
import { UserPress } from './user-press.ts';

/** Remembers the size of the window over closing and restarts. */
export interface SizeMemory {
  readonly read: () => Settings['windowSize'];
  readonly save: (size: NonNullable<Settings['windowSize']>) => void;
}

interface OpenedWindow {
  readonly window: BrowserWindow;
  readonly press: UserPress;
  readonly secret: SecretOnScreen;
  /** Resolves with the first picture of the page: a window that is shown before flashes white. */
  readonly drawn: Promise<void>;
}

/** A start does not wait longer for the page. */
const longestDrawMs = 5_000;

/** The one window: made when it is needed and destroyed when it is closed, so that a tray app stays small. */
export class WindowController implements PageWatch {
  readonly #session: Session;
  #opened: OpenedWindow | null = null;
  readonly #size: SizeMemory;

  constructor(session: Session, size: SizeMemory) {
    this.#session = session;
    this.#size = size;
  }

  /** Brings the window to the front, at a key's row if one is given. */
  show(keyId: KeyId | null): void {
    const opened = this.#opened ?? this.#create();
    void opened.drawn.then(() => {
      if (opened.window.isDestroyed()) return;
      if (opened.window.isMinimized()) opened.window.restore();
      opened.window.show();
      opened.window.focus();
      if (keyId !== null) this.send('showKey', { keyId });
    });
  }

  /** Resolves when the window shows its first picture, at once where none is open, and after a few seconds in any case. */
  whenDrawn(): Promise<void> {
    const drawn = this.#opened?.drawn ?? Promise.resolve();
    return Promise.race([drawn, new Promise<void>((resolve) => setTimeout(resolve, longestDrawMs))]);
  }

  /** The window, for dialogs that belong to it; null when it is closed. */
  current(): BrowserWindow | null {
    return this.#opened?.window ?? null;
  }

  /** Sends an event to the page, if there is one. */
  send<E extends EventName>(event: E, payload: Events[E]): void {
    this.#opened?.window.webContents.send(`keyfob:${event}`, payload);
  }

  /** SECURITY: whether a message comes from the top frame of our window, showing our own page. */
  isOwnPage(contents: WebContents, frame: WebFrameMain | null): boolean {
    if (contents !== this.#opened?.window.webContents) return false;
    if (frame === null || frame !== contents.mainFrame) return false;
    return originOf(frame.url) === appOrigin;
  }

  takePress(): boolean {
    return this.#opened?.press.take() ?? false;
  }

  secretGiven(forMs: number | null): void {
    this.#opened?.secret.begin(forMs);
  }

  #create(): OpenedWindow {
    const window = new BrowserWindow({
      ...(this.#size.read() ?? { width: 1100, height: 720 }),
      show: false,
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
    // SECURITY: with the session's proxy, which is not there, this keeps WebRTC from the network (F33).
    window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    window.removeMenu();
    // The page hears of this from here too: what the DOM calls focus can be kept up by assistive and test tools.
    for (const left of ['blur', 'hide', 'minimize'] as const) {
      window.on(left as 'blur', () => this.send('windowLeft', {}));
    }
    window.on('close', () => {
      const { width, height } = window.getNormalBounds();
      this.#size.save({ width, height });
    });
    window.on('closed', () => {
      this.#opened = null;
    });
    throwAwayWhenForeign(window);
    const drawn = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()));
    void window.loadURL(`${appOrigin}/index.html`);
    const press = new UserPress(window.webContents, () => performance.now());
    this.#opened = { window, drawn, press, secret: new SecretOnScreen(window, process.platform) };
    return this.#opened;
  }
}

/** SECURITY: a window whose page crashed or shows anything else is closed; the tray goes on and the next click makes a new one. */
function throwAwayWhenForeign(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', () => window.destroy());
  // Chromium asks nobody before a page goes to about:blank.
  window.webContents.on('did-navigate', (_event, url) => {
    if (originOf(url) !== appOrigin) window.destroy();
  });
}
