import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { JwtAlgorithm } from '#core/ports';

/** A key pair, and its private half in every spelling that users have. Plain JSON, to be handed to another program. */
export interface SignerKey {
  readonly name: string;
  /** Those that this key may sign for. */
  readonly algorithms: readonly JwtAlgorithm[];
  readonly publicJwk: JsonWebKey;
  readonly publicPem: string;
  /** SHA-256 of the public key as its maker exported it, in base64. */
  readonly fingerprint: string;
  readonly plain: Readonly<Record<string, string>>;
  readonly encrypted: Readonly<Record<string, string>>;
}

/** Opens everything in {@link SignerKey.encrypted}. */
export const passphrase = 'correct horse ü';

/** Made anew for each run by OpenSSL, which plain Node has: no key stands in the repository. */
export function makeSignerKeys(): SignerKey[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const ed25519 = generateKeyPairSync('ed25519');
  return [
    signerKey('RSA', ['RS256', 'RS384', 'RS512', 'PS256'], rsa, 'pkcs1'),
    signerKey('RSA of 1024 bits', [], shortRsa, 'pkcs1'),
    signerKey('P-256', ['ES256'], p256, 'sec1'),
    signerKey('P-384', ['ES384'], p384, 'sec1'),
    signerKey('Ed25519', ['EdDSA'], ed25519, null),
  ];
}

function signerKey(
  name: string,
  algorithms: readonly JwtAlgorithm[],
  { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject },
  olderType: 'pkcs1' | 'sec1' | null,
): SignerKey {
  const pem = (type: 'pkcs8' | 'pkcs1' | 'sec1', cipher?: string) =>
    String(
      privateKey.export({
        type,
        format: 'pem',
        ...(cipher === undefined ? {} : { cipher, passphrase }),
      } as never),
    );
  const pkcs8 = pem('pkcs8');
  const encrypted = {
    'PKCS#8, AES-256': pem('pkcs8', 'aes-256-cbc'),
    'PKCS#8, 3DES': pem('pkcs8', 'des-ede3-cbc'),
  };
  return {
    name,
    algorithms,
    publicJwk: publicKey.export({ format: 'jwk' }),
    publicPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
    fingerprint: createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64'),
    plain: {
      'PKCS#8': pkcs8,
      'PKCS#8 with the line ends of Windows': pkcs8.replaceAll('\n', '\r\n'),
      'PKCS#8 with written line ends': pkcs8.replaceAll('\n', '\\n'),
      'PKCS#8 with written line ends of Windows, within spaces': `  ${pkcs8.replaceAll('\n', '\\r\\n')} `,
      JWK: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'a', use: 'sig' }, null, 2),
      ...(olderType === null ? {} : { [olderType]: pem(olderType) }),
    },
    encrypted:
      olderType === null
        ? encrypted
        : {
            ...encrypted,
            [`${olderType}, AES-128`]: pem(olderType, 'aes-128-cbc'),
            [`${olderType}, 3DES`]: pem(olderType, 'des-ede3-cbc'),
          },
  };
}
