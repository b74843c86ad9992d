import { createHash } from 'node:crypto';
import type { Keyring, KeyringRefusal, ProtectedKey, UnprotectedKey } from '#adapters/keyring';
import { seal, unseal } from '#adapters/vault-crypto';
import type { KeyringProblem } from '#core/ports';

const noContext = new Uint8Array(0);
const nonceBytes = 12;

/**
 * A keyring that behaves like one: what it protected it gives back, until its password changes. Two of the same password
 * are the same keyring, also in two processes. Answers are late by one turn, as a real one's are.
 */
export class FakeKeyring implements Keyring {
  state: 'working' | KeyringProblem = 'working';
  backend = 'gnome_libsecret';
  /** Asks for a renewed blob at the next unprotect, as after a rotation of the platform's key. */
  shouldRenew = false;
  password: string;

  constructor(password = 'correct horse') {
    this.password = password;
  }

  async protect(key: Buffer): Promise<ProtectedKey | KeyringRefusal> {
    await Promise.resolve();
    if (this.state !== 'working') return { ok: false, problem: this.state };
    return { ok: true, blob: this.#encrypt(key), backend: this.backend };
  }

  async unprotect(blob: Buffer): Promise<UnprotectedKey | KeyringRefusal> {
    await Promise.resolve();
    if (this.state !== 'working') return { ok: false, problem: this.state };
    const sealed = { nonce: blob.subarray(0, nonceBytes), ciphertext: blob.subarray(nonceBytes) };
    const key = unseal(this.#key(), sealed, noContext);
    if (key === null) return { ok: false, problem: 'keyChanged' };
    const renewedBlob = this.shouldRenew ? this.#encrypt(key) : null;
    return { ok: true, key, backend: this.backend, renewedBlob };
  }

  #encrypt(key: Buffer): Buffer {
    const { nonce, ciphertext } = seal(this.#key(), key, noContext);
    return Buffer.concat([nonce, ciphertext]);
  }

  #key(): Buffer {
    return createHash('sha256').update(this.password).digest();
  }
}
