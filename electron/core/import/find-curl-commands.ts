import { readCmdWords } from './cmd-words.ts';
import { importLengthLimit } from './import-candidate.ts';
import { readShellWords, type ShellVariables } from './shell-words.ts';

/** The word `curl` with the words after it. */
export interface CurlCommand {
  readonly words: readonly string[];
  /** Line of the word `curl`, from 1. */
  readonly line: number;
  readonly isUnclosed: boolean;
}

/** Longest command that is read. */
const commandLimit = 65_536;
/** Most characters that are read in all: commands with open quotes overlap, and would take time without end. */
const readLimit = 2 * importLengthLimit;

/** Every place of a text where `curl` stands as a command might, outside of comments. Some are words of a sentence. */
export function* findCurlCommands(text: string, variables: ShellVariables): Generator<CurlCommand> {
  const start = /(^|[\s($`=;|&>])curl(?:\.exe)?(?=[\s\\^`])/g;
  let line = 1;
  let counted = 0;
  let read = 0;
  for (let match = start.exec(text); match !== null && read < readLimit; match = start.exec(text)) {
    const at = match.index + match[0].length;
    for (; counted < at; counted += 1) if (text[counted] === '\n') line += 1;
    if (isInComment(text, match.index)) continue;
    const { words, end, isUnclosed } = readCommand(text, at, match[1] ?? '', variables);
    read += end - at + 100;
    yield { words, line, isUnclosed };
    const lineEnd = text.indexOf('\n', at);
    // An apostrophe of a sentence is no quote: go on with the next line.
    start.lastIndex = isUnclosed && lineEnd >= 0 ? lineEnd : end;
  }
}

function readCommand(text: string, at: number, before: string, variables: ShellVariables) {
  const bounded = text.slice(at, at + commandLimit);
  const isForCmd = /^[^\n]{0,4000}?\^("|[ \t]*\r?\n)/.test(bounded);
  const closer = before === '(' ? ')' : before === '`' ? '`' : '';
  const command = isForCmd ? readCmdWords(bounded, 0) : readShellWords(bounded, 0, closer, variables);
  return { ...command, end: at + command.end };
}

function isInComment(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 400), at + 1);
  return /(^|\n)[ \t]*(#|\/\/)[^\n]*$/.test(before);
}
