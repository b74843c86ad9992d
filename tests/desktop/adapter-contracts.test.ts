import { mkdirSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { clipboardContract } from '../contracts/clipboard-contract.ts';
import type { ContractResult } from '../contracts/in-electron.ts';
import { keyringContract } from '../contracts/keyring-contract.ts';
import { signerContract } from '../contracts/signer-contract.ts';
import { makeSignerKeys } from '../contracts/signer-keys.ts';
import { spawnApp } from './rig/running-app.ts';
import { startDesktop } from './rig/virtual-desktop.ts';

it('the adapters keep their contracts on the real keyring, clipboard and BoringSSL, inside Electron', async () => {
  const appFolder = `${process.cwd()}/out/contracts`;
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: 'tests/contracts/in-electron.ts',
      outDir: appFolder,
      target: 'node20.18',
      rollupOptions: { external: ['electron'] },
    },
  });
  mkdirSync(appFolder, { recursive: true });
  writeFileSync(`${appFolder}/package.json`, '{"name":"contracts","type":"module","main":"in-electron.js"}');
  writeFileSync(`${appFolder}/signer-keys.json`, JSON.stringify(makeSignerKeys()));
  const desktop = await startDesktop();
  try {
    const app = await spawnApp({ desktop, appFolder });
    expect(await app.waitForExit(20_000)).toBe(0);
    const line = app.output().match(/^CONTRACT (.*)$/m)?.[1] ?? '[]';
    const results = JSON.parse(line) as ContractResult[];
    expect(results.filter(({ error }) => error !== null)).toEqual([]);
    expect(results).toHaveLength(keyringContract.length + clipboardContract.length + signerContract.length);
  } finally {
    await desktop.stop();
  }
});
