import type { Preset } from '#core/providers/preset';
import { candidateLimit, type ImportReading, type ImportSource } from './import-candidate.ts';
import { type FoundRequest, readRequests } from './read-requests.ts';
import { calledRequests, type SavedRequest } from './saved-request.ts';

/** A saved request with its name. */
export interface NamedRequest {
  readonly name: string;
  readonly saved: SavedRequest;
}

/**
 * Keys in the requests of a collection. Most requests of one hold no key; that is told only if none does. Many have ids in their
 * paths, so a secret there is told once.
 */
export function readSavedRequests(
  entries: readonly NamedRequest[],
  source: ImportSource,
  presets: readonly Preset[],
): ImportReading {
  const found = entries.slice(0, 2 * candidateLimit).flatMap(({ name, saved }, index): FoundRequest[] => {
    const place = { unit: 'entry', number: index + 1 } as const;
    return calledRequests(saved).map((request) => ({ request, name, place }));
  });
  const { candidates, problems } = readRequests(found, source, presets);
  const inPath = problems.find(({ kind }) => kind === 'secretInPath');
  const telling = problems.filter(
    (problem) =>
      problem.kind !== 'noKey' &&
      problem.kind !== 'addressRefused' &&
      (problem.kind !== 'secretInPath' || problem === inPath),
  );
  return { candidates, problems: telling };
}
