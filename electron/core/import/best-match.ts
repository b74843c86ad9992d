import type { Preset } from '#core/providers/preset';
import type { CalledRequest } from './called-request.ts';
import type { ImportNote } from './import-candidate.ts';
import { matchExchange, matchStatic, matchUse, type PresetMatch } from './match-request.ts';
import { hostOf, type MatchStrength } from './match-url.ts';
import { isPlaceholder } from './placeholders.ts';

/** The provider that a request belongs to, with what the user should know about the guess. */
export interface BestMatch extends PresetMatch {
  readonly name: string;
  readonly alternatives: readonly string[];
  readonly notes: readonly ImportNote[];
}

const rank: Readonly<Record<MatchStrength, number>> = { host: 3, path: 2, form: 1, commonPath: 0 };

/**
 * The likeliest provider of a request, or null. Its own request counts before another call to the same service, and its own
 * host before the mere form of a standard. Such a form must explain the whole request.
 */
export function bestMatch(request: CalledRequest, presets: readonly Preset[]): BestMatch | null {
  const own = presets.flatMap((preset) => ownMatch(request, preset) ?? []);
  const matches = own.length > 0 ? own : presets.flatMap((preset) => matchUse(request, preset) ?? []);
  const [best, ...others] = matches.toSorted(
    (a, b) => rank[b.strength] - rank[a.strength] || b.score - a.score,
  );
  if (best === undefined) return null;
  const alternatives = others.filter((other) => isAlternative(best, other)).map(({ preset }) => preset.id);
  const name = best.strength === 'form' ? hostOf(request.url) : best.preset.name;
  return { ...best, name, alternatives, notes: notesOf(request, best) };
}

function ownMatch(request: CalledRequest, preset: Preset): PresetMatch | null {
  if (preset.keyKind === 'static') return matchStatic(request, preset);
  if (preset.keyKind !== 'exchange') return null;
  const match = matchExchange(request, preset);
  if (match === null || match.strength !== 'form') return match;
  return match.unused.length === 0 && !isPlaceholder(request.url) ? match : null;
}

function isAlternative(best: PresetMatch, other: PresetMatch): boolean {
  const ids = (match: PresetMatch) => [...match.values.keys()].toSorted().join();
  return other.strength === best.strength && ids(other) === ids(best);
}

function notesOf(request: CalledRequest, { strength, preset, unused }: PresetMatch): ImportNote[] {
  const headers = new Set(request.headers.map(([name]) => name));
  const ignored = unused.map((what): ImportNote => {
    return { kind: headers.has(what) ? 'headerIgnored' : 'memberIgnored', what };
  });
  const notes = [...request.notes, ...ignored];
  if (strength === 'path' && preset.importHints.hosts.length > 0)
    notes.push({ kind: 'knownByPathOnly', what: preset.name });
  const hasToken = preset.keyKind !== 'static' && request.bearer !== null && !isPlaceholder(request.bearer);
  if (hasToken) notes.push({ kind: 'tokenIgnored', what: '' });
  return notes;
}
