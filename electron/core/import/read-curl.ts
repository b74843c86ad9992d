import type { Preset } from '#core/providers/preset';
import { readCurlRequest } from './curl-request.ts';
import { findCurlCommands } from './find-curl-commands.ts';
import { candidateLimit, type ImportProblem, type ImportReading } from './import-candidate.ts';
import { parseEnv } from './parse-env.ts';
import { type FoundRequest, readRequests } from './read-requests.ts';

/**
 * Keys in `curl` commands, as vendors print them and browsers copy them. Null when the text holds none; the word in a sentence
 * or in a comment is none.
 */
export function readCurl(text: string, presets: readonly Preset[]): ImportReading | null {
  if (!text.includes('curl')) return null;
  const variables = new Map(parseEnv(text).map(({ name, value }) => [name, value]));
  const found: FoundRequest[] = [];
  const problems: ImportProblem[] = [];
  for (const { words, line, isUnclosed } of findCurlCommands(text, variables)) {
    if (found.length + problems.length > candidateLimit) break;
    const request = readCurlRequest(words);
    const place = { unit: 'line', number: line } as const;
    if (request !== null && isUnclosed) problems.push({ place, kind: 'unclosedQuote' });
    else if (request !== null) found.push({ request, name: '', place });
  }
  if (found.length + problems.length === 0) return null;
  const { candidates, problems: others } = readRequests(found, 'curl', presets);
  return { candidates, problems: [...problems, ...others] };
}
