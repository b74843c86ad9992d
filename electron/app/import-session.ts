import type { ImportItem, KeyDraft } from '#contract/calls';
import type { ImportedPreset, ImportPreview, ImportRow } from '#contract/import-view';
import { minimumValidityS } from '#contract/minimum-validity';
import { importNoteWords, importProblemWords, importSourceWords } from '#contract/words/import-finding-words';
import { fail, ok, type Result } from '#core/failure';
import type { DuplicateCheck } from '#core/import/find-duplicates';
import type { ImportCandidate, ImportReading } from '#core/import/import-candidate';
import { variants } from '#core/providers/by-field';
import type { Preset } from '#core/providers/preset';
import type { PresetRequest } from '#core/providers/preset-request';
import { requestHosts, testCalls } from './request-hosts.ts';
import { presetView } from './to-view.ts';

/** A found key, with its preset and what stands in its way. */
export interface ImportedKey {
  readonly candidate: ImportCandidate;
  readonly preset: Preset;
  readonly check: DuplicateCheck;
}

type NameOf = (keyId: string) => string;
type FindPreset = (id: string) => Preset | null;

/** Between hosts where one key goes to several. */
const separator = ', ';

/** What one import found, until it is stored or given up. It holds secrets. */
export class ImportSession {
  readonly id: string;
  readonly keys: readonly ImportedKey[];
  readonly #problems: ImportReading['problems'];
  readonly #newPresets: readonly Preset[];

  constructor(
    id: string,
    keys: readonly ImportedKey[],
    newPresets: readonly Preset[],
    problems: ImportReading['problems'],
  ) {
    this.id = id;
    this.keys = keys;
    this.#newPresets = newPresets;
    this.#problems = problems;
  }

  /** What the page may see: no secret. */
  preview(nameOf: NameOf, findPreset: FindPreset): ImportPreview {
    return {
      importId: this.id,
      rows: this.keys.map((key, index) => rowOf(key, index, nameOf, findPreset)),
      newPresets: this.#newPresets.map(importedPreset),
      problems: this.#problems.map(importProblemWords),
    };
  }

  /** The preset of a row as the user left it: of its own, or of another provider that takes the same key. */
  presetOf(item: ImportItem, findPreset: FindPreset): Preset | null {
    const key = this.keys[item.index];
    if (key === undefined) return null;
    if (item.presetId === key.preset.id) return key.preset;
    return key.candidate.alternatives.includes(item.presetId) ? findPreset(item.presetId) : null;
  }

  /**
   * The draft of a row as the user left it. Failures: keyNotFound, and addressRefused (hostNotAllowed) where it would be
   * sent to a host that the import named and the user did not allow.
   */
  draftOf(item: ImportItem, preset: Preset, allowedHosts: readonly string[]): Result<KeyDraft> {
    const key = this.keys[item.index];
    if (key === undefined) return fail('keyNotFound');
    const { candidate } = key;
    const found = requestHosts(preset, candidate.fields);
    const allowed = allowedHosts.flatMap((host) => host.split(separator));
    const isForbidden = (host: string) => found.includes(host) && !allowed.includes(host);
    if (requestHosts(preset, { ...candidate.fields, ...item.fields }).some(isForbidden))
      return fail('addressRefused', { reason: 'hostNotAllowed' });
    const secrets = Object.entries(candidate.secrets).map(([id, secret]) => [id, secret.reveal()] as const);
    const known = new Set(preset.fields.map(({ id }) => id));
    const values = [...Object.entries(candidate.fields), ...secrets, ...Object.entries(item.fields)];
    return ok({
      name: item.name,
      description: candidate.description,
      presetId: preset.id,
      fields: Object.fromEntries(values.filter(([id]) => known.has(id))),
      extraCaPem: null,
      createdAtMs: candidate.createdAtMs,
      keyExpiresAtMs: candidate.keyExpiresAtMs,
      minimumValidityS: minimumValidityS.usual,
    });
  }
}

function rowOf(
  { candidate, preset, check }: ImportedKey,
  index: number,
  nameOf: NameOf,
  findPreset: FindPreset,
): ImportRow {
  const { sameAs } = check;
  return {
    index,
    source: importSourceWords[candidate.source],
    name: check.freeName,
    presetId: preset.id,
    alternatives: candidate.alternatives.flatMap((presetId) => {
      const other = findPreset(presetId);
      return other === null ? [] : [{ presetId, host: hostWords(other, candidate) }];
    }),
    fields: candidate.fields,
    secretFieldIds: Object.keys(candidate.secrets),
    host: hostWords(preset, candidate),
    duplicateOf:
      sameAs === null ? null : 'keyId' in sameAs ? nameOf(sameAs.keyId) : `row ${sameAs.candidate + 1}`,
    notes: candidate.notes.map(importNoteWords),
  };
}

function hostWords(preset: Preset, { fields }: ImportCandidate): string | null {
  const hosts = requestHosts(preset, fields);
  return hosts.length === 0 ? null : hosts.join(separator);
}

function importedPreset(preset: Preset): ImportedPreset {
  const requests = preset.keyKind === 'exchange' ? variants<PresetRequest>(preset.exchange.request) : [];
  const tests = testCalls(preset).flatMap(({ request }) => variants<PresetRequest>(request));
  const request = [...requests, ...tests][0];
  return {
    preset: presetView(preset),
    requestLine: request === undefined ? '' : `${request.method} ${request.url}`,
  };
}
