import { app } from 'electron';
import { checkVectors } from './crypto-vectors.ts';
import { measureUnlock } from './measure-unlock.ts';

/** What the program prints, as the check reads it. */
export interface CryptoReport {
  readonly vectors: Awaited<ReturnType<typeof checkVectors>>;
  readonly unlock: Awaited<ReturnType<typeof measureUnlock>>;
}

void app.whenReady().then(async () => {
  const vectors = await checkVectors(process.env['KEYFOB_TEST_VECTORS'] ?? '');
  const unlock = await measureUnlock(Number(process.env['KEYFOB_TEST_UNLOCKS']));
  console.log(`CRYPTO ${JSON.stringify({ vectors, unlock } satisfies CryptoReport)}`);
  app.exit(0);
});
