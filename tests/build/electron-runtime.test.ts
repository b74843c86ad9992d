import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveElectron } from '../../build/electron-runtime.ts';
import { ensureFallbackElectron } from '../../build/fallback-electron.ts';
import { downloadSite, isReachable } from '../../build/official-electron.ts';
import { extractZip } from '../../build/zip-entries.ts';
import { writeFallbackTarball, zipOf } from './fallback-tarball.ts';

let folder: string;
let cacheRoot: string;
const quiet = () => undefined;
/** `.invalid` never resolves (RFC 2606): the download gives up without touching the network. */
const unreachable = { ELECTRON_MIRROR: 'https://electron.invalid/' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyfob-runtime-'));
  cacheRoot = join(folder, 'cache');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A stand-in for node_modules/electron, with or without its downloaded binary. */
async function officialPackage(version: string, hasBinary: boolean): Promise<string> {
  const packageFolder = join(folder, 'electron');
  await mkdir(join(packageFolder, 'dist'), { recursive: true });
  await writeFile(join(packageFolder, 'package.json'), JSON.stringify({ version }));
  if (!hasBinary) return packageFolder;
  await writeFile(join(packageFolder, 'dist', 'version'), version);
  await writeFile(join(packageFolder, 'dist', 'electron'), '');
  await writeFile(join(packageFolder, 'path.txt'), 'electron');
  return packageFolder;
}

describe('fallback Electron', () => {
  it('becomes an emptied, renamed Electron with a loader app and flipped fuses', async () => {
    const { source } = await writeFallbackTarball(folder);
    const dist = await ensureFallbackElectron(cacheRoot, quiet, source);
    const binary = await readFile(join(dist, 'electron'), 'latin1');
    // Fuse 4 (Node inspect) stays on, fuse 7 (own snapshot) goes off: the wire counts from 1 after its length.
    expect(binary).toContain('\x01\x0811111101');
    expect(existsSync(join(dist, 'resources', 'app.asar'))).toBe(false);
    expect(await readFile(join(dist, 'resources', 'app', 'loader.mjs'), 'utf8')).toContain('app.setAppPath');
    expect(await readFile(join(dist, 'locales', 'en.pak'), 'utf8')).toBe('words');
    expect(await readdir(cacheRoot)).toEqual(['electron-33.0.0']);
  });

  it('is built once', async () => {
    const { source, fetches } = await writeFallbackTarball(folder);
    await ensureFallbackElectron(cacheRoot, quiet, source);
    await ensureFallbackElectron(cacheRoot, quiet, source);
    expect(fetches()).toBe(1);
  });

  it('refuses a tarball whose hash is not the pinned one, and leaves nothing behind', async () => {
    const { source } = await writeFallbackTarball(folder);
    const changed = { ...source, integrity: `sha512-${Buffer.alloc(64).toString('base64')}` };
    await expect(ensureFallbackElectron(cacheRoot, quiet, changed)).rejects.toThrow(/damaged or was changed/);
    expect(await readdir(cacheRoot)).toEqual([]);
  });

  it('rebuilds a half-built cache', async () => {
    const { source } = await writeFallbackTarball(folder);
    const half = join(cacheRoot, 'electron-33.0.0');
    await mkdir(half, { recursive: true });
    await writeFile(join(half, 'electron'), 'half a binary');
    const dist = await ensureFallbackElectron(cacheRoot, quiet, source);
    expect(await readFile(join(dist, 'electron'), 'utf8')).toMatch(/^binary/);
    expect(await readdir(cacheRoot)).toEqual(['electron-33.0.0']);
  });

  it('can be built by several runs at once', async () => {
    const { source } = await writeFallbackTarball(folder);
    const builds = Array.from({ length: 4 }, () => ensureFallbackElectron(cacheRoot, quiet, source));
    expect(new Set(await Promise.all(builds)).size).toBe(1);
    expect(await readdir(cacheRoot)).toEqual(['electron-33.0.0']);
  });
});

describe('resolveElectron', () => {
  it('takes the official binary when it is there', async () => {
    const electronPackageFolder = await officialPackage('45.0.0', true);
    const lines: string[] = [];
    const runtime = await resolveElectron({ electronPackageFolder, log: (line) => void lines.push(line) });
    expect(runtime).toMatchObject({ source: 'official', electronVersion: '45.0.0' });
    expect(runtime.executablePath).toBe(join(electronPackageFolder, 'dist', 'electron'));
    expect(lines).toEqual(['Electron 45.0.0 (official build).']);
  });

  it('says that the fallback is for development only', async () => {
    const electronPackageFolder = await officialPackage('45.0.0', false);
    const { source: fallbackSource } = await writeFallbackTarball(folder);
    const lines: string[] = [];
    const runtime = await resolveElectron({
      electronPackageFolder,
      cacheRoot,
      fallbackSource,
      platform: 'linux',
      arch: 'x64',
      env: unreachable,
      log: (line) => void lines.push(line),
    });
    expect(runtime).toMatchObject({ source: 'fallback', electronVersion: '33.0.0' });
    expect(lines.at(-1)).toMatch(/^Electron 33\.0\.0 .*45\.0\.0.*for development only/);
  });

  it('says what to do where there is neither', async () => {
    const electronPackageFolder = await officialPackage('45.0.0', false);
    const attempt = resolveElectron({
      electronPackageFolder,
      platform: 'darwin',
      arch: 'arm64',
      env: unreachable,
      log: quiet,
    });
    await expect(attempt).rejects.toThrow(
      /Electron 45\.0\.0 is not installed[\s\S]*node node_modules\/electron\/install\.js/,
    );
  });

  it('takes a binary of another version for none', async () => {
    const electronPackageFolder = await officialPackage('45.0.0', true);
    await writeFile(join(electronPackageFolder, 'dist', 'version'), '44.0.0');
    const attempt = resolveElectron({
      electronPackageFolder,
      platform: 'win32',
      arch: 'x64',
      env: unreachable,
      log: quiet,
    });
    await expect(attempt).rejects.toThrow(/45\.0\.0 is not installed/);
  });
});

describe('the way to the download', () => {
  it('follows a mirror', () => {
    expect(downloadSite({}).hostname).toBe('github.com');
    expect(downloadSite({ ELECTRON_MIRROR: 'https://mirror.example/electron/' }).hostname).toBe(
      'mirror.example',
    );
  });

  it('gives up at once on a name that does not resolve', async () => {
    const startedAtMs = Date.now();
    expect(await isReachable(new URL('https://electron.invalid/'))).toBe(false);
    expect(Date.now() - startedAtMs).toBeLessThan(9_000);
  });
});

it('a zip cannot write outside its folder', async () => {
  const zipPath = join(folder, 'evil.zip');
  await writeFile(zipPath, zipOf({ '../outside': 'x' }));
  await expect(extractZip(zipPath, join(folder, 'inside'), (name) => name)).rejects.toThrow(/outside/);
});
