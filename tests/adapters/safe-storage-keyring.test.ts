import type { SafeStorage } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SafeStorageKeyring } from '#adapters/safe-storage-keyring';
import { gnomeScene, type KeyringScene, newSafeStorage, oldSafeStorage } from '../fakes/fake-safe-storage.ts';

const key = Buffer.alloc(32, 9);
const generations = { old: oldSafeStorage, new: newSafeStorage };

function keyringOf(generation: 'old' | 'new', scene: KeyringScene, platform: NodeJS.Platform = 'linux') {
  return new SafeStorageKeyring(generations[generation](scene), platform);
}

async function protectIn(scene: KeyringScene, generation: 'old' | 'new'): Promise<Buffer> {
  const made = await keyringOf(generation, scene).protect(key);
  if (!made.ok) throw new Error(made.problem);
  return made.blob;
}

const constantKey = { prefix: 'v10', backend: 'basic_text' } as const;

/** The environments of docs/rules-and-findings.md, F2, as each API shows them; the hanging one is tested below. */
const environments: [string, Partial<KeyringScene>, string, Partial<KeyringScene>, string][] = [
  ['no bus, no desktop', { ...constantKey, isAvailable: false }, 'weak', constantKey, 'weak'],
  ['no bus, GNOME', { isAvailable: false }, 'askedInVain', { prefix: 'v10' }, 'weak'],
  ['no bus, GNOME, plain-text opt-in', { isAvailable: false }, 'askedInVain', { prefix: 'v10' }, 'weak'],
  ['i3, plain-text opt-in', constantKey, 'weak', constantKey, 'weak'],
  ['--password-store=basic with opt-in', constantKey, 'weak', constantKey, 'weak'],
  ['unlocked keyring, GNOME', {}, 'gnome_libsecret', {}, 'secret_service'],
  [
    'unlocked keyring, i3',
    { ...constantKey, isAvailable: false },
    'weak',
    { backend: 'basic_text' },
    'secret_service',
  ],
  ['unlocked keyring, i3, --password-store', {}, 'gnome_libsecret', {}, 'secret_service'],
  ['KDE', { backend: 'kwallet6' }, 'kwallet6', {}, 'secret_service'],
  ['portal', {}, 'gnome_libsecret', { prefix: 'v12' }, 'secret_portal'],
  ['before the app is ready', { backend: 'unknown' }, 'unavailable', { isAvailable: false }, 'unavailable'],
  ['a real backend that gives v10', { prefix: 'v10' }, 'weak', { prefix: 'v10' }, 'weak'],
];

describe('Linux', () => {
  it.each(environments)('%s', async (_name, oldScene, oldAnswer, newScene, newAnswer) => {
    for (const [generation, change, expected] of [
      ['old', oldScene, oldAnswer],
      ['new', newScene, newAnswer],
    ] as const) {
      const answer = await keyringOf(generation, gnomeScene(change)).protect(key);
      expect(answer.ok ? answer.backend : answer.problem, generation).toBe(expected);
    }
  });
});

describe.each(['old', 'new'] as const)('the %s API', (generation) => {
  it('gives back what it took', async () => {
    const scene = gnomeScene();
    const blob = await protectIn(scene, generation);
    const answer = await keyringOf(generation, scene).unprotect(blob);
    expect(answer.ok && answer.key.equals(key)).toBe(true);
  });

  it('says keyChanged when the item of the keyring was replaced', async () => {
    const scene = gnomeScene();
    const blob = await protectIn(scene, generation);
    scene.secret = 0x33;
    expect(await keyringOf(generation, scene).unprotect(blob)).toEqual({ ok: false, problem: 'keyChanged' });
  });

  it('opens nothing that was made with the constant key', async () => {
    const blob = Buffer.from('v10whatever');
    expect(await keyringOf(generation, gnomeScene()).unprotect(blob)).toEqual({ ok: false, problem: 'weak' });
  });

  it('refuses a vault after a downgrade by switch (CR-04)', async () => {
    const blob = await protectIn(gnomeScene(), generation);
    const answer = await keyringOf(generation, gnomeScene(constantKey)).unprotect(blob);
    expect(answer).toEqual({ ok: false, problem: 'weak' });
  });

  it.each([
    ['darwin', 'keychain'],
    ['win32', 'dpapi'],
  ] as const)('takes v10 on %s, where it is the ordinary prefix', async (platform, backend) => {
    const keyring = keyringOf(generation, gnomeScene({ prefix: 'v10' }), platform);
    expect(await keyring.protect(key)).toMatchObject({ ok: true, backend });
  });

  it('opens what the other API made', async () => {
    const scene = gnomeScene();
    const blob = await protectIn(scene, generation === 'old' ? 'new' : 'old');
    expect(await keyringOf(generation, scene).unprotect(blob)).toMatchObject({ ok: true });
  });
});

it('prefers the asynchronous API where both exist', async () => {
  const both = { ...oldSafeStorage(gnomeScene({ isAvailable: false })), ...newSafeStorage(gnomeScene()) };
  const safeStorage = both satisfies Partial<SafeStorage>;
  expect(await new SafeStorageKeyring(safeStorage, 'linux').protect(key)).toMatchObject({ ok: true });
});

describe('a keyring that waits for a prompt', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(['protect', 'unprotect'] as const)('is given up after 25 s: %s', async (call) => {
    const answer = keyringOf('new', gnomeScene({ isHanging: true }))[call](key);
    let isDone = false;
    void answer.then(() => {
      isDone = true;
    });
    await vi.advanceTimersByTimeAsync(24_999);
    expect(isDone).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ ok: false, problem: 'notAnswering' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('when the platform asks to encrypt anew', () => {
  it('gives a renewed blob that was decrypted once', async () => {
    const scene = gnomeScene({ shouldReEncrypt: true });
    const blob = await protectIn(scene, 'new');
    scene.prefix = 'v12';
    const answer = await keyringOf('new', scene).unprotect(blob);
    if (!answer.ok || answer.renewedBlob === null) throw new Error('no renewed blob');
    expect(answer.renewedBlob.subarray(0, 3).toString()).toBe('v12');
    expect(answer.backend).toBe('secret_portal');
    const again = await keyringOf('new', { ...scene, shouldReEncrypt: false }).unprotect(answer.renewedBlob);
    expect(again.ok && again.key.equals(key)).toBe(true);
  });

  it('keeps the old blob when the new one does not decrypt', async () => {
    const scene = gnomeScene({ shouldReEncrypt: true });
    const blob = await protectIn(scene, 'new');
    const safeStorage = newSafeStorage(scene);
    const broken = { ...safeStorage, encryptStringAsync: async () => Buffer.from('v11?not what was asked') };
    const answer = await new SafeStorageKeyring(broken, 'linux').unprotect(blob);
    expect(answer).toMatchObject({ ok: true, renewedBlob: null });
  });
});

it('tells a refused prompt from a changed key', async () => {
  const scene = gnomeScene();
  const blob = await protectIn(scene, 'new');
  scene.decryptError = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';
  expect(await keyringOf('new', scene).unprotect(blob)).toEqual({ ok: false, problem: 'unavailable' });
});
