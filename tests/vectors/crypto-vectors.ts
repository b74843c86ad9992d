import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { argon2id } from '@noble/hashes/argon2.js';
import { Argon2Hash } from '#adapters/argon2-hash';
import { hkdf, unseal } from '#adapters/vault-crypto';
import { Secret } from '#core/secret';

/** How many known answers were asked for, and what was wrong. */
export interface VectorReport {
  readonly asked: number;
  readonly wrong: readonly string[];
}

/** RFC 5869, appendix A: the test cases with SHA-256. Input, salt, info and output in hexadecimal; the product needs one block. */
const hkdfCases: readonly (readonly [string, string, string, string])[] = [
  [
    '0b'.repeat(22),
    '000102030405060708090a0b0c',
    'f0f1f2f3f4f5f6f7f8f9',
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  [
    bytesFrom(0x00, 0x4f),
    bytesFrom(0x60, 0xaf),
    bytesFrom(0xb0, 0xff),
    'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  ],
  [
    '0b'.repeat(22),
    '',
    '',
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  ],
];

/**
 * Argon2id, version 19: passes, KiB, lanes, passphrase, salt, 32 bytes of output. The first seven are those of the tests
 * of the reference implementation (P-H-C/phc-winner-argon2, test.c); the last, with the least cost of a vault, is from
 * argon2-cffi. For the example of RFC 9106 section 5.3 see `checkAgainstRfc9106`.
 */
const argon2: readonly (readonly [number, number, number, string, string, string])[] = [
  [2, 65_536, 1, 'password', 'somesalt', '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
  [1, 65_536, 1, 'password', 'somesalt', 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
  [4, 65_536, 1, 'password', 'somesalt', '9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c'],
  [2, 256, 1, 'password', 'somesalt', '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [2, 256, 2, 'password', 'somesalt', '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  [
    2,
    65_536,
    1,
    'differentpassword',
    'somesalt',
    '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde',
  ],
  [2, 65_536, 1, 'password', 'diffsalt', 'bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c'],
  [
    3,
    65_536,
    4,
    'pässword',
    '0123456789abcdef',
    '963bda152f3f0ac60dd131487100ed0a23b5f13922c227115735ee1b1df4aa2b',
  ],
];

/** RFC 9106, section 5.3: the tag. */
const rfc9106Answer = '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659';

/**
 * Asks the runtime that this is called in for known answers, by the product's own code.
 * @param folder where this file and the two with cases of AES-256-GCM are
 */
export async function checkVectors(folder: string): Promise<VectorReport> {
  const gcm = ['nist', 'wycheproof'].flatMap((source) => gcmCases(`${folder}/aes-256-gcm-${source}.txt`));
  const wrong = gcm
    .filter((words) => !isGcmRight(words))
    .map(([key, , , , , , id = '']) => `AES-GCM with key ${key} ${id}`);
  for (const [input, salt, info, output] of hkdfCases) {
    const made = hkdf(hex(input), hex(info), hex(salt)).toString('hex');
    if (made !== output.slice(0, made.length)) wrong.push(`HKDF of ${input}`);
  }
  for (const [passes, memoryKiB, lanes, passphrase, salt, output] of argon2) {
    const params = { passes, memoryKiB, lanes, salt: Buffer.from(salt) };
    const made = await new Argon2Hash().derive(new Secret(passphrase), params);
    if (made?.toString('hex') !== output)
      wrong.push(`Argon2id ${passes} ${memoryKiB} ${lanes} of ${passphrase}`);
  }
  wrong.push(...(await checkAgainstRfc9106()));
  return { asked: gcm.length + hkdfCases.length + argon2.length + 1 + randomInputs, wrong };
}

/** How many inputs two implementations of Argon2id are compared on. */
const randomInputs = 50;

/**
 * RFC 9106, section 5.3: its example has a secret and associated data, which hash-wasm does not take (F29). So another
 * implementation gives the answer of the RFC, and ours gives what that one gives.
 */
async function checkAgainstRfc9106(): Promise<string[]> {
  const wrong: string[] = [];
  const [password, salt, key, personalization] = [32, 16, 8, 12].map((length, at) =>
    Buffer.alloc(length, at + 1),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const answer = argon2id(password, salt, { t: 3, m: 32, p: 4, key, personalization, dkLen: 32 });
  if (Buffer.from(answer).toString('hex') !== rfc9106Answer)
    wrong.push('the example of RFC 9106 section 5.3');
  for (let input = 0; input < randomInputs; input += 1) {
    const passphrase = randomBytes(randomInt(1, 40)).toString('base64');
    const params = { passes: randomInt(1, 5), memoryKiB: randomInt(64, 512), lanes: randomInt(1, 5) };
    const saltOf = randomBytes(16);
    const made = await new Argon2Hash().derive(new Secret(passphrase), { ...params, salt: saltOf });
    const cost = { t: params.passes, m: params.memoryKiB, p: params.lanes, dkLen: 32 };
    const expected = Buffer.from(argon2id(passphrase, saltOf, cost));
    if (made?.equals(expected) !== true) wrong.push(`Argon2id ${JSON.stringify(params)} of ${passphrase}`);
  }
  return wrong;
}

function gcmCases(file: string): string[][] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(' '));
}

function isGcmRight([
  key = '',
  nonce = '',
  context = '',
  body = '',
  tag = '',
  plaintext = '',
]: string[]): boolean {
  const sealed = { nonce: hex(nonce), ciphertext: Buffer.concat([hex(body), hex(tag)]) };
  const opened = unseal(hex(key), sealed, hex(context));
  return plaintext === 'FAIL' ? opened === null : opened?.equals(hex(plaintext)) === true;
}

function hex(text: string): Buffer {
  return Buffer.from(text === '-' ? '' : text, 'hex');
}

function bytesFrom(first: number, last: number): string {
  return Buffer.from(Array.from({ length: last - first + 1 }, (_, i) => first + i)).toString('hex');
}
