import type { KeyringProblem } from '#core/ports';
import type { Keyring, KeyringRefusal, ProtectedKey, UnprotectedKey } from './keyring.ts';
import { prepareLinuxKeyring } from './linux-keyrings.ts';
import {
  type AsyncSafeStorage,
  asyncCipher,
  prefixOf,
  type SafeStorageCipher,
  type SyncSafeStorage,
  syncCipher,
} from './safe-storage-ciphers.ts';

/** A keyring that waits for its password must not hold up the app for longer (docs/rules-and-findings.md, F3). */
const deadlineMs = 25_000;

/**
 * The keyring behind Electron's `safeStorage`, with the checks that `safeStorage` leaves to us (docs/rules-and-findings.md,
 * F1–F3): on Linux it may encrypt with a constant that everybody knows, and say that it is available. `safeStorage`
 * is asked when a key is needed and not before, as that must wait until the app is ready.
 *
 * On Linux it is not asked before a keyring is there, because it asks only once in a run (F23). Its synchronous API blocks the process
 * while a prompt waits, and no deadline can help there; so the keyring of the Secret Service is opened before, which can be
 * waited for. KWallet is not: it blocks, on Electron 41 and earlier.
 */
export class SafeStorageKeyring implements Keyring {
  readonly #cipher: SafeStorageCipher;
  readonly #platform: NodeJS.Platform;
  readonly #prepare: () => Promise<KeyringProblem | null>;

  /** @param sessionBus where keyrings answer, on Linux; null when there is no bus */
  constructor(
    safeStorage: SyncSafeStorage | AsyncSafeStorage,
    platform: NodeJS.Platform,
    sessionBus: string | null = null,
  ) {
    const isAsync = 'encryptStringAsync' in safeStorage;
    this.#prepare = async () => {
      if (sessionBus === null) return null;
      return prepareLinuxKeyring(sessionBus, isAsync ? null : safeStorage.getSelectedStorageBackend());
    };
    this.#cipher = isAsync ? asyncCipher(safeStorage, platform) : syncCipher(safeStorage, platform);
    this.#platform = platform;
  }

  protect(key: Buffer): Promise<ProtectedKey | KeyringRefusal> {
    return withinDeadline(async () => {
      const problem = (await this.#prepare()) ?? (await this.#cipher.findProblem());
      if (problem !== null) return { ok: false, problem };
      // As base64, because `safeStorage` takes text only.
      const blob = await this.#cipher.encrypt(key.toString('base64'));
      if (this.#isConstantKey(blob)) return { ok: false, problem: 'weak' };
      return { ok: true, blob, backend: this.#cipher.backendOf(blob) };
    });
  }

  unprotect(blob: Buffer): Promise<UnprotectedKey | KeyringRefusal> {
    return withinDeadline(async () => {
      const problem = (await this.#prepare()) ?? (await this.#cipher.findProblem());
      if (problem !== null) return { ok: false, problem };
      if (this.#isConstantKey(blob)) return { ok: false, problem: 'weak' };
      const answer = await this.#cipher.decrypt(blob);
      if (!answer.ok) return answer;
      const key = Buffer.from(answer.text, 'base64');
      // The synchronous API "decrypts" an empty blob to an empty text (measured on Electron 33).
      if (key.length === 0) return { ok: false, problem: 'keyChanged' };
      const renewedBlob = answer.shouldReEncrypt ? await this.#renew(answer.text) : null;
      const backend = this.#cipher.backendOf(renewedBlob ?? blob);
      return { ok: true, key, backend, renewedBlob };
    });
  }

  /** Null when the new form does not give the same text back: then the old one stays. */
  async #renew(text: string): Promise<Buffer | null> {
    try {
      const blob = await this.#cipher.encrypt(text);
      if (this.#isConstantKey(blob)) return null;
      const answer = await this.#cipher.decrypt(blob);
      return answer.ok && answer.text === text ? blob : null;
    } catch {
      return null;
    }
  }

  /** Elsewhere `v10` is the ordinary prefix. */
  #isConstantKey(blob: Buffer): boolean {
    return this.#platform === 'linux' && prefixOf(blob) === 'v10';
  }
}

/** Anything that `safeStorage` throws means that it cannot be used now. */
async function withinDeadline<T>(ask: () => Promise<T | KeyringRefusal>): Promise<T | KeyringRefusal> {
  let timeout: NodeJS.Timeout | undefined;
  const expired = new Promise<KeyringRefusal>((resolve) => {
    timeout = setTimeout(() => resolve({ ok: false, problem: 'notAnswering' }), deadlineMs);
  });
  const answer = ask().catch((): KeyringRefusal => ({ ok: false, problem: 'unavailable' }));
  try {
    return await Promise.race([answer, expired]);
  } finally {
    clearTimeout(timeout);
  }
}
