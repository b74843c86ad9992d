import { app, type Session } from 'electron';

/** Scheme and host of the app's own pages. */
export const appOrigin = 'app://keyfob';

/**
 * SECURITY: sent with every page. Nothing is allowed but our own files; no inline code or style, no network.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Scheme and host of a URL, such as `app://keyfob`; empty for what has none. `URL.origin` is `null` for an own scheme. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** What must be set before Electron is ready. */
export function prepareProcess(): void {
  // SECURITY: every renderer runs in the OS sandbox, also one that somebody forgets to configure. Development as root
  // passes --no-sandbox, which Chromium demands there and which this call would take back from its child processes.
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Windows shows notifications of a known id only; it is the one of the installer's shortcut.
  app.setAppUserModelId('app.keyfob');
  // A tray app has no use for a GPU process that holds memory.
  app.disableHardwareAcceleration();
  // After a few crashes of the process that draws Chromium would end the whole app, tray and renewals with it.
  app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
  // SECURITY: no page may navigate, open a window or embed another page.
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** SECURITY: denies every permission and every request of the page that is not one of our own files. */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: originOf(url) !== appOrigin });
  });
}
