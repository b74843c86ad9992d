import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { textFiles } from '#adapters/text-files';
import { fail, ok } from '#core/failure';
import { failFolderSyncs } from './folder-sync-fault.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'keyfob-text-files-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const notWritten = fail('invalidInput', { field: 'File', reason: 'cannotBeWritten' });

describe('a text file', () => {
  it('is written whole, for this user alone, and read back', async () => {
    const at = folder();
    const path = join(at, 'keys.ics');
    expect(await textFiles.write(path, 'für dich')).toEqual(ok(undefined));
    expect(await textFiles.read(path)).toBe('für dich');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(at)).toEqual(['keys.ics']);
  });

  it('takes the place of one that others could read', async () => {
    const path = join(folder(), 'keys.ics');
    writeFileSync(path, 'old');
    chmodSync(path, 0o644);
    await textFiles.write(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('replaces a link and leaves what it leads to as it is', async () => {
    const at = folder();
    writeFileSync(join(at, 'other'), 'mine');
    symlinkSync(join(at, 'other'), join(at, 'keys.ics'));
    await textFiles.write(join(at, 'keys.ics'), 'new');
    expect(readFileSync(join(at, 'other'), 'utf8')).toBe('mine');
    expect(readFileSync(join(at, 'keys.ics'), 'utf8')).toBe('new');
  });

  it('that cannot be written leaves nothing behind', async () => {
    const at = folder();
    expect(await textFiles.write(join(at, 'missing', 'keys.ics'), 'x')).toEqual(notWritten);
    // A folder stands in its place.
    expect(await textFiles.write(at, 'x')).toEqual(notWritten);
    expect(readdirSync(at)).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('.keyfob-'))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('is written in a folder that may not be read', async () => {
    const at = folder();
    const nobody = 65_534;
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(at, nobody, nobody);
    chmodSync(at, 0o300);
    if (isRoot) process.seteuid?.(nobody);
    const written = await textFiles.write(join(at, 'keys.ics'), 'x');
    if (isRoot) process.seteuid?.(0);
    chmodSync(at, 0o700);
    expect(written).toEqual(ok(undefined));
    expect(readdirSync(at)).toEqual(['keys.ics']);
  });

  it.skipIf(process.platform === 'win32').each(['EINVAL', 'ENOTSUP', 'EPERM'])(
    'is written where folders take no sync, as %s says',
    async (code) => {
      failFolderSyncs(code);
      expect(await textFiles.write(join(folder(), 'keys.ics'), 'x')).toEqual(ok(undefined));
    },
  );

  it.skipIf(process.platform === 'win32')(
    'is not called unwritten when the disk does not confirm it',
    async () => {
      const path = join(folder(), 'keys.ics');
      failFolderSyncs('EIO');
      expect(await textFiles.write(path, 'x')).toEqual(
        fail('invalidInput', { field: 'File', reason: 'notSynced' }),
      );
      expect(await textFiles.read(path)).toBe('x');
    },
  );

  it('that is not there is null', async () => {
    expect(await textFiles.read(join(folder(), 'keys.ics'))).toBe(null);
  });
});
