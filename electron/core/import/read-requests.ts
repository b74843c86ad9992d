import type { Preset } from '#core/providers/preset';
import { bestMatch } from './best-match.ts';
import { type CalledRequest, flatMembers } from './called-request.ts';
import { draftPreset, isTokenCall } from './draft-preset.ts';
import type {
  ImportCandidate,
  ImportPlace,
  ImportProblem,
  ImportProblemKind,
  ImportReading,
  ImportSource,
  PresetDraft,
} from './import-candidate.ts';
import { type FoundKey, makeCandidate } from './make-candidate.ts';
import { hostOf } from './match-url.ts';
import { isPlaceholder, isSecretPlaceholder } from './placeholders.ts';
import { isHarmlessRead, isTokenUse, lacksToken } from './token-use.ts';

/** A request of a file or paste. */
export interface FoundRequest {
  readonly request: CalledRequest;
  /** Empty when it has none. */
  readonly name: string;
  readonly place: ImportPlace;
}

/** Grants that begin with a person or with a token; the one with PKCE is Postman's name. */
const unsupportedGrants =
  /^(authorization_code(_with_pkce)?|refresh_token|implicit|urn:ietf:params:oauth:grant-type:(device_code|token-exchange|jwt-bearer|saml2-bearer))$/;

/**
 * Keys in requests: those of known providers, else of new ones. A call that uses a token belongs to the call before it that
 * got the token, and gives no key of its own then.
 */
export function readRequests(
  found: readonly FoundRequest[],
  source: ImportSource,
  presets: readonly Preset[],
): ImportReading {
  const reader = new RequestReader(source, presets);
  for (const [index, entry] of found.entries()) {
    const later = found.slice(index + 1, index + 10).map(({ request }) => request);
    reader.read(entry, later);
  }
  return { candidates: reader.candidates, problems: reader.problems };
}

class RequestReader {
  readonly candidates: ImportCandidate[] = [];
  readonly problems: ImportProblem[] = [];
  readonly #source: ImportSource;
  readonly #presets: readonly Preset[];
  /** Drafts by their text without id, so that two keys of one new service share one. */
  readonly #drafts = new Map<string, PresetDraft>();
  readonly #seen = new Set<string>();
  #hasTokenCall = false;

  constructor(source: ImportSource, presets: readonly Preset[]) {
    this.#source = source;
    this.#presets = presets;
  }

  read({ request, name, place }: FoundRequest, later: readonly CalledRequest[]): void {
    // A collection is full of requests for a token that it does not hold.
    const isNoKey = this.#source === 'curl' ? this.#hasTokenCall : lacksToken(request);
    if (isNoKey && isTokenUse(request)) return;
    const firstOther = later.findIndex((next) => !isTokenUse(next));
    const uses = firstOther < 0 ? later : later.slice(0, firstOther);
    const use = uses.find(isHarmlessRead) ?? null;
    const key = this.#known(request, use) ?? this.#drafted(request, use);
    if (typeof key === 'string') this.problems.push({ place, kind: key });
    else this.#add({ ...key, name: name || key.name }, request);
    if (isTokenCall(request)) this.#hasTokenCall = true;
  }

  #known(request: CalledRequest, use: CalledRequest | null): FoundKey | null {
    const match = bestMatch(request, this.#presets);
    if (match === null) return null;
    const values = new Map(match.values);
    const hasTestUrl = match.preset.fields.some(({ id, kind }) => id === 'testUrl' && kind === 'url');
    if (hasTestUrl && use !== null) values.set('testUrl', use.url);
    const { preset, alternatives, notes, name } = match;
    return { source: this.#source, name, provider: preset, alternatives, values, notes };
  }

  #drafted(request: CalledRequest, use: CalledRequest | null): FoundKey | ImportProblemKind {
    if (unsupportedGrants.test(flatMembers(request).get('grant_type') ?? '')) return 'unsupportedGrant';
    const taken = [...this.#presets, ...this.#drafts.values()].map(({ id }) => id);
    const drafted = draftPreset(request, use, new Set(taken));
    if (typeof drafted === 'string') return drafted;
    const { id, ...rest } = drafted.preset;
    const text = JSON.stringify(rest);
    const preset = this.#drafts.get(text) ?? { ...drafted.preset, id };
    this.#drafts.set(text, preset);
    const { values, notes } = drafted;
    return { source: this.#source, name: preset.name, provider: preset, isNewProvider: true, values, notes };
  }

  /** A collection repeats one key with each of its requests, so what else is called does not tell keys apart. */
  #add(key: FoundKey, { url }: CalledRequest): void {
    const { provider: owner, isNewProvider } = key;
    const provider = isNewProvider ? hostOf(url) : owner.id;
    const onlyId = isNewProvider && owner.keyKind === 'static' ? owner.tokenField : null;
    const isSecret = (id: string) => owner.fields.some((field) => field.id === id && field.kind === 'secret');
    const values = [...key.values].filter(
      ([id, value]) =>
        id !== 'testUrl' &&
        (onlyId === null || id === onlyId) &&
        !(isSecret(id) ? isSecretPlaceholder(value) : isPlaceholder(value)),
    );
    const identity = JSON.stringify([provider, values.toSorted()]);
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    this.candidates.push(makeCandidate(key));
  }
}
