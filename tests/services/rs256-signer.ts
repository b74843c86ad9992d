import { randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';

/** Signs the claims, with a unique `jti` added, as IBM IAM does: RS256 with the key's id in the header. */
export type SignClaims = (claims: Readonly<Record<string, unknown>>) => Promise<string>;

export async function createRs256Signer(): Promise<SignClaims> {
  const { privateKey } = await generateKeyPair('RS256');
  // First member of the header, so that tokens begin with the `eyJraWQiOi…` of the documented sample.
  const header = { kid: `20171${randomUUID().slice(0, 8)}`, typ: 'JWT', alg: 'RS256' };
  return (claims) =>
    new SignJWT({ ...claims, jti: randomUUID() }).setProtectedHeader(header).sign(privateKey);
}
