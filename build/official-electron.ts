import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { runBounded } from './bounded-process.ts';
import { type Log, withElapsedLines } from './elapsed-lines.ts';

const PROBE_TIMEOUT_MS = 10_000;
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/** The binary that the npm package `electron` has downloaded, if it is there and complete. */
export interface OfficialElectron {
  readonly executablePath: string;
  readonly distFolder: string;
  readonly electronVersion: string;
}

/** Reads what the package's own install script checks: its version file and `path.txt`, which it writes last. */
export function findOfficialElectron(packageFolder: string): OfficialElectron | undefined {
  try {
    const electronVersion = officialVersion(packageFolder);
    const distFolder = join(packageFolder, 'dist');
    const installedVersion = readFileSync(join(distFolder, 'version'), 'utf8').trim().replace(/^v/, '');
    const executablePath = join(distFolder, readFileSync(join(packageFolder, 'path.txt'), 'utf8').trim());
    if (installedVersion !== electronVersion || !existsSync(executablePath)) return undefined;
    return { executablePath, distFolder, electronVersion };
  } catch {
    return undefined;
  }
}

/** The version that package.json pins, whether its binary is here or not. */
export function officialVersion(packageFolder: string): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return manifest.version;
}

/** Lets the package download its binary. Answers undefined, soon, where the download site cannot be reached. */
export async function downloadOfficialElectron(
  packageFolder: string,
  log: Log,
  env: NodeJS.ProcessEnv = process.env,
): Promise<OfficialElectron | undefined> {
  if (!(await isReachable(downloadSite(env), usesProxy(env)))) return undefined;
  const label = `Downloading Electron ${officialVersion(packageFolder)} (about 110 MB, once)`;
  const result = await withElapsedLines(label, log, () =>
    runBounded(process.execPath, [join(packageFolder, 'install.js')], {
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
      env,
    }),
  );
  if (result.code !== 0) {
    const reason = result.timedOut
      ? 'not done after 5 minutes'
      : (result.stderr.trim().split('\n')[0] ?? 'no reason given');
    log(`The download of Electron failed: ${reason}`);
  }
  return findOfficialElectron(packageFolder);
}

/** The site that @electron/get will ask, with the mirror settings that it knows. */
export function downloadSite(env: NodeJS.ProcessEnv): URL {
  const mirror = env['ELECTRON_MIRROR'] || env['electron_mirror'] || env['npm_config_electron_mirror'];
  return new URL(mirror && URL.canParse(mirror) ? mirror : 'https://github.com');
}

function usesProxy(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env['ELECTRON_GET_USE_PROXY']);
}

/** A name that does not resolve or a port that does not open means: do not even start. Behind a proxy nobody can tell. */
export async function isReachable(
  site: URL,
  behindProxy = false,
  timeoutMs = PROBE_TIMEOUT_MS,
): Promise<boolean> {
  if (behindProxy) return true;
  const tooLate = new Promise<boolean>((resolve) => setTimeout(resolve, timeoutMs, false).unref());
  return Promise.race([tooLate, opensConnection(site, timeoutMs)]);
}

async function opensConnection(site: URL, timeoutMs: number): Promise<boolean> {
  try {
    const { address } = await lookup(site.hostname);
    const port = Number(site.port) || (site.protocol === 'http:' ? 80 : 443);
    return await new Promise<boolean>((resolve) => {
      const socket = connect({ host: address, port, timeout: timeoutMs });
      const finish = (reachable: boolean) => {
        socket.destroy();
        resolve(reachable);
      };
      socket.once('connect', () => finish(true));
      socket.once('timeout', () => finish(false));
      socket.once('error', () => finish(false));
    });
  } catch {
    return false;
  }
}
