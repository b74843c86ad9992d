import type { Preset } from '#core/providers/preset';
import type { CalledRequest } from './called-request.ts';
import type { ImportNote } from './import-candidate.ts';
import { matchExchange, matchStatic, matchUse, type PresetMatch } from './match-request.ts';
import { hostOf, type MatchStrength } from './match-url.ts';
import { isPlaceholder, isSecretPlaceholder } from './placeholders.ts';
import { isTokenUse } from './token-use.ts';

/** The provider that a request belongs to, with what the user should know about the guess. */
export interface BestMatch extends PresetMatch {
  readonly name: string;
  readonly alternatives: readonly string[];
  readonly notes: readonly ImportNote[];
}

const rank: Readonly<Record<MatchStrength, number>> = { host: 3, path: 2, form: 1, commonPath: 0 };

/**
 * The likeliest provider of a request, or null. Its own host counts before the mere form of a standard, and its own request
 * before another call to the same service.
 */
export function bestMatch(request: CalledRequest, presets: readonly Preset[]): BestMatch | null {
  const own = presets.flatMap((preset) => ownMatch(request, preset) ?? []);
  const uses = presets.flatMap((preset) => useMatch(request, preset) ?? []);
  const [best, ...others] = [...own, ...uses].toSorted(
    (a, b) =>
      rank[b.strength] - rank[a.strength] ||
      Number(own.includes(b)) - Number(own.includes(a)) ||
      b.score - a.score,
  );
  if (best === undefined) return null;
  const alternatives = others.filter((other) => isAlternative(best, other)).map(({ preset }) => preset.id);
  const name = best.strength === 'form' ? hostOf(request.url) : best.preset.name;
  return { ...best, name, alternatives, notes: notesOf(request, best) };
}

/** A mere form must explain the whole request and carry a secret. */
function ownMatch(request: CalledRequest, preset: Preset): PresetMatch | null {
  const match =
    preset.keyKind === 'exchange'
      ? matchExchange(request, preset)
      : preset.keyKind === 'static'
        ? matchStatic(request, preset)
        : null;
  if (match === null || match.strength !== 'form') return match;
  const hasSecret = preset.fields.some(({ id, kind }) => kind === 'secret' && match.values.has(id));
  return hasSecret && match.unused.length === 0 && !isPlaceholder(request.url) ? match : null;
}

/** Tokens that are no short-lived ones of the services' token endpoints: personal access tokens of GitHub, GitLab, Databricks. */
const lastingToken = /^(ghp_|github_pat_|glpat-|dapi)/;

/** A call that uses a token belongs to the provider of that token, unless it carries a key of another kind. */
function useMatch(request: CalledRequest, preset: Preset): PresetMatch | null {
  const isItsToken = isTokenUse(request) && !lastingToken.test(request.bearer ?? '');
  return preset.keyKind === 'static' || isItsToken ? matchUse(request, preset) : null;
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
  const hasToken =
    preset.keyKind !== 'static' && request.bearer !== null && !isSecretPlaceholder(request.bearer);
  if (hasToken) notes.push({ kind: 'tokenIgnored', what: '' });
  return notes;
}
