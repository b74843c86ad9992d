import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, clipboard, safeStorage } from 'electron';
import { PosixCommandRunner } from '#adapters/command-runner';
import { ElectronClipboard, type SynchronousClipboard } from '#adapters/electron-clipboard';
import { JoseSigner } from '#adapters/jose-signer';
import { SafeStorageKeyring } from '#adapters/safe-storage-keyring';
import { installScript, realProgramRules, realPrograms } from '../commands/real-programs.ts';
import { processesNaming } from '../commands/stubborn-programs.ts';
import { type ClipboardSubject, clipboardContract } from './clipboard-contract.ts';
import { approved, commandRunnerContract } from './command-runner-contract.ts';
import type { ContractCase } from './contract-case.ts';
import { keyringContract } from './keyring-contract.ts';
import { signerContract } from './signer-contract.ts';
import type { SignerKey } from './signer-keys.ts';

/** Result of one rule, as the test reads it from the output. */
export interface ContractResult {
  readonly rule: string;
  readonly error: string | null;
}

async function resultsOf<S>(cases: readonly ContractCase<S>[], subject: S): Promise<ContractResult[]> {
  const results: ContractResult[] = [];
  for (const { rule, check } of cases) {
    const error = await check(subject).then(
      () => null,
      (reason: unknown) => String(reason),
    );
    results.push({ rule, error });
  }
  return results;
}

// The older API takes the selection as an argument; this program runs on Electron 33 only.
const old = clipboard as unknown as {
  readText(selection: string): string;
  writeText(text: string, selection: string): void;
};
const named = { clipboard: 'clipboard', primary: 'selection' } as const;
const subject: ClipboardSubject = {
  clipboard: new ElectronClipboard({ clipboard: clipboard as unknown as SynchronousClipboard }, process),
  read: async (selection) => old.readText(named[selection]),
  put: async (selection, text) => old.writeText(text, named[selection]),
};

/** Written by the test, since the OpenSSL of plain Node spells keys as users have them. */
function signerKeys(): SignerKey[] {
  return JSON.parse(readFileSync(join(app.getAppPath(), 'signer-keys.json'), 'utf8')) as SignerKey[];
}

const programFolder = process.env['KEYFOB_TEST_PROGRAMS'] ?? '';
const programs = { ...realPrograms(new PosixCommandRunner(), programFolder), folder: programFolder };

/** Leaves a program running; gives the number of its processes. */
async function startProgram(): Promise<number> {
  const path = join(programFolder, 'left-running');
  installScript(path, '#!/bin/sh\nsleep 60\n');
  const command = await approved(programs.runner, path);
  void programs.runner.run(command, []);
  while (processesNaming(path).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return processesNaming(path).length;
}

void app.whenReady().then(async () => {
  const results = [
    ...(await resultsOf(keyringContract, new SafeStorageKeyring(safeStorage, process.platform))),
    ...(await resultsOf(clipboardContract, subject)),
    ...(await resultsOf([...commandRunnerContract, ...realProgramRules], programs)),
    ...(await resultsOf(signerContract, { signer: new JoseSigner(), keys: signerKeys() })),
  ];
  console.log(`CONTRACT ${JSON.stringify(results)}`);
  console.log(`LEFT RUNNING ${await startProgram()}`);
  app.exit(0);
});
