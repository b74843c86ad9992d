import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PlainError } from '../../build/plain-error.ts';

/** Whether C can be compiled here; without it some checks cannot run. */
export const hasCompiler = spawnSync('gcc', ['--version']).status === 0;

/**
 * Compiles a source of this folder.
 *
 * @param kind `library` for LD_PRELOAD
 * @param folder where the result goes
 * @returns its path
 */
export function compileC(name: string, kind: 'program' | 'library', folder: string): string {
  if (!hasCompiler) throw new PlainError('gcc is missing');
  const result = join(folder, kind === 'library' ? `${name}.so` : name);
  const options = kind === 'library' ? ['-shared', '-fPIC'] : [];
  const source = join(import.meta.dirname, `${name}.c`);
  const { status, stderr } = spawnSync('gcc', ['-O1', '-Wall', ...options, '-o', result, source, '-ldl']);
  if (status !== 0) throw new PlainError(`gcc failed: ${stderr}`);
  return result;
}
