import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '#core/failure';
import type { TextFiles } from '#core/text-files-port';
import { syncFolder } from './vault-files.ts';

/** {@link TextFiles} on the disk. */
export const textFiles: TextFiles = {
  async read(path) {
    try {
      return await readFile(path, 'utf8');
    } catch {
      return null;
    }
  },

  async write(path, content): Promise<Result<void>> {
    // Beside the target, because a file can be moved as a whole only within a file system.
    const besides = join(dirname(path), `.keyfob-${randomUUID()}.tmp`);
    try {
      await writeNew(besides, content);
      await rename(besides, path);
    } catch {
      await rm(besides, { force: true }).catch(() => {});
      return fail('invalidInput', { field: 'File', reason: 'cannotBeWritten' });
    }
    try {
      syncFolder(dirname(path));
      return ok(undefined);
    } catch {
      return fail('invalidInput', { field: 'File', reason: 'notSynced' });
    }
  },
};

async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
