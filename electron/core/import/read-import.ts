import type { Preset } from '#core/providers/preset';
import {
  candidateLimit,
  type ImportProblemKind,
  type ImportReading,
  importLengthLimit,
  problemLimit,
} from './import-candidate.ts';
import { readBru } from './read-bru.ts';
import { readCsv } from './read-csv.ts';
import { readCurl } from './read-curl.ts';
import { readDataosKeys } from './read-dataos-keys.ts';
import { readEnv } from './read-env.ts';
import { readJson } from './read-json.ts';

/** Tells what a text is; a reader gives null for a text that is not of its kind. The surest ones come first. */
const readers = [readJson, readDataosKeys, readBru, readCurl, readCsv, readEnv] as const;

/**
 * Finds the keys in a pasted text or a file: vendors' key files, environment files, tables of command-line tools, `curl`
 * lines, collections of Postman and Bruno, CSV. Never throws, takes time in proportion to the length of the text, asks nobody
 * and stores nothing. Secrets are in {@link ImportReading.candidates} only, wrapped.
 */
export function readImport(text: string, presets: readonly Preset[]): ImportReading {
  const whole = (kind: ImportProblemKind): ImportReading => {
    return { candidates: [], problems: [{ place: { unit: 'text', number: 1 }, kind }] };
  };
  if (text.length > importLengthLimit) return whole('tooLong');
  const plain = text.replace(/^\ufeff/, '');
  // Commands never come from an import (docs/rules-and-findings.md, P7).
  const importable = presets.filter(({ keyKind }) => keyKind !== 'exec');
  let empty: ImportReading | null = null;
  for (const reader of readers) {
    const reading = reader(plain, importable);
    if (reading !== null && reading.candidates.length > 0) return bounded(reading);
    empty ??= reading;
  }
  if (empty === null) return whole('unknownFormat');
  return empty.problems.length > 0 ? bounded(empty) : whole('noKey');
}

function bounded({ candidates, problems }: ImportReading): ImportReading {
  const kept = problems.slice(0, problemLimit);
  if (candidates.length <= candidateLimit) return { candidates, problems: kept };
  const tooMany = { place: { unit: 'text', number: 1 }, kind: 'tooMany' } as const;
  return { candidates: candidates.slice(0, candidateLimit), problems: [tooMany, ...kept] };
}
