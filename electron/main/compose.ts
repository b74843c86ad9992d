import { join } from 'node:path';
import { app, clipboard, nativeTheme, safeStorage, shell } from 'electron';
import { ElectronClipboard } from '#adapters/electron-clipboard';
import { ElectronNotifier } from '#adapters/electron-notifier';
import { electronWakeEvents } from '#adapters/electron-wake-events';
import { FileLog } from '#adapters/file-log';
import { SafeStorageKeyring } from '#adapters/safe-storage-keyring';
import { SettingsFile } from '#adapters/settings-file';
import { SqliteVault } from '#adapters/sqlite-vault';
import { systemClock, systemRandom, systemTimer } from '#adapters/system-clock';
import { UndiciHttp } from '#adapters/undici-http';
import { App } from '#app/create-app';
import { callHandlers } from '#app/handle-calls';
import { TrayActions } from '#app/tray-actions';
import { callInputs } from '#contract/calls';
import { serveRenderer } from './app-protocol.ts';
import { routeCalls } from './ipc-router.ts';
import { clearBeforeQuit } from './quit.ts';
import { TrayController } from './tray-controller.ts';
import { WindowController } from './window-controller.ts';

/** Builds every part, joins them and starts. No rule lives here. */
export async function runKeyfob(): Promise<void> {
  const userData = app.getPath('userData');
  const log = new FileLog(join(userData, 'logs'));
  const settings = new SettingsFile(userData);
  const notifier = new ElectronNotifier(log);
  const windows = new WindowController(serveRenderer(join(app.getAppPath(), 'out/app/renderer'), log), {
    read: () => keyfob.settings.windowSize,
    save: (windowSize) => keyfob.updateSettings({ windowSize }),
  });

  const keyfob: App = new App({
    vault: new SqliteVault(userData, new SafeStorageKeyring(safeStorage, process.platform)),
    http: new UndiciHttp(app.getVersion()),
    clipboard: new ElectronClipboard(clipboard, process.platform),
    notifier,
    settings,
    clock: systemClock,
    timer: systemTimer,
    random: systemRandom,
    wake: electronWakeEvents,
    log,
    openKey: (id) => windows.show(id),
  });
  const openWindow = (id: Parameters<typeof windows.show>[0]) => windows.show(id);
  const actions = new TrayActions({ app: keyfob, notifier, clock: systemClock, openWindow });
  const tray = new TrayController(join(app.getAppPath(), 'electron/assets/tray'), {
    copy: (id) => void actions.copy(id),
    open: () => windows.show(null),
    primaryClick: () => actions.primaryClick(),
  });

  const openExternal = (url: string) => void shell.openExternal(url);
  routeCalls(callInputs, callHandlers(keyfob, { openExternal }), windows, log);
  const show = () => {
    tray.render(keyfob.tray());
    windows.send('snapshot', keyfob.snapshot());
  };
  keyfob.onChange(show);
  nativeTheme.on('updated', show);
  app.on('second-instance', () => windows.show(null));
  app.on('activate', () => windows.show(null));
  clearBeforeQuit(keyfob);

  show();
  if (!app.commandLine.hasSwitch('hidden')) windows.show(null);
  await keyfob.start();
}
