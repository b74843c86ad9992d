import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from './build-app.ts';
import { resolveElectron } from './electron-runtime.ts';
import { PlainError, runScript } from './plain-error.ts';
import { refusesSandbox } from './sandbox-refusal.ts';
import { ensureSystemPackages } from './system-libraries.ts';

const REPOSITORY_FOLDER = dirname(dirname(fileURLToPath(import.meta.url)));
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How Chromium ends by itself when it cannot go on: SIGTRAP. */
const GAVE_UP = 128 + constants.signals.SIGTRAP;
/** `npm start`: builds the app and runs it on this desktop; further arguments go to the app. */
async function start(): Promise<number> {
  requireDisplay();
  const { executablePath, distFolder } = await resolveElectron();
  if (process.platform === 'linux') await ensureSystemPackages(['run'], { executablePath });
  await buildApp();
  // Chromium refuses to run its sandbox as root; everyone else keeps it.
  const sandboxSwitches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...sandboxSwitches, REPOSITORY_FOLDER, ...process.argv.slice(2)];
  const exitCode = await run(executablePath, args);
  if (exitCode === GAVE_UP && process.platform === 'linux')
    requireSandbox(join(distFolder, 'chrome-sandbox'));
  return exitCode;
}

/** Where the kernel lets no ordinary user make a sandbox, Chromium needs its helper program to belong to root. */
function requireSandbox(helperPath: string): void {
  const { uid, mode } = statSync(helperPath);
  const isReady = uid === 0 && (mode & 0o4000) !== 0;
  if (process.getuid?.() === 0 || isReady || !refusesSandbox()) return;
  throw new PlainError(
    'This system lets no ordinary user make the sandbox that Keyfob runs in. Allow it for this Electron, then start again:\n' +
      `  sudo chown root '${helperPath}' && sudo chmod 4755 '${helperPath}'`,
  );
}

function requireDisplay(): void {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return;
  throw new PlainError(
    'Keyfob is a desktop app and there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set).\n' +
      'Run "npm start" in a terminal on your desktop, or "npm run demo" to see it on a virtual one.',
  );
}

/** Runs a program in this terminal, hands it our signals, and answers with its exit code (128 + n after a signal). */
function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd: REPOSITORY_FOLDER, stdio: 'inherit', env: childEnv() });
    const forward = (signal: NodeJS.Signals) => void child.kill(signal);
    for (const signal of FORWARDED_SIGNALS) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of FORWARDED_SIGNALS) process.off(name, forward);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/** Editors built on Electron set this for their terminals; with it the binary would start as plain Node. */
function childEnv(): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  return env;
}

await runScript(start);
