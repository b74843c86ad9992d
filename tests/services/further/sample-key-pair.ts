import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** An RSA key pair of 2048 bits. */
export interface SampleKeyPair {
  /** PKCS #8. */
  readonly privateKeyPem: string;
  readonly publicKey: KeyObject;
}

const made = new Map<number, SampleKeyPair>();

/**
 * The key pair with that number, made when it is first asked for: 0 of the clients, 1 of the services, more for tests
 * that need a wrong one. Making one takes long, so they are shared.
 */
export function sampleKeyPair(index: number): SampleKeyPair {
  const known = made.get(index);
  if (known !== undefined) return known;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pair = { privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey };
  made.set(index, pair);
  return pair;
}
