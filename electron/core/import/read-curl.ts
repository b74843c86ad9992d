import type { Preset } from '#core/providers/preset';
import { readCmdWords } from './cmd-words.ts';
import { readCurlRequest } from './curl-request.ts';
import { candidateLimit, type ImportProblem, type ImportReading } from './import-candidate.ts';
import { parseEnv } from './parse-env.ts';
import { type FoundRequest, readRequests } from './read-requests.ts';
import { readShellWords } from './shell-words.ts';

/** Longest command that is read, and most places that are looked at: bounds the time when quotes are not closed. */
const commandLimit = 65_536;
const attemptLimit = 2 * candidateLimit;

/**
 * Keys in `curl` commands, as vendors print them and browsers copy them. Null when the text holds none; the word in a sentence
 * or in a comment is none.
 */
export function readCurl(text: string, presets: readonly Preset[]): ImportReading | null {
  const found: FoundRequest[] = [];
  const problems: ImportProblem[] = [];
  const variables = new Map(
    /^\s*(export\s+|set\s)?\w+\s*=/m.test(text) ? parseEnv(text).map(({ name, value }) => [name, value]) : [],
  );
  const start = /(^|[\s($`=;|&>])curl(?:\.exe)?(?=[\s\\^`])/g;
  let line = 1;
  let counted = 0;
  let attempts = 0;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    attempts += 1;
    if (attempts > attemptLimit) break;
    const at = match.index + match[0].length;
    line += text.slice(counted, at).split('\n').length - 1;
    counted = at;
    if (isInComment(text, match.index)) continue;
    const command = readCommand(text, at, match[1] ?? '', variables);
    const request = readCurlRequest(command.words);
    const place = { unit: 'line', number: line } as const;
    if (request === null) continue;
    if (command.isUnclosed) problems.push({ place, kind: 'unclosedQuote' });
    else found.push({ request, name: '', place });
    start.lastIndex = command.isUnclosed ? at : command.end;
  }
  if (found.length + problems.length === 0) return null;
  const { candidates, problems: others } = readRequests(found, 'curl', presets);
  return { candidates, problems: [...problems, ...others] };
}

function readCommand(text: string, at: number, before: string, variables: ReadonlyMap<string, string>) {
  const bounded = text.slice(at, at + commandLimit);
  const [firstLine = ''] = bounded.split('\n', 1);
  const isForCmd = /\^\s*$|\^"/.test(firstLine);
  const command = isForCmd
    ? readCmdWords(bounded, 0)
    : readShellWords(bounded, 0, before === '(' ? ')' : before === '`' ? '`' : '', variables);
  return { ...command, end: at + command.end };
}

function isInComment(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 400), at + 1);
  return /(^|\n)[ \t]*(#|\/\/)[^\n]*$/.test(before);
}
