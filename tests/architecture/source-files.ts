import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A source file of the repository and what it imports, as paths from the top or package names. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly string[];
}

const importStatement = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bexport\s+\*\s+from\s*)['"]([\w@#./:-]+)['"]/g;

/** Every TypeScript file that git knows or would add. */
export function sourceFiles(): SourceFile[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'],
    {
      encoding: 'utf8',
    },
  );
  return [...new Set(listed.split('\n'))]
    .filter((path) => path !== '')
    .map((path) => readSource(path))
    .filter((file): file is SourceFile => file !== null);
}

/** Reads a file and its imports; null when it is listed but was deleted. */
function readSource(path: string): SourceFile | null {
  try {
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(importStatement)].map((match) => resolved(path, match[1] ?? ''));
    return { path, text, lines: text.split('\n').length - 1, imports };
  } catch {
    return null;
  }
}

function resolved(path: string, specifier: string): string {
  if (specifier.startsWith('#')) return `electron/${specifier.slice(1)}`;
  return specifier.startsWith('.') ? join(dirname(path), specifier) : specifier;
}
