import { app } from 'electron';
import { keyringToUse } from './linux-keyring-choice.ts';

/** What must be set before Electron is ready. */
export function prepareProcess(): void {
  // SECURITY: every renderer runs in the OS sandbox, also one that somebody forgets to configure. Development as root
  // passes --no-sandbox, which Chromium demands there and which this call would take back from its child processes.
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Windows shows notifications of a known id only; it is the one of the installer's shortcut.
  app.setAppUserModelId('app.keyfob');
  const keyring = process.platform === 'linux' ? keyringToUse(process.env) : null;
  if (keyring !== null && !app.commandLine.hasSwitch('password-store'))
    app.commandLine.appendSwitch('password-store', keyring);
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
