import { mkdtempSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A folder in which programs are trusted, below the home folder as `/tmp` belongs to everybody. */
export interface ProgramFolder {
  readonly path: string;
  remove(): void;
}

/** Makes one; the caller removes it. */
export function makeProgramFolder(): ProgramFolder {
  const path = mkdtempSync(join(homedir(), '.keyfob-test-programs-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
