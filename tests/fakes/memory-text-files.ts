import { fail, ok, type Result } from '#core/failure';
import type { TextFiles } from '#core/text-files-port';

/** Text files in memory, on a disk that can be full. */
export class MemoryTextFiles implements TextFiles {
  readonly texts = new Map<string, string>();
  /** Files that are no texts. */
  readonly binaries = new Map<string, Uint8Array>();
  isFull = false;
  /** How often a file was written. */
  writes = 0;

  async read(path: string): Promise<string | null> {
    return this.texts.get(path) ?? null;
  }

  async write(path: string, content: string | Uint8Array): Promise<Result<void>> {
    if (this.isFull) return fail('invalidInput', { field: 'File', reason: 'cannotBeWritten' });
    if (typeof content === 'string') this.texts.set(path, content);
    else this.binaries.set(path, content);
    this.writes += 1;
    return ok(undefined);
  }
}
