// Plain JavaScript, because this file is started as it is: by the tests from here, by the app as a bundle of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { argon2id } from 'hash-wasm';

const { password, salt, memoryKiB, passes, lanes } = workerData;
const hash = await argon2id({
  password,
  salt,
  parallelism: lanes,
  iterations: passes,
  memorySize: memoryKiB,
  hashLength: 32,
  outputType: 'binary',
});
password.fill(0);
// Handed over, not copied: it has a memory of its own.
const sent = new Uint8Array(new ArrayBuffer(hash.length));
sent.set(hash);
hash.fill(0);
parentPort?.postMessage(sent, [sent.buffer]);
