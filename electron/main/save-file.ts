import { basename, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { textFiles } from '#adapters/text-files';
import { ok, type Result } from '#core/failure';

/** Lets the user choose where a file is written to; the path, or null when none was chosen. */
export async function chooseNewFile(
  window: BrowserWindow | null,
  suggestedName: string,
): Promise<string | null> {
  const options = {
    title: `Save ${suggestedName}`,
    defaultPath: join(app.getPath('documents'), suggestedName),
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  };
  const chosen = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
}

/** Writes a text to where the user wants it; the file's name, or null. Failure: invalidInput (cannotBeWritten, notSynced). */
export async function saveFile(
  window: BrowserWindow | null,
  suggestedName: string,
  text: string,
): Promise<Result<string | null>> {
  const path = await chooseNewFile(window, suggestedName);
  if (path === null) return ok(null);
  const written = await textFiles.write(path, text);
  return written.ok ? ok(basename(path)) : written;
}
