import { Worker } from 'node:worker_threads';
import type { Secret } from '#core/secret';
import { leastCost } from './argon2-params.ts';
import type { Argon2Cost, Argon2Params, PassphraseHash } from './passphrase-hash.ts';

/** Beside this module, in the sources as in the bundle (electron.vite.config.ts). */
const workerFile = new URL('./argon2-worker.js', import.meta.url);
/** Of the half second to a second that an unlock may take. */
const aimMs = 700;
const mostSteps = 4;

/**
 * Argon2id in WebAssembly, each time in a worker thread of its own: its memory, with all that the passphrase left there,
 * goes with it.
 */
export class Argon2Hash implements PassphraseHash {
  /** Up to four times the least memory, with its passes and lanes: memory is what an attacker pays for. */
  async calibrate(): Promise<Argon2Cost | null> {
    const startMs = performance.now();
    const hash = await run({ ...leastCost, salt: new Uint8Array(16) }, Buffer.from('calibration'));
    if (hash === null) return null;
    const steps = Math.floor(aimMs / (performance.now() - startMs));
    const factor = Math.min(mostSteps, Math.max(1, steps));
    return { ...leastCost, memoryKiB: leastCost.memoryKiB * factor };
  }

  derive(passphrase: Secret, params: Argon2Params): Promise<Buffer | null> {
    return run(params, Buffer.from(passphrase.reveal().normalize('NFC'), 'utf8'));
  }
}

function run({ salt, ...cost }: Argon2Params, password: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const given = { password: ownCopy(password), salt: ownCopy(salt) };
    password.fill(0);
    const transferList = [given.password.buffer, given.salt.buffer];
    const worker = new Worker(workerFile, {
      workerData: { ...given, ...cost },
      transferList,
      env: {},
      stderr: true,
    });
    worker.once('message', (hash: Uint8Array<ArrayBuffer>) => resolve(Buffer.from(hash.buffer)));
    worker.once('error', () => resolve(null));
    worker.once('exit', () => resolve(null));
  });
}

/**
 * The bytes in a memory of their own, which is handed over as it is. Node keeps short buffers in one memory and would copy
 * all of it for the worker, with every key that is there (docs/rules-and-findings.md, F31).
 */
function ownCopy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = new Uint8Array(new ArrayBuffer(bytes.length));
  own.set(bytes);
  return own;
}
