import type { CommandWords } from './shell-words.ts';

/**
 * Reads the words of a command written for the Windows command prompt: `^` takes the next character literally and continues a
 * line, then the program's own rules apply, in which only double quotes quote and `\"` is a quote. Browsers copy requests in
 * this form, with a caret before each quote.
 */
export function readCmdWords(text: string, start: number): CommandWords {
  const { line, end } = commandLine(text, start);
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\' && line[at + 1] === '"') {
      word = `${word ?? ''}"`;
      at += 1;
    } else if (character === '"') {
      // Two quotes inside quotes are one.
      if (isQuoted && line[at + 1] === '"') {
        word = `${word ?? ''}"`;
        at += 1;
      } else isQuoted = !isQuoted;
      word ??= '';
    } else if (!isQuoted && /\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  if (word !== null) words.push(word);
  return { words, end, isUnclosed: isQuoted };
}

/** What the command prompt hands on: up to the end of the line, with carets resolved. */
function commandLine(text: string, start: number): { line: string; end: number } {
  let line = '';
  let isQuoted = false;
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '^' && !isQuoted) {
      if (text[at + 1] === '\r') at += 1;
      if (text[at + 1] === '\n') at += 1;
      at += 1;
      line += text[at] ?? '';
      continue;
    }
    if (character === '\n' || (!isQuoted && (character === '&' || character === '|'))) break;
    if (character === '"' && text[at - 1] !== '\\') isQuoted = !isQuoted;
    line += character;
  }
  return { line, end: at };
}
