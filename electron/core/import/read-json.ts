import type { Preset } from '#core/providers/preset';
import { foldObject } from './folded-json.ts';
import {
  candidateLimit,
  type ImportCandidate,
  type ImportProblem,
  type ImportReading,
} from './import-candidate.ts';
import { readBrunoJson } from './read-bruno-json.ts';
import { readKeyObject } from './read-key-object.ts';
import { readPostman } from './read-postman.ts';

/** Keys in a JSON text, or null when the text does not begin as an object or a list. */
export function readJson(text: string, presets: readonly Preset[]): ImportReading | null {
  if (!/^\s*[{[]/.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { candidates: [], problems: [{ place: { unit: 'text', number: 1 }, kind: 'notJson' }] };
  }
  return readPostman(value, presets) ?? readBrunoJson(value, presets) ?? readKeys(value, presets);
}

function readKeys(value: unknown, presets: readonly Preset[]): ImportReading {
  const candidates: ImportCandidate[] = [];
  const problems: ImportProblem[] = [];
  const entries: unknown[] = Array.isArray(value) ? value.slice(0, candidateLimit + 1) : [value];
  for (const [index, entry] of entries.entries()) {
    const isObject = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
    const key = isObject ? readKeyObject(foldObject(entry), presets) : 'noKey';
    if (typeof key === 'string') problems.push({ place: { unit: 'entry', number: index + 1 }, kind: key });
    else candidates.push(key);
  }
  return { candidates, problems };
}
