import type { SafeStorage } from 'electron';
import type { KeyringProblem } from '#core/ports';
import type { KeyringRefusal } from './keyring.ts';

/** The synchronous half of Electron's `safeStorage`; the last Electron with it is 45. */
export type SyncSafeStorage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

/** The asynchronous half, since Electron 42. */
export type AsyncSafeStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

/** What a decryption gives. */
export type Decryption =
  | { readonly ok: true; readonly text: string; readonly shouldReEncrypt: boolean }
  | KeyringRefusal;

/** One form for both generations of `safeStorage`, on one platform. */
export interface SafeStorageCipher {
  /** Why the keyring must not be used now. */
  findProblem(): Promise<KeyringProblem | null>;
  encrypt(text: string): Promise<Buffer>;
  decrypt(blob: Buffer): Promise<Decryption>;
  /** Name of what protects this blob. */
  backendOf(blob: Buffer): string;
}

const keyChanged = { ok: false, problem: 'keyChanged' } as const;

/** Chromium's mark of a ciphertext, which on Linux tells the provider of its key. */
export function prefixOf(blob: Buffer): string {
  return blob.subarray(0, 3).toString('latin1');
}

/** The synchronous API: one backend, chosen by the name of the desktop. */
export function syncCipher(safeStorage: SyncSafeStorage, platform: NodeJS.Platform): SafeStorageCipher {
  const backend = () => osBackend(platform) ?? safeStorage.getSelectedStorageBackend();
  return {
    async findProblem() {
      // Nothing else is chosen in this run, and asking could only show that the constant key is there.
      if (backend() === 'basic_text') return 'weak';
      if (backend() === 'unknown') return 'unavailable';
      if (safeStorage.isEncryptionAvailable()) return null;
      return platform === 'linux' ? 'askedInVain' : 'unavailable';
    },
    encrypt: async (text) => safeStorage.encryptString(text),
    async decrypt(blob) {
      try {
        return { ok: true, text: safeStorage.decryptString(blob), shouldReEncrypt: false };
      } catch {
        return keyChanged;
      }
    },
    backendOf: backend,
  };
}

/**
 * The asynchronous API. It says "available" whatever answers, and its Linux providers end with the constant key, so only
 * the prefix of a ciphertext tells the truth; `getSelectedStorageBackend` speaks of the synchronous half (Electron's
 * electron_api_safe_storage.cc and browser_process_impl.cc; docs/rules-and-findings.md, F2).
 */
export function asyncCipher(safeStorage: AsyncSafeStorage, platform: NodeJS.Platform): SafeStorageCipher {
  return {
    async findProblem() {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'unavailable';
      if (platform !== 'linux') return null;
      return prefixOf(await safeStorage.encryptStringAsync('probe')) === 'v10' ? 'weak' : null;
    },
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    async decrypt(blob) {
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(blob);
        return { ok: true, text: result, shouldReEncrypt };
      } catch (error) {
        // The one error that Electron words so passes by itself, for example when a Keychain prompt was refused.
        const isTemporary = error instanceof Error && error.message.includes('temporarily unavailable');
        return isTemporary ? { ok: false, problem: 'unavailable' } : keyChanged;
      }
    },
    backendOf: (blob) =>
      osBackend(platform) ?? (prefixOf(blob) === 'v12' ? 'secret_portal' : 'secret_service'),
  };
}

function osBackend(platform: NodeJS.Platform): string | null {
  if (platform === 'darwin') return 'keychain';
  return platform === 'win32' ? 'dpapi' : null;
}
