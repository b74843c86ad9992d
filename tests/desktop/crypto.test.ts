import { expect, it } from 'vitest';
import { CryptoInElectron } from '../bar/checks/crypto-in-electron.ts';

it('Electron gives the known answers of the vault’s cryptography, and answers while a passphrase is checked', async () => {
  const electron = await CryptoInElectron.run('reduced');
  const vectors = await electron.vectors();
  expect(vectors.passed, vectors.figure).toBe(true);
  const unlock = await electron.unlock();
  expect(unlock.passed, unlock.figure).toBe(true);
});
