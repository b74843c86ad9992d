import type { Pair } from './called-request.ts';

/** A block of a `.bru` file: `headers { … }` or `vars:secret [ … ]`. */
export interface BruBlock {
  readonly name: string;
  readonly lines: readonly string[];
}

const opening = /^([a-z][\w:-]{0,60})[ \t]*[{[][ \t]*$/;

/** The blocks of a `.bru` file in order, or null when the text is none. A block ends with its bracket at the start of a line. */
export function parseBru(text: string): BruBlock[] | null {
  const [firstLine = ''] = text.trimStart().split('\n', 1);
  if (!opening.test(firstLine.trimEnd())) return null;
  const blocks: { name: string; lines: string[] }[] = [];
  let block: { name: string; lines: string[] } | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (block !== null && /^[}\]]/.test(line)) block = null;
    else if (block !== null) block.lines.push(line);
    else {
      const name = opening.exec(line)?.[1];
      // Between blocks nothing else may stand: otherwise it is another format.
      if (name === undefined && line.trim() !== '') return null;
      if (name === undefined) continue;
      block = { name, lines: [] };
      blocks.push(block);
    }
  }
  return blocks.length > 0 ? blocks : null;
}

/** The pairs of a block without those that are switched off (`~name`). A value in `'''` has several lines. */
export function bruPairs({ lines }: BruBlock): Pair[] {
  const pairs: Pair[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim();
    let value = line.slice(colon + 1).trim();
    if (value.startsWith("'''")) {
      const end = value.endsWith("'''") && value.length > 3 ? at : endOfText(lines, at);
      value = [value, ...lines.slice(at + 1, end + 1)].map((part) => part.trim()).join('\n');
      value = value.replace(/^'''\n?|\n?'''$/g, '');
      at = end;
    }
    if (!name.startsWith('~')) pairs.push([name, value]);
  }
  return pairs;
}

function endOfText(lines: readonly string[], start: number): number {
  let at = start + 1;
  while (at < lines.length - 1 && !lines[at]?.trim().endsWith("'''")) at += 1;
  return at;
}
