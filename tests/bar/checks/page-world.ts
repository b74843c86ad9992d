import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { REPOSITORY_FOLDER } from '../../desktop/rig/app-arguments.ts';
import type { CheckResult } from '../check-result.ts';

/** What each web contents must be made with. */
const wantedPreferences: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  experimentalFeatures: false,
  allowRunningInsecureContent: false,
  navigateOnDragDrop: false,
};

/** RN-01: the preferences of every web contents that there is. That developer tools are off in a package is read in the source. */
export async function readPreferences(keyfob: RunningKeyfob): Promise<CheckResult> {
  const found = await keyfob.app.inMain(({ webContents }, names) => {
    type WithPreferences = { getLastWebPreferences(): Record<string, unknown> };
    return webContents.getAllWebContents().map((contents) => {
      const preferences = (contents as unknown as WithPreferences).getLastWebPreferences();
      return Object.fromEntries(names.map((name) => [name, preferences[name] === true]));
    });
  }, Object.keys(wantedPreferences));
  const wrong = found.flatMap((each) =>
    Object.entries(wantedPreferences).filter(([name, value]) => each[name] !== value),
  );
  const source = readFileSync(join(REPOSITORY_FOLDER, 'electron/main/window-controller.ts'), 'utf8');
  const closed = source.includes('devTools: !app.isPackaged');
  return {
    figure:
      `${found.length} web contents × ${Object.keys(wantedPreferences).length} preferences, ${wrong.length} wrong ${wrong.map(([name]) => name)}; ` +
      `developer tools ${closed ? 'off' : 'ON'} in a package`,
    passed: found.length > 0 && wrong.length === 0 && closed,
  };
}

/** Names of Node and Electron that a page could find. */
const foreignNames = [
  'require',
  'process',
  'module',
  'exports',
  'Buffer',
  'global',
  'setImmediate',
  'ipcRenderer',
  'electron',
  '__dirname',
  '__filename',
  'nodeRequire',
  'webFrame',
];

/** The committed snapshot of all that the page is given. */
const bridgeMembers = ['call: function', 'on: function'];

/** RN-03: the page's world has nothing but the bridge, in exactly the committed form, and no way through it to more. */
export async function readWorld(keyfob: RunningKeyfob): Promise<CheckResult> {
  const { page } = await keyfob.window();
  const found = await page.evaluate((names) => {
    const { keyfob } = globalThis as unknown as { keyfob: Record<string, (...given: unknown[]) => unknown> };
    const own = Object.getOwnPropertyDescriptor(globalThis, 'keyfob');
    const unsubscribed = keyfob['on']?.('showKey', () => {});
    const before = keyfob['call'];
    try {
      keyfob['call'] = () => 'replaced';
    } catch {
      // Refused, as wanted.
    }
    return {
      foreign: names.filter((name) => (globalThis as Record<string, unknown>)[name] !== undefined),
      frozen: Object.isFrozen(keyfob) && own?.writable === false && own.configurable === false,
      isSame: keyfob['call'] === before,
      members: Object.entries(keyfob).map(([name, value]) => `${name}: ${typeof value}`),
      answer: typeof (unsubscribed as () => unknown)(),
      // The bridge must be an object of the page: one of the preload's world would lead to that world's Function.
      isOfThePage:
        keyfob['constructor'] === Object && (keyfob['call'] as () => void).constructor === Function,
    };
  }, foreignNames);
  const members = found.members.sort();
  const isSnapshot = JSON.stringify(members) === JSON.stringify(bridgeMembers);
  const isClosed = found.frozen && found.isSame && found.answer === 'undefined' && found.isOfThePage;
  return {
    figure:
      `${found.foreign.length} of ${foreignNames.length} names of Node and Electron found ${found.foreign}; the bridge is ` +
      `${isSnapshot ? 'the committed one' : `another: ${members}`}, ${isClosed ? 'frozen' : 'OPEN'}`,
    passed: found.foreign.length === 0 && isSnapshot && isClosed,
  };
}
