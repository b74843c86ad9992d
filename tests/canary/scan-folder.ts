import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Canary, type CanaryHit, findCanaries } from './canary.ts';

/** What a scan saw. One that read nothing proves nothing, so the counts belong to the result. */
export interface FolderScan {
  readonly hits: readonly CanaryHit[];
  readonly files: number;
  readonly bytes: number;
}

/** Reads every file below a folder, hidden ones and SQLite's `-wal` included, and also every name and link target. */
export function scanFolder(folder: string, canaries: readonly Canary[]): FolderScan {
  const hits: CanaryHit[] = [];
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    hits.push(...findCanaries(path, canaries, `the name of ${path}`));
    if (entry.isSymbolicLink()) hits.push(...findCanaries(linkTarget(path), canaries, `the link ${path}`));
    const content = entry.isFile() ? readIfThere(path) : null;
    if (content === null) continue;
    files += 1;
    bytes += content.length;
    hits.push(...findCanaries(content, canaries, path));
  }
  return { hits, files, bytes };
}

/** A running app deletes files while it is scanned; any other reason not to read one is an error. */
function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
