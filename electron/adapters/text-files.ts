import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '#core/failure';
import type { TextFiles } from '#core/text-files-port';

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
      await syncFolder(dirname(path));
      return ok(undefined);
    } catch {
      await rm(besides, { force: true }).catch(() => {});
      return fail('invalidInput', { field: 'File', reason: 'cannotBeWritten' });
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

/** So that the new name outlives a power cut, too. Windows opens no folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
