import { createHash } from 'node:crypto';
import { leastCost } from '#adapters/argon2-params';
import type { Argon2Cost, Argon2Params, PassphraseHash } from '#adapters/passphrase-hash';
import type { Secret } from '#core/secret';

/** Says that it did the work of Argon2id and does none, so that a test with a passphrase takes no seconds. */
export class QuickPassphraseHash implements PassphraseHash {
  /** Lacks the memory from now on. */
  isOutOfMemory = false;
  /** What it was asked to do. */
  readonly asked: Argon2Params[] = [];

  async calibrate(): Promise<Argon2Cost | null> {
    return this.isOutOfMemory ? null : leastCost;
  }

  async derive(passphrase: Secret, params: Argon2Params): Promise<Buffer | null> {
    this.asked.push(params);
    if (this.isOutOfMemory) return null;
    const { memoryKiB, passes, lanes, salt } = params;
    const hash = createHash('sha256').update(`${memoryKiB} ${passes} ${lanes} `).update(salt);
    return hash.update(passphrase.reveal().normalize('NFC')).digest();
  }
}
