import { readFile, stat } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import { fail, ok, type Result } from '#core/failure';

/** Larger files are no key files; importLengthLimit of core/import is the same in characters. */
const limitBytes = 4 * 1_048_576;

/** Lets the user choose a file to import and reads it; null when none was chosen. */
export async function chooseFile(window: BrowserWindow | null): Promise<Result<string | null>> {
  const options = { title: 'Import keys', properties: ['openFile' as const, 'showHiddenFiles' as const] };
  const chosen = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  const [path] = chosen.filePaths;
  if (chosen.canceled || path === undefined) return ok(null);
  try {
    if ((await stat(path)).size > limitBytes)
      return fail('invalidInput', { field: 'File', reason: 'tooLong' });
    return ok(await readFile(path, 'utf8'));
  } catch {
    return fail('invalidInput', { field: 'File', reason: 'cannotBeRead' });
  }
}
