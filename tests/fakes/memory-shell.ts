import type { ChosenExport } from '#app/restore-export';
import type { ShellActions } from '#app/shell-actions';
import { fail, ok } from '#core/failure';

/** A shell that remembers what was opened and gives the texts that a test puts into it. */
export class MemoryShell implements ShellActions {
  readonly opened: string[] = [];
  clipboard = '';
  /** Null: the user chooses no file. */
  file: string | null = null;

  /** What was saved, by the suggested name. */
  readonly saved = new Map<string, string>();
  /** Where the user wants a new file; null: nowhere. */
  newFile: string | null = null;

  restarts = 0;
  readonly restart = () => {
    this.restarts += 1;
  };

  readonly openExternal = (url: string) => void this.opened.push(url);
  readonly openFolder = (path: string) => void this.opened.push(path);
  readonly readClipboard = async () => this.clipboard;
  readonly chooseFile = async () => ok(this.file);
  /** Null: the user chooses no exported file. */
  exported: ChosenExport | null = null;
  readonly chooseExport = async () => ok(this.exported);
  readonly chooseNewFile = async () => this.newFile;
  readonly saveFile = async (suggestedName: string, text: string) => {
    if (this.newFile === null) return ok(null);
    this.saved.set(suggestedName, text);
    return ok(this.newFile);
  };
  readonly inspectCertificates = () => fail('invalidInput', { field: 'extraCaPem', reason: 'notPem' });
}
