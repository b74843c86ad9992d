import type { SafeStorage } from 'electron';

/** What the platform's keyring does behind `safeStorage`. */
export interface KeyringScene {
  /** Prefix of ciphertexts; `v10` is the constant key on Linux and the ordinary prefix elsewhere. */
  prefix: 'v10' | 'v11' | 'v12';
  isAvailable: boolean;
  backend: ReturnType<SafeStorage['getSelectedStorageBackend']>;
  /** Changes when the keyring's item is replaced. */
  secret: number;
  isHanging: boolean;
  shouldReEncrypt: boolean;
  decryptError: string | null;
}

/** A desktop with an unlocked GNOME keyring. */
export function gnomeScene(change: Partial<KeyringScene> = {}): KeyringScene {
  const scene = { prefix: 'v11', isAvailable: true, backend: 'gnome_libsecret', secret: 0x5a } as const;
  return { ...scene, isHanging: false, shouldReEncrypt: false, decryptError: null, ...change };
}

function encrypt(scene: KeyringScene, text: string): Buffer {
  const masked = Buffer.from(text).map((byte) => byte ^ scene.secret);
  return Buffer.concat([Buffer.from(scene.prefix), Buffer.from([scene.secret]), masked]);
}

function decrypt(scene: KeyringScene, blob: Buffer): string {
  // As the real one does.
  if (blob.length === 0) return '';
  if (blob[3] !== scene.secret || scene.decryptError !== null)
    throw new Error(scene.decryptError ?? 'Error while decrypting the ciphertext provided.');
  return Buffer.from(blob.subarray(4).map((byte) => byte ^ scene.secret)).toString();
}

/** `safeStorage` as in Electron 33: the synchronous half alone. */
export function oldSafeStorage(scene: KeyringScene) {
  return {
    isEncryptionAvailable: () => scene.isAvailable,
    encryptString(text: string) {
      if (!scene.isAvailable) throw new Error('Encryption is not available.');
      return encrypt(scene, text);
    },
    decryptString: (blob: Buffer) => decrypt(scene, blob),
    getSelectedStorageBackend: () => scene.backend,
  } satisfies Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
  >;
}

/** `safeStorage` as in Electron 46: the asynchronous half alone, which is "available" whatever answers. */
export function newSafeStorage(scene: KeyringScene) {
  const answer = async <T>(give: () => T): Promise<T> =>
    scene.isHanging ? new Promise<T>(() => undefined) : give();
  return {
    isAsyncEncryptionAvailable: () => answer(() => scene.isAvailable),
    encryptStringAsync: (text: string) => answer(() => encrypt(scene, text)),
    decryptStringAsync: (blob: Buffer) =>
      answer(() => ({ result: decrypt(scene, blob), shouldReEncrypt: scene.shouldReEncrypt })),
  } satisfies Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>;
}
