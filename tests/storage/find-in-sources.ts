import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { REPOSITORY_FOLDER } from '../desktop/rig/app-arguments.ts';

/** A line of the product that fits a pattern. */
export interface SourceLine {
  /** From the top of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Looks through every line of the product's own code, comments left out. */
export function findInSources(pattern: RegExp): readonly SourceLine[] {
  return ['electron', 'renderer'].flatMap((top) =>
    (readdirSync(join(REPOSITORY_FOLDER, top), { recursive: true }) as string[])
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) => linesOf(`${top}/${name.split(sep).join('/')}`))
      .filter(({ text }) => pattern.test(text)),
  );
}

function linesOf(path: string): SourceLine[] {
  const text = readFileSync(join(REPOSITORY_FOLDER, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return text.split('\n').map((line) => ({ path, text: line.replace(/(^|\s)\/\/.*$/, '') }));
}
