import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER_BYTES = 30;

interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly mode: number;
  readonly compressedBytes: number;
  readonly localHeaderAt: number;
}

/**
 * Unpacks the entries that `place` gives a relative path for (undefined skips). Ordinary zips only (no zip64, no
 * encryption): enough for an archive pinned by its hash, without a dependency and without unpacking what we drop.
 */
export async function extractZip(
  zipPath: string,
  folder: string,
  place: (name: string) => string | undefined,
): Promise<number> {
  const zip = await open(zipPath);
  try {
    let files = 0;
    for (const entry of await readDirectory(zip)) {
      const relativePath = entry.name.endsWith('/') ? undefined : place(entry.name);
      if (relativePath === undefined) continue;
      const target = resolve(folder, relativePath);
      if (!target.startsWith(resolve(folder) + sep))
        throw new Error(`The zip names a path outside: ${entry.name}`);
      await mkdir(dirname(target), { recursive: true });
      await writeEntry(zipPath, await dataStart(zip, entry), entry, target);
      files += 1;
    }
    return files;
  } finally {
    await zip.close();
  }
}

async function readAt(zip: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await zip.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw new Error('The zip is cut off.');
  return buffer;
}

async function readDirectory(zip: FileHandle): Promise<ZipEntry[]> {
  const { size } = await zip.stat();
  const tailBytes = Math.min(size, 65_557);
  const tail = await readAt(zip, size - tailBytes, tailBytes);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new Error('This is not a zip file.');
  const directory = await readAt(zip, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: ZipEntry[] = [];
  for (let at = 0; at < directory.length; ) {
    if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('The zip directory is damaged.');
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      deflated: directory.readUInt16LE(at + 10) === 8,
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      compressedBytes: directory.readUInt32LE(at + 20),
      localHeaderAt: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The local header repeats the name with an extra field of its own length. */
async function dataStart(zip: FileHandle, entry: ZipEntry): Promise<number> {
  const header = await readAt(zip, entry.localHeaderAt, LOCAL_HEADER_BYTES);
  return entry.localHeaderAt + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function writeEntry(zipPath: string, start: number, entry: ZipEntry, target: string): Promise<void> {
  const mode = entry.mode || 0o644;
  if (entry.compressedBytes === 0) {
    await writeFile(target, '', { mode });
    return;
  }
  const input = createReadStream(zipPath, { start, end: start + entry.compressedBytes - 1 });
  const output = createWriteStream(target, { mode });
  await (entry.deflated ? pipeline(input, createInflateRaw(), output) : pipeline(input, output));
}
