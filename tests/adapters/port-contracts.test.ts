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

function overElectron(api: typeof oldElectronClipboard | typeof newElectronClipboard): ClipboardSubject {
  const selections: Selections = { clipboard: '', primary: '' };
  return {
    clipboard: new ElectronClipboard(api(selections), 'linux'),
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
    for (const api of [deaf, failing]) {
      const written = await new ElectronClipboard(api, 'linux').write(new Secret('a-token'));
      expect(written).toEqual({ ok: false, failure: { kind: 'clipboardFailed' } });
    }
  });
});
