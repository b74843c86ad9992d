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

function run({ salt, memoryKiB, passes, lanes }: Argon2Params, password: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const workerData = { password, salt, memoryKiB, passes, lanes };
    const worker = new Worker(workerFile, { workerData, env: {}, stderr: true });
    // It was copied for the worker.
    password.fill(0);
    worker.once('message', (hash: Uint8Array) => {
      resolve(Buffer.from(hash));
      hash.fill(0);
    });
    worker.once('error', () => resolve(null));
    worker.once('exit', () => resolve(null));
  });
}
