import { mkdirSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { makeProgramFolder } from '../commands/program-folder.ts';
import { realProgramRules } from '../commands/real-programs.ts';
import { processesNaming } from '../commands/stubborn-programs.ts';
import { clipboardContract } from '../contracts/clipboard-contract.ts';
import { commandRunnerContract } from '../contracts/command-runner-contract.ts';
import type { ContractResult } from '../contracts/in-electron.ts';
import { keyringContract } from '../contracts/keyring-contract.ts';
import { signerContract } from '../contracts/signer-contract.ts';
import { makeSignerKeys } from '../contracts/signer-keys.ts';
import { spawnApp } from './rig/running-app.ts';
import { startDesktop } from './rig/virtual-desktop.ts';

it('the adapters keep their contracts on the real keyring and clipboard, BoringSSL and programs, inside Electron', async () => {
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
  const programs = makeProgramFolder();
  const desktop = await startDesktop();
  try {
    const app = await spawnApp({ desktop, appFolder, env: { KEYFOB_TEST_PROGRAMS: programs.path } });
    expect(await app.waitForExit(60_000)).toBe(0);
    const line = app.output().match(/^CONTRACT (.*)$/m)?.[1] ?? '[]';
    const results = JSON.parse(line) as ContractResult[];
    expect(results.filter(({ error }) => error !== null)).toEqual([]);
    const contracts = [
      keyringContract,
      clipboardContract,
      signerContract,
      commandRunnerContract,
      realProgramRules,
    ];
    expect(results).toHaveLength(contracts.flat().length);
    // A program that ran when Electron ended; with its fork, if it was seen between fork and exec.
    expect(app.output()).toMatch(/^LEFT RUNNING [1-9]/m);
    await expect.poll(() => processesNaming(programs.path)).toEqual([]);
  } finally {
    await desktop.stop();
    programs.remove();
  }
});
