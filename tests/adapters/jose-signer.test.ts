import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { JoseSigner } from '#adapters/jose-signer';
import { Secret } from '#core/secret';
import { signerContract } from '../contracts/signer-contract.ts';
import { makeSignerKeys } from '../contracts/signer-keys.ts';

const subject = { signer: new JoseSigner(), keys: makeSignerKeys() };

describe('signer contract: jose', () => {
  it.each(signerContract)('$rule', ({ check }) => check(subject));
});

/** SubjectPublicKeyInfo up to the key itself (RFC 5480 section 2, RFC 8410 section 4), put together by hand. */
const derPrefixes: Record<string, string> = {
  'P-256': '3059301306072a8648ce3d020106082a8648ce3d03010703420004',
  'P-384': '3076301006072a8648ce3d020106052b8104002203620004',
  Ed25519: '302a300506032b6570032100',
};

it.each(Object.entries(derPrefixes))(
  'the fingerprint of %s is that of its DER put together by hand',
  async (name, prefix) => {
    const key = subject.keys.find((made) => made.name === name);
    const { x = '', y = '' } = key?.publicJwk ?? {};
    const der = Buffer.concat([
      Buffer.from(prefix, 'hex'),
      ...[x, y].map((part) => Buffer.from(part, 'base64url')),
    ]);
    const privateKey = new Secret(key?.plain['PKCS#8'] ?? '');
    expect(await subject.signer.publicKeyFingerprint({ privateKey, passphrase: null })).toEqual({
      ok: true,
      value: createHash('sha256').update(der).digest('base64'),
    });
  },
);
