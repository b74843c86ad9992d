import type { Preset } from '#core/providers/preset';
import type { Pair } from './called-request.ts';
import type { ImportReading } from './import-candidate.ts';
import { bodyOfMode } from './json-shapes.ts';
import { type BruBlock, bruPairs, parseBru } from './parse-bru.ts';
import { readSavedRequests } from './read-saved-requests.ts';
import { readVariables, type Variable } from './read-variables.ts';
import { savedAuth } from './saved-request.ts';

const methods = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options'];
const entry = { unit: 'entry', number: 1 } as const;

/** Keys in a `.bru` file of Bruno, an environment or a request; null when the text is none. */
export function readBru(text: string, presets: readonly Preset[]): ImportReading | null {
  const blocks = parseBru(text);
  if (blocks === null) return null;
  const variables = blocks.flatMap(variablesOf);
  const isRequest = blocks.some(({ name }) => methods.includes(name) || name.startsWith('auth'));
  return isRequest
    ? readSavedRequests([namedRequest(blocks)], 'bruno', presets)
    : readVariables(variables, 'bruno', '', presets);
}

/** Bruno keeps the values of `vars:secret` out of its files. */
function variablesOf(block: BruBlock): Variable[] {
  if (block.name === 'vars') return bruPairs(block).map(([name, value]) => ({ name, value, place: entry }));
  if (block.name !== 'vars:secret') return [];
  return block.lines
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((name) => name !== '' && !name.startsWith('~'))
    .map((name) => ({ name, value: '', place: entry, notes: [{ kind: 'secretNotInFile', what: name }] }));
}

function namedRequest(blocks: readonly BruBlock[]) {
  const pairsOf = (name: string): Pair[] =>
    blocks.filter((block) => block.name === name).flatMap((block) => bruPairs(block));
  const textOf = (name: string, key: string) => pairsOf(name).find(([given]) => given === key)?.[1] ?? '';
  const method = methods.find((name) => blocks.some((block) => block.name === name)) ?? 'get';
  const auth = textOf(method, 'auth') || textOf('auth', 'mode');
  const mode = textOf(method, 'body');
  const text = blocks.find(({ name }) => name === `body:${mode}`)?.lines.join('\n') ?? '';
  const form = pairsOf('body:form-urlencoded').map(([key, value]) => ({ key, value }));
  return {
    name: textOf('meta', 'name'),
    saved: {
      method,
      url: textOf(method, 'url'),
      headers: pairsOf('headers'),
      body: bodyOfMode(mode, { form, text }),
      auth: auth === '' || auth === 'none' ? null : savedAuth(auth, pairsOf(`auth:${auth}`)),
    },
  };
}
