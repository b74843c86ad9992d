import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#core/failure';
import type { PresetFile, PresetFiles, PresetFolderContent } from '#core/preset-files-port';
import { presetFileBytes, presetFileLimit } from '#core/providers/read-preset-file';
import { FolderWatch } from './folder-watch.ts';

/** For what takes the place of a file after a look at it: a link is not followed, a pipe does not block. Windows has neither flag. */
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The preset files in a folder of the disk. The folder is made when it is needed, for this user alone. */
export class PresetFolder implements PresetFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(): Promise<Result<PresetFolderContent>> {
    try {
      const names = (await readdir(this.#folder)).filter(isPresetName).toSorted();
      const read = names.slice(0, presetFileLimit).map((name) => readOne(join(this.#folder, name), name));
      const files = (await Promise.all(read)).filter((file) => file !== null);
      return ok({ files, leftOut: Math.max(0, names.length - presetFileLimit) });
    } catch (error) {
      return codeOf(error) === 'ENOENT' ? ok({ files: [], leftOut: 0 }) : fail('presetFolderFailed');
    }
  }

  async write(name: string, text: string): Promise<Result<void>> {
    const made = await this.makeFolder();
    if (!made.ok) return made;
    const path = join(this.#folder, name);
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      } finally {
        await file.close();
      }
      return ok(undefined);
    } catch {
      return fail('presetFolderFailed');
    }
  }

  async remove(name: string): Promise<Result<void>> {
    try {
      await rm(join(this.#folder, name), { force: true });
      return ok(undefined);
    } catch {
      return fail('presetFolderFailed');
    }
  }

  async makeFolder(): Promise<Result<string>> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      return ok(this.#folder);
    } catch {
      return fail('presetFolderFailed');
    }
  }

  onChange(run: () => void): () => void {
    const watching = new FolderWatch(this.#folder, () => this.makeFolder(), run);
    void watching.start();
    return () => watching.stop();
  }
}

/** Null when the file is gone meanwhile. */
async function readOne(path: string, name: string): Promise<PresetFile | null> {
  try {
    if (!(await lstat(path)).isFile()) return { name, unread: 'notRegular' };
    const file = await open(path, readFlags);
    try {
      // One byte more than allowed shows that there is more.
      const bytes = Buffer.alloc(presetFileBytes + 1);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      if (bytesRead > presetFileBytes) return { name, unread: 'tooLarge' };
      return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytesRead)) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof TypeError) return { name, unread: 'notUtf8' };
    return codeOf(error) === 'ENOENT' ? null : { name, unread: 'unreadable' };
  }
}

function isPresetName(name: string): boolean {
  return /^[^.].*\.json$/i.test(name) && !name.endsWith('.schema.json');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
