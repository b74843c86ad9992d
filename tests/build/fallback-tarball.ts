import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { create } from 'tar';
import type { FallbackSource } from '../../build/fallback-electron.ts';

/** Where a real Electron binary keeps its fuses: this text, the version, the count, one character a fuse. */
const FUSE_WIRE = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x08${'1'.repeat(8)}`;

/** A tarball of a few hundred bytes with the shape of the real one, and the source that describes it. */
export async function writeFallbackTarball(
  folder: string,
): Promise<{ source: FallbackSource; fetches: () => number }> {
  const packageFolder = join(folder, 'package');
  await mkdir(packageFolder, { recursive: true });
  await writeFile(
    join(packageFolder, 'Product.zip'),
    zipOf({
      'Product/Product': `binary ${FUSE_WIRE} end`,
      'Product/locales/en.pak': 'words',
      'Product/resources/app.asar': 'the other product',
    }),
  );
  const tarball = join(folder, 'product-1.0.0.tgz');
  await create({ file: tarball, gzip: true, cwd: folder }, ['package']);
  const integrity = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  let fetches = 0;
  const source: FallbackSource = {
    packageSpec: 'product@1.0.0',
    integrity,
    electronVersion: '33.0.0',
    zipName: 'Product.zip',
    topFolder: 'Product/',
    executableName: 'Product',
    async fetchTarball(_spec, target) {
      fetches += 1;
      await copyFile(tarball, join(target, 'product.tgz'));
      return join(target, 'product.tgz');
    },
  };
  return { source, fetches: () => fetches };
}

/** A zip with deflated entries; its checksums stay 0, as our reader relies on the pinned hash of the whole. */
export function zipOf(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt32LE((0o100755 << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), data);
    directory.push(central, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
