import { Worker } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';
import { leastCost } from '#adapters/argon2-params';
import { Secret } from '#core/secret';

/** How much memory each array that crossed to a worker brought along, and how much was left of it here. Bytes. */
interface Crossing {
  readonly bytes: number;
  readonly memoryBytes: number;
  readonly keptBytes: number;
}

const crossings: Crossing[] = [];

class WatchedWorker extends Worker {
  constructor(...[file, options]: ConstructorParameters<typeof Worker>) {
    const arrays = Object.values(options?.workerData as object).filter((value) => ArrayBuffer.isView(value));
    const before = arrays.map(({ byteLength, buffer }) => [byteLength, buffer.byteLength] as const);
    super(file, options);
    for (const [at, [bytes, memoryBytes]] of before.entries())
      crossings.push({ bytes, memoryBytes, keptBytes: arrays[at]?.byteLength ?? 0 });
  }
}

afterEach(() => {
  vi.doUnmock('node:worker_threads');
  vi.resetModules();
});

it('gives a worker the passphrase and the salt alone, and keeps no copy', async () => {
  // Of the memory that short buffers share.
  const salt = Buffer.from('sixteen bytes   ');
  expect(salt.buffer.byteLength).toBeGreaterThan(salt.length);
  vi.resetModules();
  vi.doMock('node:worker_threads', () => ({ Worker: WatchedWorker }));
  const { Argon2Hash } = await import('#adapters/argon2-hash');
  const hash = await new Argon2Hash().derive(new Secret('passphrase'), { ...leastCost, salt });
  expect(crossings).toEqual([
    { bytes: 10, memoryBytes: 10, keptBytes: 0 },
    { bytes: 16, memoryBytes: 16, keptBytes: 0 },
  ]);
  expect(salt.toString()).toBe('sixteen bytes   ');
  expect(hash?.length).toBe(32);
  expect(hash?.buffer.byteLength).toBe(32);
});
