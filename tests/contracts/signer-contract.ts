import assert from 'node:assert/strict';
import { constants, createPublicKey, verify } from 'node:crypto';
import type { JwtAlgorithm, PrivateKeyInput, Signer } from '#core/ports';
import { Secret } from '#core/secret';
import type { ContractCase } from './contract-case.ts';
import { passphrase, type SignerKey } from './signer-keys.ts';

/** A signer, and keys that plain Node made. */
export interface SignerSubject {
  readonly signer: Signer;
  readonly keys: readonly SignerKey[];
}

const claims = { iss: 'me', sub: 'ü "me"', iat: 1_893_456_000, exp: 1_893_456_060 };
const everyAlgorithm: readonly JwtAlgorithm[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'ES256',
  'ES384',
  'EdDSA',
];

function input(text: string, phrase: string | null = null): PrivateKeyInput {
  return { privateKey: new Secret(text), passphrase: phrase === null ? null : new Secret(phrase) };
}

function refusal(reason: string) {
  return { ok: false, failure: { kind: 'invalidInput', reason } };
}

/** Every spelling of a key, with the passphrase that it needs. */
function spellings(key: SignerKey): [string, PrivateKeyInput][] {
  return [
    ...Object.entries(key.plain).map(([name, text]): [string, PrivateKeyInput] => [name, input(text)]),
    ...Object.entries(key.encrypted).map(([name, text]): [string, PrivateKeyInput] => [
      name,
      input(text, passphrase),
    ]),
  ];
}

async function signed(subject: SignerSubject, key: PrivateKeyInput, algorithm: JwtAlgorithm, header = {}) {
  const answer = await subject.signer.sign(key, algorithm, header, claims);
  assert.ok(answer.ok, `${algorithm}: ${JSON.stringify(answer)}`);
  const jwt = answer.value.reveal();
  assert.match(jwt, /^[\w-]+\.[\w-]+\.[\w-]+$/);
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
  return {
    header: json(head),
    claims: json(body),
    data: Buffer.from(`${head}.${body}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** RFC 7518 sections 3.3 to 3.5 and RFC 8037 section 3.1, by node:crypto and not by the library that signed. */
function isGenuine(algorithm: JwtAlgorithm, publicPem: string, data: Buffer, signature: Buffer): boolean {
  const key = createPublicKey(publicPem);
  const digest = `sha${algorithm.slice(2)}`;
  if (algorithm === 'EdDSA') return verify(null, data, key, signature);
  if (algorithm.startsWith('ES')) return verify(digest, data, { key, dsaEncoding: 'ieee-p1363' }, signature);
  const isPss = algorithm === 'PS256';
  const padding = isPss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  return verify(digest, data, { key, padding, ...(isPss ? { saltLength: 32 } : {}) }, signature);
}

/** PBE-MD5-DES (PKCS #5 version 1) around nothing: neither OpenSSL 3 nor BoringSSL has this encryption. */
const md5Des = Buffer.from(
  `302f301b06092a864886f70d010503300e0408${'00'.repeat(8)}020208000410${'00'.repeat(16)}`,
  'hex',
).toString('base64');
const unknownEncryption = `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${md5Des}\n-----END ENCRYPTED PRIVATE KEY-----\n`;

const noKeys = [
  '',
  'a-token',
  '{}',
  '{"kty":"oct","k":"c2VjcmV0"}',
  '{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"',
  '[]',
  '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----',
  '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----',
  '-----BEGIN CERTIFICATE-----\nbm90IGEga2V5\n-----END CERTIFICATE-----',
];

/** What signed assertions and fingerprints rely on. */
export const signerContract: readonly ContractCase<SignerSubject>[] = [
  {
    rule: 'signs with each algorithm and every spelling of a key, so that another library finds it genuine',
    check: async (subject) => {
      for (const key of subject.keys) {
        for (const [spelling, opened] of spellings(key)) {
          for (const algorithm of key.algorithms) {
            const jwt = await signed(subject, opened, algorithm);
            const label = `${key.name}, ${spelling}, ${algorithm}`;
            assert.ok(isGenuine(algorithm, key.publicPem, jwt.data, jwt.signature), label);
            assert.ok(!isGenuine(algorithm, key.publicPem, Buffer.from('else'), jwt.signature), label);
            assert.deepEqual([jwt.header, jwt.claims], [{ alg: algorithm, typ: 'JWT' }, claims], label);
          }
        }
      }
    },
  },
  {
    rule: 'takes further members of the header, another type, and no other algorithm than the one asked for',
    check: async (subject) => {
      const key = subject.keys.find(({ name }) => name === 'Ed25519');
      const header = { kid: 'a', typ: 'client-authentication+jwt', alg: 'none' };
      const jwt = await signed(subject, input(key?.plain['PKCS#8'] ?? ''), 'EdDSA', header);
      assert.deepEqual(jwt.header, { ...header, alg: 'EdDSA' });
    },
  },
  {
    rule: 'gives the fingerprint of the public key, whatever the spelling',
    check: async (subject) => {
      for (const key of subject.keys) {
        for (const [spelling, opened] of spellings(key)) {
          const answer = await subject.signer.publicKeyFingerprint(opened);
          assert.deepEqual(answer, { ok: true, value: key.fingerprint }, `${key.name}, ${spelling}`);
        }
      }
    },
  },
  {
    rule: 'does not need a passphrase that is given in vain',
    check: async (subject) => {
      for (const key of subject.keys) {
        const answer = await subject.signer.publicKeyFingerprint(input(key.plain['PKCS#8'] ?? '', 'in vain'));
        assert.equal(answer.ok, true);
      }
    },
  },
  {
    rule: 'says wrongPassphrase for a wrong, an empty and a missing one',
    check: async ({ signer, keys }) => {
      for (const key of keys) {
        for (const [spelling, text] of Object.entries(key.encrypted)) {
          for (const phrase of ['wrong', '', null]) {
            const answer = await signer.sign(input(text, phrase), 'RS256', {}, claims);
            assert.deepEqual(answer, refusal('wrongPassphrase'), `${key.name}, ${spelling}, ${phrase}`);
          }
        }
      }
    },
  },
  {
    rule: 'says unknownEncryption where no passphrase would help',
    check: async ({ signer }) => {
      const answer = await signer.publicKeyFingerprint(input(unknownEncryption, passphrase));
      assert.deepEqual(answer, refusal('unknownEncryption'));
    },
  },
  {
    rule: 'says notPrivateKey for anything else, a public key among it',
    check: async ({ signer, keys }) => {
      const halves = keys.flatMap(({ publicPem, publicJwk, plain }) => [
        publicPem,
        JSON.stringify(publicJwk),
        (plain['PKCS#8'] ?? '').slice(0, -60),
      ]);
      for (const text of [...noKeys, ...halves]) {
        assert.deepEqual(await signer.sign(input(text), 'RS256', {}, claims), refusal('notPrivateKey'), text);
        assert.deepEqual(await signer.publicKeyFingerprint(input(text)), refusal('notPrivateKey'), text);
      }
    },
  },
  {
    rule: 'says wrongKeyType where the key is too short, or its type or curve is not that of the algorithm',
    check: async ({ signer, keys }) => {
      for (const key of keys) {
        for (const algorithm of everyAlgorithm.filter((name) => !key.algorithms.includes(name))) {
          const answer = await signer.sign(input(key.plain['PKCS#8'] ?? ''), algorithm, {}, claims);
          assert.deepEqual(answer, refusal('wrongKeyType'), `${key.name}, ${algorithm}`);
        }
      }
    },
  },
];
