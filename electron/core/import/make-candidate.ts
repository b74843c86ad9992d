import { maxNameLength } from '#core/api-key';
import { hasControlCharacter, hasForbiddenCharacter } from '#core/forbidden-characters';
import { normaliseAddressField } from '#core/providers/address-field';
import type { Preset } from '#core/providers/preset';
import type { PresetField } from '#core/providers/preset-fields';
import { Secret } from '#core/secret';
import type { ImportCandidate, ImportNote, ImportSource, PresetDraft } from './import-candidate.ts';
import { isPlaceholder, isSecretPlaceholder } from './placeholders.ts';

/** A key as a reader found it: all values are plain texts. Lives only until {@link makeCandidate}. */
export interface FoundKey {
  readonly source: ImportSource;
  readonly name: string;
  /** A known provider, or the draft of a new one. */
  readonly provider: Preset | PresetDraft;
  readonly isNewProvider?: boolean;
  readonly alternatives?: readonly string[];
  /** By field id; ids that the provider does not have are left out. */
  readonly values: ReadonlyMap<string, string>;
  readonly description?: string;
  readonly createdAtMs?: number | null;
  readonly keyExpiresAtMs?: number | null;
  readonly notes?: readonly ImportNote[];
}

/** The name of a key whose source has none. */
const fallbackName = 'Imported key';
const descriptionLimit = 500;
const valueLimits = { secret: 16_384, other: 2_000 };

/**
 * Makes a candidate: its secrets are wrapped, addresses normalised, placeholders and unusable values left out, and a note tells
 * of each secret that was.
 */
export function makeCandidate(found: FoundKey): ImportCandidate {
  const { provider, isNewProvider = false, values } = found;
  const fields: [string, string][] = [];
  const secrets: [string, Secret][] = [];
  const notes = [...(found.notes ?? [])];
  for (const field of provider.fields) {
    const text = (values.get(field.id) ?? '').trim();
    const isOpen = field.kind === 'secret' ? isSecretPlaceholder(text) : isPlaceholder(text);
    if (text === '' || (isOpen && field.kind !== 'secret')) continue;
    const value = isOpen ? null : usableValue(field as PresetField, text);
    if (value === null) notes.push({ kind: 'valueLeftOut', what: field.label });
    else if (field.kind === 'secret') secrets.push([field.id, new Secret(value)]);
    else fields.push([field.id, value]);
  }
  return {
    source: found.source,
    suggestedName: shownText(found.name, maxNameLength) || fallbackName,
    presetId: isNewProvider ? null : provider.id,
    alternatives: found.alternatives ?? [],
    newPreset: isNewProvider ? (provider as PresetDraft) : null,
    fields: Object.fromEntries(fields),
    secrets: Object.fromEntries(secrets),
    description: shownText(found.description ?? '', descriptionLimit),
    createdAtMs: found.createdAtMs ?? null,
    keyExpiresAtMs: found.keyExpiresAtMs ?? null,
    notes: notes.map(({ kind, what }) => ({ kind, what: shownText(what, 80) })),
  };
}

function usableValue(field: PresetField, text: string): string | null {
  const isSecret = field.kind === 'secret';
  if (text.length > (isSecret ? valueLimits.secret : valueLimits.other)) return null;
  const isForbidden = isSecret
    ? hasControlCharacter(field.multiline ? text.replace(/[\r\n\t]/g, '') : text)
    : hasForbiddenCharacter(text);
  if (isForbidden) return null;
  switch (field.kind) {
    case 'choice': {
      const isText = (other: string) => other.toLowerCase() === text.toLowerCase();
      const choice = field.choices.find(({ value, label }) => isText(value) || isText(label));
      return choice?.value ?? null;
    }
    case 'origin':
    case 'url': {
      // The address of a page of the service tells its host.
      const isHostOnly = field.kind === 'origin' && !field.mayHavePath;
      const given = isHostOnly ? (/^([a-z]+:\/\/)?[^/?#]*/i.exec(text)?.[0] ?? text) : text;
      const address = normaliseAddressField({ ...field, dropPaths: field.dropPaths ?? [] }, given);
      return address.ok ? address.value : null;
    }
    case 'key':
      return null;
    case 'text':
    case 'secret':
      return text;
  }
}

/** A text of a file made fit to be shown in one line. */
function shownText(text: string, length: number): string {
  const short = text
    .trim()
    .slice(0, length + 200)
    .toWellFormed();
  const line = short.replace(/\s+/g, ' ').trim();
  const visible = hasForbiddenCharacter(line) ? line.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '') : line;
  const cut = visible.slice(0, length).toWellFormed().replaceAll('\ufffd', '').trim();
  return hasForbiddenCharacter(cut) ? '' : cut;
}
