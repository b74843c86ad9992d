import { describe, expect, it } from 'vitest';
import { ElectronClipboard } from '#adapters/electron-clipboard';
import type { Keyring } from '#adapters/keyring';
import { SafeStorageKeyring } from '#adapters/safe-storage-keyring';
import { Secret } from '#core/secret';
import { type ClipboardSubject, clipboardContract } from '../contracts/clipboard-contract.ts';
import { keyringContract } from '../contracts/keyring-contract.ts';
import {
  newElectronClipboard,
  oldElectronClipboard,
  type Selections,
} from '../fakes/fake-electron-clipboard.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { gnomeScene, newSafeStorage, oldSafeStorage } from '../fakes/fake-safe-storage.ts';
import { MemoryClipboard } from '../fakes/memory-desktop.ts';

const keyrings: readonly [string, () => Keyring][] = [
  ['the test keyring', () => new FakeKeyring()],
  ['safeStorage up to 45', () => new SafeStorageKeyring(oldSafeStorage(gnomeScene()), 'linux')],
  ['safeStorage from 42', () => new SafeStorageKeyring(newSafeStorage(gnomeScene()), 'linux')],
];

describe.each(keyrings)('keyring contract: %s', (_name, make) => {
  it.each(keyringContract)('$rule', ({ check }) => check(make()));
});

/** Without PATH there is no other program to read the clipboard. */
const onX11 = { platform: 'linux', env: { PATH: '' } } as const;

function overElectron(api: typeof oldElectronClipboard | typeof newElectronClipboard): ClipboardSubject {
  const selections: Selections = { clipboard: '', primary: '' };
  return {
    clipboard: new ElectronClipboard(api(selections), onX11),
    read: async (selection) => selections[selection],
    put: async (selection, text) => {
      selections[selection] = text;
    },
  };
}

function inMemory(): ClipboardSubject {
  const clipboard = new MemoryClipboard();
  const member = { clipboard: 'text', primary: 'primary' } as const;
  return {
    clipboard,
    read: async (selection) => clipboard[member[selection]],
    put: async (selection, text) => {
      clipboard[member[selection]] = text;
    },
  };
}

const clipboards: readonly [string, () => ClipboardSubject][] = [
  ['the test clipboard', inMemory],
  ['Electron up to 43', () => overElectron(oldElectronClipboard)],
  ['Electron from 44', () => overElectron(newElectronClipboard)],
];

describe.each(clipboards)('clipboard contract: %s', (_name, make) => {
  it.each(clipboardContract)('$rule', ({ check }) => check(make()));
});

describe('a clipboard that takes nothing', () => {
  it('is reported, never thrown', async () => {
    const deaf = { writeText: () => {}, readText: () => 'something else', clear: () => {} };
    const failing = {
      ...deaf,
      writeText: () => {
        throw new Error('no display');
      },
    };
    for (const clipboard of [deaf, failing]) {
      const written = await new ElectronClipboard({ clipboard }, onX11).write(new Secret('a-token'));
      expect(written).toEqual({ ok: false, failure: { kind: 'clipboardFailed' } });
    }
  });
});

describe('from Electron 44 a copy asks histories to keep none', () => {
  const systemFormat = (name: string) => `electron application/osclipboard;format="${name}"`;

  it.each([
    ['linux', { 'x-kde-passwordManagerHint': 'secret' }],
    ['darwin', { 'org.nspasteboard.ConcealedType': '1', 'org.nspasteboard.TransientType': '1' }],
    [
      'win32',
      {
        ExcludeClipboardContentFromMonitorProcessing: '1',
        CanIncludeInClipboardHistory: '\0\0\0\0',
        CanUploadToCloudClipboard: '\0\0\0\0',
        'Clipboard Viewer Ignore': '1',
      },
    ],
  ] as const)('on %s, in one offer with the text', async (platform, hints) => {
    const selections: Selections = { clipboard: '', primary: '' };
    const clipboard = new ElectronClipboard(newElectronClipboard(selections), { platform, env: {} });
    expect((await clipboard.write(new Secret('a-token'))).ok).toBe(true);
    const offered = Object.entries(selections.formats ?? {}).map(
      async ([type, payload]) => [type, await new Blob([payload]).text()] as const,
    );
    expect(Object.fromEntries(await Promise.all(offered))).toEqual({
      'text/plain': 'a-token',
      ...Object.fromEntries(Object.entries(hints).map(([name, value]) => [systemFormat(name), value])),
    });
  });

  it('and copies the text alone where a format is refused', async () => {
    const selections: Selections = { clipboard: '', primary: '' };
    const { clipboard, ClipboardItem } = newElectronClipboard(selections);
    if (ClipboardItem === undefined) throw new Error('not Electron 44');
    const refusing = {
      ...clipboard,
      write: async () => {
        throw new Error('no such format');
      },
    };
    const copied = await new ElectronClipboard({ clipboard: refusing, ClipboardItem }, onX11).write(
      new Secret('a-token'),
    );
    expect([copied.ok, selections.clipboard]).toEqual([true, 'a-token']);
  });
});
