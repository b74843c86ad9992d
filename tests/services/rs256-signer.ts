import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { sampleKeyPair } from './further/sample-key-pair.ts';

/** Signs the claims, with a unique `jti` added, as IBM IAM does: RS256 with the key's id in the header. */
export type SignClaims = (claims: Readonly<Record<string, unknown>>) => Promise<string>;

/** With the key of the services. */
export function createRs256Signer(): SignClaims {
  const privateKey = createPrivateKey(sampleKeyPair(1).privateKeyPem);
  // First member of the header, so that tokens begin with the `eyJraWQiOi…` of the documented sample.
  const header = { kid: `20171${randomUUID().slice(0, 8)}`, typ: 'JWT', alg: 'RS256' };
  return (claims) =>
    new SignJWT({ ...claims, jti: randomUUID() }).setProtectedHeader(header).sign(privateKey);
}
