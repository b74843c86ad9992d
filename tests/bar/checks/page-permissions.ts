import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LockableSession, lockDown } from '../../../electron/main/lock-down.ts';
import { allowNamedFunctions } from '../../desktop/flows/named-functions.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { REPOSITORY_FOLDER } from '../../desktop/rig/app-arguments.ts';
import type { CheckResult } from '../check-result.ts';

/**
 * RN-07: every permission that the types of the shipped Electron name is denied by the handlers, for requests and for
 * checks, and what the page really asks for is denied by the running app.
 */
export async function denyPermissions(keyfob: RunningKeyfob): Promise<CheckResult> {
  await allowNamedFunctions(keyfob);
  const names = permissionNames();
  const handlers = handlersOf();
  const granted = names.filter((name) => {
    let answer = true;
    handlers.request(null, name, (isGranted: boolean) => {
      answer = isGranted;
    });
    return answer || handlers.check(null, name, 'app://keyfob') || handlers.device({ deviceType: name });
  });
  const asked = await askForAll(keyfob);
  const given = Object.keys(asked).filter((name) => asked[name] !== 'denied');
  return {
    figure:
      `${names.length} names of Electron's types, ${granted.length} granted ${granted}; ` +
      `${Object.keys(asked).length} asked for by the page, ${given.length} granted ${given}`,
    passed: names.length > 15 && granted.length === 0 && given.length === 0,
  };
}

/** The names in the types of the handlers for requests, checks and devices. */
function permissionNames(): string[] {
  const types = readFileSync(join(REPOSITORY_FOLDER, 'node_modules/electron/electron.d.ts'), 'utf8');
  const lines = types
    .split('\n')
    .filter((line) =>
      /setPermission(Request|Check)Handler\(|setDevicePermissionHandler|deviceType: /.test(line),
    );
  return [
    ...new Set(
      lines.flatMap((line) => [...line.matchAll(/'([a-z][A-Za-z-]+)'/g)].map(([, name]) => name ?? '')),
    ),
  ];
}

interface Handlers {
  request: (contents: null, name: string, answer: (isGranted: boolean) => void) => void;
  check: (contents: null, name: string, origin: string) => boolean;
  device: (details: { deviceType: string }) => boolean;
}

/** What the product puts into a session. */
function handlersOf(): Handlers {
  const handlers: Partial<Handlers> = {};
  const session = {
    setPermissionRequestHandler: (handler: Handlers['request']) => {
      handlers.request = handler;
    },
    setPermissionCheckHandler: (handler: Handlers['check']) => {
      handlers.check = handler;
    },
    setDevicePermissionHandler: (handler: Handlers['device']) => {
      handlers.device = handler;
    },
    setDisplayMediaRequestHandler: () => {},
    on: () => {},
    webRequest: { onBeforeRequest: () => {} },
  };
  lockDown(session as unknown as LockableSession);
  return handlers as Handlers;
}

async function askForAll(keyfob: RunningKeyfob): Promise<Record<string, string>> {
  const { page } = await keyfob.window();
  return page.evaluate(async () => {
    const outcome: Record<string, string> = {};
    const queries = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'persistent-storage',
      'storage-access',
      'window-management',
      'local-fonts',
      'idle-detection',
    ];
    for (const name of queries) {
      try {
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        outcome[name] = state === 'granted' ? 'granted' : 'denied';
      } catch {
        outcome[name] = 'denied';
      }
    }
    const asks = navigator as unknown as Record<
      string,
      Record<string, (given?: unknown) => Promise<unknown>>
    >;
    const tries: Record<string, () => Promise<unknown> | undefined> = {
      getUserMedia: () => navigator.mediaDevices.getUserMedia({ audio: true, video: true }),
      getDisplayMedia: () => navigator.mediaDevices.getDisplayMedia(),
      position: () =>
        new Promise((resolve, reject) =>
          navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: 500 }),
        ),
      notification: async () => {
        if ((await Notification.requestPermission()) !== 'granted') throw new Error('denied');
      },
      midiAccess: () => navigator.requestMIDIAccess({ sysex: true }),
      clipboardRead: () => navigator.clipboard.readText(),
      usb: () => asks['usb']?.['requestDevice']?.({ filters: [] }),
      hid: async () => {
        const devices = (await asks['hid']?.['requestDevice']?.({ filters: [] })) as unknown[] | undefined;
        if (devices === undefined || devices.length === 0) throw new Error('none');
      },
      serial: () => asks['serial']?.['requestPort']?.(),
      bluetooth: () => asks['bluetooth']?.['requestDevice']?.({ acceptAllDevices: true }),
      wakeLock: () => navigator.wakeLock.request('screen'),
      persist: async () => {
        if (!(await navigator.storage.persist())) throw new Error('denied');
      },
      keyboardLock: () => asks['keyboard']?.['lock']?.(),
    };
    for (const [name, ask] of Object.entries(tries)) {
      const work = (async () => {
        const pending = ask();
        if (pending === undefined) throw new Error('not there');
        return pending;
      })();
      const late = new Promise((_resolve, reject) => setTimeout(reject, 700));
      outcome[name] = await Promise.race([work, late]).then(
        () => 'granted',
        () => 'denied',
      );
    }
    return outcome;
  });
}
