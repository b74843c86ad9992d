import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import type { WriterLine } from './writer-lines.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Bundles the writer for as long as `use` runs, so that each of its many starts is plain Node (0.1 s instead of 0.5 s).
 * Inside the repository, where it finds its packages; in a folder of its own, as two runs may overlap.
 */
export async function withWriter<T>(use: (file: string) => Promise<T>, name = 'writer'): Promise<T> {
  const outDir = join(root, 'out/kill', randomUUID());
  const entry = join(import.meta.dirname, `${name}.ts`);
  try {
    await build({ root, configFile: false, logLevel: 'silent', build: { ssr: entry, outDir } });
    return await use(join(outDir, `${basename(name)}.js`));
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** Starts a writer, with further variables, gives each line of it to `onLine`, and ends when the process and its lines have. */
export async function runWriter<Line = WriterLine>(
  command: readonly string[],
  onLine: (line: Line, child: ChildProcess) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  // A line that the kill cut off is not a statement of the writer.
  for await (const text of createInterface({ input: child.stdout })) {
    const line = parseLine<Line>(text);
    if (line !== null) onLine(line, child);
  }
  await closed;
}

function parseLine<Line>(text: string): Line | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
