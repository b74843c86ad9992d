import { writeSync } from 'node:fs';
import { randomKey, seal } from '#adapters/vault-crypto';

/** A process of its own, as after a restart: encrypts so many times and writes the nonces to stdout, one after another. */
const count = Number(process.argv[2]);
const [key, plaintext, context] = [randomKey(), Buffer.from('{}'), Buffer.from('context')];
const nonces = Buffer.concat(Array.from({ length: count }, () => seal(key, plaintext, context).nonce));
for (let at = 0; at < nonces.length; ) at += writeSync(1, nonces.subarray(at, at + 65_536));
