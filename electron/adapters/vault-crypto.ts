import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
/** Without it Node accepts forged tags of 4 bytes (docs/rules-and-findings.md, F5). */
const authTagLength = 16;
const nonceBytes = 12;
/** What OpenSSL and BoringSSL call the block size of this mode. */
const gcmBlockBytes = 1;

/** Bytes in the data key, in wrapping keys and in derived keys. */
export const keyBytes = 32;

/** What AES-256-GCM gives: a random 96-bit nonce, and the ciphertext followed by its 16-byte tag. */
export interface Sealed {
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** A fresh key from the system's random generator. */
export function randomKey(): Buffer {
  return randomBytes(keyBytes);
}

/** Encrypts and authenticates `plaintext` together with `context`. */
export function seal(key: Uint8Array, plaintext: Uint8Array, context: Uint8Array): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength });
  cipher.setAAD(context);
  const body = [cipher.update(plaintext), cipher.final()];
  return { nonce, ciphertext: Buffer.concat([...body, cipher.getAuthTag()]) };
}

/** The plaintext, or null when anything differs from what was sealed. Nothing is given before the tag is checked. */
export function unseal(key: Uint8Array, sealed: Sealed, context: Uint8Array): Buffer | null {
  const bodyBytes = sealed.ciphertext.length - authTagLength;
  if (sealed.nonce.length !== nonceBytes || bodyBytes < 0) return null;
  const decipher = createDecipheriv(algorithm, key, sealed.nonce, { authTagLength });
  decipher.setAAD(context);
  decipher.setAuthTag(sealed.ciphertext.subarray(bodyBytes));
  const unchecked = decipher.update(sealed.ciphertext.subarray(0, bodyBytes));
  overwriteFreed(bodyBytes + gcmBlockBytes);
  try {
    decipher.final();
    return unchecked;
  } catch {
    unchecked.fill(0);
    return null;
  }
}

/**
 * Node decrypts into memory that is one block too long, copies the plaintext out of it and frees it as it is
 * (docs/rules-and-findings.md, F24). What is asked for next in that size is given that very memory.
 */
function overwriteFreed(bytes: number): void {
  new Uint8Array(new ArrayBuffer(bytes)).fill(0);
}

/** The tag of a sealed record: it stands for its whole content. */
export function tagOf(sealed: Sealed): Uint8Array {
  return sealed.ciphertext.subarray(Math.max(0, sealed.ciphertext.length - authTagLength));
}

/** The data key of an open vault, and keys for one purpose each (HKDF-SHA256 of it, RFC 5869). */
export class VaultKeys {
  /** A copy of the data key, to be wrapped in a new slot. */
  readonly data: Buffer;
  readonly record: Buffer;
  readonly header: Buffer;
  readonly recordSet: Buffer;

  constructor(dataKey: Uint8Array) {
    this.data = Buffer.from(dataKey);
    this.record = hkdf(dataKey, 'record');
    this.header = hkdf(dataKey, 'header');
    this.recordSet = hkdf(dataKey, 'record set');
  }

  /** Overwrites the keys; the vault cannot be read after it. */
  wipe(): void {
    for (const key of [this.data, this.record, this.header, this.recordSet]) key.fill(0);
  }
}

/**
 * HKDF-SHA256 of one block of output (RFC 5869 sections 2.2 and 2.3). Not by `hkdfSync`: that keeps a copy of the key in a
 * place that nobody can overwrite, until some garbage collection (docs/rules-and-findings.md, F24).
 * @param salt none: as many zeros as the hash has bytes (RFC 5869 section 2.2)
 */
export function hkdf(
  key: Uint8Array | string,
  info: Uint8Array | string,
  salt: Uint8Array = Buffer.alloc(keyBytes),
): Buffer {
  const extracted = createHmac('sha256', salt).update(key).digest();
  const derived = createHmac('sha256', extracted).update(info).update(Uint8Array.of(1)).digest();
  extracted.fill(0);
  return derived;
}
