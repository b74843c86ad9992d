import { parseEnv } from 'node:util';
import { runOn } from './shells.ts';

/** Reads `T0=…`, `T1=…` and so on with Node's own reader. */
export function readWithNode(lines: readonly string[]): (string | undefined)[] {
  const values = parseEnv(`${lines.join('\n')}\n`);
  return lines.map((_, at) => values[`T${at}`]);
}

/** Reads the same by `set -a; . file` of bash. */
export function sourceWithBash(lines: readonly string[]): Promise<string[]> {
  const program = `set -a; . "$1"; for ((at = 0; at < $0; at++)); do name=T$at; printf '%s\\0' "\${!name}"; done`;
  return runOn('bash', ['-c', program, String(lines.length)], `${lines.join('\n')}\n`);
}
