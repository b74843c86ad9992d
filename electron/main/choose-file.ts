import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import type { ChosenExport } from '#app/restore-export';
import { exportLimitBytes } from '#core/export/export-document';
import { fail, ok, type Result } from '#core/failure';

/** Larger files are no key files; importLengthLimit of core/import is the same in characters. */
const importLimitBytes = 4 * 1_048_576;

/** Lets the user choose a file to import and reads it; null when none was chosen. Failure: invalidInput (tooLong, cannotBeRead). */
export async function chooseFile(window: BrowserWindow | null): Promise<Result<string | null>> {
  const path = await choosePath(window, 'Import keys');
  if (path === null) return ok(null);
  const bytes = await readBounded(path, importLimitBytes);
  return bytes.ok ? ok(bytes.value.toString('utf8')) : bytes;
}

/** The same for an exported file. */
export async function chooseExport(window: BrowserWindow | null): Promise<Result<ChosenExport | null>> {
  const path = await choosePath(window, 'Restore keys');
  if (path === null) return ok(null);
  const bytes = await readBounded(path, exportLimitBytes);
  return bytes.ok ? ok({ fileName: basename(path), bytes: bytes.value }) : bytes;
}

async function choosePath(window: BrowserWindow | null, title: string): Promise<string | null> {
  const options = { title, properties: ['openFile' as const, 'showHiddenFiles' as const] };
  const chosen = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
}

async function readBounded(path: string, limitBytes: number): Promise<Result<Buffer>> {
  const failed = (reason: 'tooLong' | 'cannotBeRead') => fail('invalidInput', { field: 'File', reason });
  try {
    // Without waiting, because nobody may ever write to the other end of a pipe.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const facts = await file.stat();
      if (!facts.isFile()) return failed('cannotBeRead');
      return facts.size > limitBytes ? failed('tooLong') : ok(await file.readFile());
    } finally {
      await file.close();
    }
  } catch {
    return failed('cannotBeRead');
  }
}
