import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { type ParsedModule, parseModule } from './parse-module.ts';

/** A source file of the repository, parsed. Imports are paths from the top of the repository, or package names. */
export interface SourceFile extends ParsedModule {
  readonly path: string;
  readonly lines: number;
}

const extensions = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'].map(
  (extension) => `*.${extension}`,
);

/** Every script that git knows or would add, except those that were deleted. */
export function sourceFiles(): SourceFile[] {
  const options = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...extensions];
  const listed = execFileSync('git', options, { encoding: 'utf8' }).split('\n');
  return [...new Set(listed)].filter((path) => path !== '' && existsSync(path)).map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const parsed = parseModule(path, text);
  return {
    ...parsed,
    path,
    lines: text.split('\n').length - 1,
    imports: parsed.imports.map((specifier) => resolved(path, specifier)),
  };
}

/** Where a specifier leads: `#core/x` and `./x` become paths from the top, without any `..` that would hide the layer. */
export function resolved(path: string, specifier: string): string {
  if (specifier.startsWith('#')) return posix.normalize(`electron/${specifier.slice(1)}`);
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;
}
