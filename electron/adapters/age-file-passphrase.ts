import { randomBytes, scrypt } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { type Identity, type Recipient, Stanza } from 'age-encryption';
import { workFactor, workFactorLimit } from '#core/export/file-encryption-port';
import type { Secret } from '#core/secret';

/**
 * The passphrase part of the age format (C2SP age.md, "scrypt recipient stanza"). The library has one, too, but it computes scrypt in
 * JavaScript: that held the main process up for 2 to 6 s, where Node's own works beside it and in less than half the time.
 */
const label = 'age-encryption.org/v1/scrypt';
const saltBytes = 16;
/** scrypt's r and p are fixed by the format. */
const blockSize = 8;
const wrappedBytes = 32;

/** Why a passphrase does not open a file. */
export class UnopenedFile extends Error {
  readonly reason: 'wrongPassphrase' | 'noPassphrase' | 'tooCostly' | 'damagedFile';

  constructor(reason: UnopenedFile['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** Wraps the key of a file with a passphrase. */
export class ScryptRecipient implements Recipient {
  readonly #passphrase: Secret;

  constructor(passphrase: Secret) {
    this.#passphrase = passphrase;
  }

  async wrapFileKey(fileKey: Uint8Array): Promise<Stanza[]> {
    const salt = randomBytes(saltBytes);
    const body = (await cipherOf(this.#passphrase, salt, workFactor)).encrypt(fileKey);
    return [new Stanza(['scrypt', base64(salt), String(workFactor)], body)];
  }
}

/** Unwraps it. Throws {@link UnopenedFile}. */
export class ScryptIdentity implements Identity {
  readonly #passphrase: Secret;

  constructor(passphrase: Secret) {
    this.#passphrase = passphrase;
  }

  async unwrapFileKey(stanzas: Stanza[]): Promise<Uint8Array> {
    const [stanza] = stanzas;
    const [type, saltText = '', factorText = ''] = stanza?.args ?? [];
    if (stanza === undefined || type !== 'scrypt') throw new UnopenedFile('noPassphrase');
    const salt = Buffer.from(saltText, 'base64');
    const isWellFormed =
      // A file for a passphrase has no other way in, so that whoever made it is known to know the passphrase.
      stanzas.length === 1 &&
      stanza.args.length === 3 &&
      salt.length === saltBytes &&
      base64(salt) === saltText &&
      /^[1-9]\d*$/.test(factorText) &&
      stanza.body.length === wrappedBytes;
    if (!isWellFormed) throw new UnopenedFile('damagedFile');
    // SECURITY: before anything is allocated.
    if (Number(factorText) > workFactorLimit) throw new UnopenedFile('tooCostly');
    const cipher = await cipherOf(this.#passphrase, salt, Number(factorText)).catch(() => {
      // The memory for it could not be had.
      throw new UnopenedFile('tooCostly');
    });
    try {
      return cipher.decrypt(stanza.body);
    } catch {
      throw new UnopenedFile('wrongPassphrase');
    }
  }
}

async function cipherOf(passphrase: Secret, salt: Uint8Array, factor: number) {
  const cost = 2 ** factor;
  const options = { cost, blockSize, parallelization: 1, maxmem: 2 * 128 * blockSize * cost };
  const key = await new Promise<Uint8Array>((resolve, reject) => {
    const all = Buffer.concat([Buffer.from(label), salt]);
    scrypt(passphrase.reveal(), all, 32, options, (error, made) =>
      error === null ? resolve(made) : reject(error),
    );
  });
  // The nonce is fixed: each key encrypts one message, as its salt is new each time.
  return chacha20poly1305(key, new Uint8Array(12));
}

/** As the format writes it: without padding. */
function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
