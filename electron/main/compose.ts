import { join } from 'node:path';
import * as electron from 'electron';
import {
  app,
  BrowserWindow,
  clipboard,
  nativeTheme,
  net,
  powerMonitor,
  safeStorage,
  session,
  shell,
  systemPreferences,
  webContents,
} from 'electron';
import { ageFile } from '#adapters/age-file';
import { certificateDetails } from '#adapters/certificate-details';
import { PosixCommandRunner } from '#adapters/command-runner';
import { ElectronIdle } from '#adapters/electron-idle';
import { ElectronNotifier } from '#adapters/electron-notifier';
import { ElectronSystemEvents } from '#adapters/electron-system-events';
import { environmentProxy } from '#adapters/environment-proxy';
import { FileLog } from '#adapters/file-log';
import { JoseSigner } from '#adapters/jose-signer';
import { clipboardFor } from '#adapters/linux-clipboard';
import { linuxSession } from '#adapters/linux-session-events';
import { PresetFolder } from '#adapters/preset-folder';
import { SafeStorageKeyring } from '#adapters/safe-storage-keyring';
import { SettingsFile } from '#adapters/settings-file';
import { SqliteVault } from '#adapters/sqlite-vault';
import { systemClock, systemRandom, systemTimer } from '#adapters/system-clock';
import { ReadSystemHealth } from '#adapters/system-health';
import { systemProxy } from '#adapters/system-proxy';
import { textFiles } from '#adapters/text-files';
import { TouchId } from '#adapters/touch-id';
import { UndiciHttp } from '#adapters/undici-http';
import { lastSeenFolder } from '#adapters/vault-last-seen';
import type { Ports } from '#app/app-ports';
import { App } from '#app/create-app';
import { callHandlers } from '#app/handle-calls';
import type { ShellActions } from '#app/shell-actions';
import { TrayActions } from '#app/tray-actions';
import { callInputs } from '#contract/calls';
import { serveRenderer } from './app-protocol.ts';
import { askUser } from './ask-user.ts';
import { chooseExport, chooseFile } from './choose-file.ts';
import { drawSoon } from './draw-soon.ts';
import { routeCalls } from './ipc-router.ts';
import { catchTheRest } from './last-resort.ts';
import { browserAddress } from './open-external.ts';
import { clearBeforeQuit, restart } from './quit.ts';
import { chooseNewFile, saveFile } from './save-file.ts';
import { dangerousSwitches } from './start-switches.ts';
import { TrayController } from './tray-controller.ts';
import { WindowController } from './window-controller.ts';

/** Builds every part, joins them and starts. No rule lives here. */
export async function runKeyfob(): Promise<void> {
  const log = new FileLog(join(app.getPath('userData'), 'logs'));
  catchTheRest(log);
  const pageSession = await serveRenderer(join(app.getAppPath(), 'out/app/renderer'), log);
  const windows = new WindowController(pageSession, {
    read: () => keyfob.settings.windowSize,
    save: (windowSize) => keyfob.updateSettings({ windowSize }),
  });
  const ports = portsOf(log, windows);
  const keyfob: App = new App(ports);
  const tray = trayOf(keyfob, ports, windows);
  routeCalls({
    inputs: callInputs,
    handlers: callHandlers(keyfob, shellActions(windows)),
    page: windows,
    log,
    onRefusedReveal: keyfob.reveal.refused.note,
  });
  const show = () => {
    tray.render(keyfob.tray());
    if (windows.current() !== null) windows.send('snapshot', keyfob.snapshot());
  };
  const showSoon = drawSoon(show);
  keyfob.onChange(showSoon);
  nativeTheme.on('updated', showSoon);
  app.on('second-instance', () => windows.show(null));
  app.on('activate', () => windows.show(null));
  clearBeforeQuit(keyfob);

  show();
  if (!app.commandLine.hasSwitch('hidden')) windows.show(null);
  ports.events.on((event) => {
    // What is revealed is hidden: nobody may be looking any more, or somebody else.
    if (event === 'suspend' || event === 'screenLocked') windows.send('windowLeft', {});
  });
  // An old Electron stands still while the keyring asks for its password: the window is there before.
  await windows.whenDrawn();
  await keyfob.start();
}

function portsOf(log: FileLog, windows: WindowController): Ports {
  const userData = app.getPath('userData');
  const linux = process.platform === 'linux' ? linuxSession(process.env) : null;
  const vault = new SqliteVault(
    userData,
    new SafeStorageKeyring(safeStorage, process.platform, linux?.sessionBus),
    lastSeenFolder(process.platform, process.env, app.getPath('home')),
  );
  return {
    vault,
    access: vault,
    ...whoIsThere(),
    systemHealth: systemHealth(userData),
    http: new UndiciHttp(app.getVersion(), {
      // What the user set for programs of the terminal comes first.
      proxies: environmentProxy(process.env, systemProxy(session.defaultSession)),
    }),
    signer: new JoseSigner(),
    commands: new PosixCommandRunner(),
    clipboard: clipboardFor(process, electron, () => BrowserWindow.getFocusedWindow() !== null),
    notifier: new ElectronNotifier(log),
    settings: new SettingsFile(userData),
    presetFiles: new PresetFolder(join(userData, 'presets')),
    files: textFiles,
    fileEncryption: ageFile,
    clock: systemClock,
    timer: systemTimer,
    random: systemRandom,
    events: new ElectronSystemEvents({ app, net, powerMonitor }, linux),
    log,
    openKey: (id) => windows.show(id),
    ask: askUser(() => windows.current()),
    onImportProgress: (progress) => windows.send('importProgress', progress),
    onRefreshProgress: (progress) => windows.send('refreshProgress', progress),
    onTestProgress: (runId, steps) => windows.send('testProgress', { runId, steps }),
  };
}

function whoIsThere(): Pick<Ports, 'idle' | 'presence'> {
  return {
    idle: new ElectronIdle(powerMonitor, process.env),
    presence: process.platform === 'darwin' ? new TouchId(systemPreferences) : null,
  };
}

function systemHealth(folder: string): ReadSystemHealth {
  return new ReadSystemHealth({
    folder,
    pageProcesses: () => webContents.getAllWebContents().map((page) => page.getOSProcessId()),
    dangerousSwitches: dangerousSwitches(process.argv.slice(1), process.platform),
    isInstalled: app.isPackaged,
    electronVersion: process.versions.electron,
  });
}

function shellActions(windows: WindowController): ShellActions {
  return {
    openExternal: (url) => {
      const address = browserAddress(url);
      if (address !== null) void shell.openExternal(address);
    },
    openFolder: (path) => void shell.openPath(path),
    restart,
    readClipboard: async () => clipboard.readText(),
    chooseFile: () => chooseFile(windows.current()),
    chooseExport: () => chooseExport(windows.current()),
    chooseNewFile: (suggestedName) => chooseNewFile(windows.current(), suggestedName),
    saveFile: (suggestedName, text) => saveFile(windows.current(), suggestedName, text),
    inspectCertificates: certificateDetails,
  };
}

function trayOf(keyfob: App, { notifier, clock, timer }: Ports, windows: WindowController): TrayController {
  const openWindow: WindowController['show'] = (id) => windows.show(id);
  const actions = new TrayActions({ app: keyfob, notifier, clock, timer, openWindow });
  return new TrayController(join(app.getAppPath(), 'electron/assets/tray'), {
    copy: (id, form) => void actions.copy(id, form),
    clearClipboard: () => actions.clearClipboard(),
    lock: () => actions.lock(),
    open: () => windows.show(null),
    primaryClick: () => actions.primaryClick(),
  });
}
