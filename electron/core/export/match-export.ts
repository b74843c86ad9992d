import type { KeyId } from '../api-key.ts';
import type { ExportedKey } from './export-document.ts';

/** A key of an exported file beside the stored key that it stands for. */
export interface MatchedKey {
  readonly exported: ExportedKey;
  /** Null: none is stored. */
  readonly stored: ExportedKey | null;
  /** The file's next to the stored one. `same`: nothing but times differs. Of two that differ, that changed later is newer. */
  readonly what: 'new' | 'same' | 'newer' | 'older';
}

/** What an exported file holds next to what is stored. */
export interface MatchedExport {
  /** In the order of the file. */
  readonly keys: readonly MatchedKey[];
  readonly onlyHere: readonly ExportedKey[];
}

/**
 * Finds for each key of a file the stored key that it stands for: that of the same id, else that of the same name and provider.
 * No stored key stands for two.
 *
 * @param sources ids of the fields that name another key, by preset id
 */
export function matchExport(
  exported: readonly ExportedKey[],
  stored: readonly ExportedKey[],
  sources: (presetId: string) => readonly string[],
): MatchedExport {
  const left = new Map(stored.map((key) => [key.id, key]));
  const pairs = new Map<KeyId, ExportedKey>();
  const pair = (key: ExportedKey, found: ExportedKey | undefined) => {
    if (found === undefined) return;
    left.delete(found.id);
    pairs.set(key.id, found);
  };
  for (const key of exported) pair(key, left.get(key.id));
  const byName = new Map([...left.values()].map((key) => [nameOf(key), key]));
  for (const key of exported) {
    const found = pairs.has(key.id) ? undefined : byName.get(nameOf(key));
    if (found !== undefined && left.has(found.id)) pair(key, found);
  }
  const keys = exported.map((key): MatchedKey => {
    const found = pairs.get(key.id) ?? null;
    // A source that is stored under another id is the same source.
    const mapped = withSources(key, sources(key.presetId), (id) => pairs.get(id)?.id ?? id);
    return { exported: mapped, stored: found, what: compared(mapped, found) };
  });
  return { keys, onlyHere: [...left.values()] };
}

/** A key whose fields name other keys; `nameNow` gives what each is to be, null for nothing. */
export function withSources(
  key: ExportedKey,
  fieldIds: readonly string[],
  nameNow: (id: KeyId) => KeyId | null,
): ExportedKey {
  const entries = Object.entries(key.fields).flatMap(([field, value]): [string, string][] => {
    const now = fieldIds.includes(field) ? nameNow(value as KeyId) : value;
    return now === null ? [] : [[field, now]];
  });
  return { ...key, fields: Object.fromEntries(entries) };
}

/** Whether two keys send the same to the same place: everything but the secrets that decides about an exchange. */
export function hasSameAddress(a: ExportedKey, b: ExportedKey): boolean {
  return (
    a.presetId === b.presetId && a.extraCaPem === b.extraCaPem && settled(a.fields) === settled(b.fields)
  );
}

/** Whether the secrets of two keys are equal. */
export function hasSameSecrets(a: ExportedKey, b: ExportedKey): boolean {
  const names = Object.keys(a.secrets);
  if (names.length !== Object.keys(b.secrets).length) return false;
  return names.every(
    (name) => Object.hasOwn(b.secrets, name) && a.secrets[name]?.reveal() === b.secrets[name]?.reveal(),
  );
}

function compared(exported: ExportedKey, stored: ExportedKey | null): MatchedKey['what'] {
  if (stored === null) return 'new';
  if (saysTheSame(exported, stored)) return 'same';
  return exported.changedAtMs > stored.changedAtMs ? 'newer' : 'older';
}

function saysTheSame(a: ExportedKey, b: ExportedKey): boolean {
  const rest = ({ name, description, createdAtMs, keyExpiresAtMs, ...key }: ExportedKey) =>
    JSON.stringify([
      [name, description, createdAtMs, keyExpiresAtMs],
      [key.minimumValidityMs, key.refreshMode, key.noticeLeadDays],
    ]);
  return rest(a) === rest(b) && hasSameAddress(a, b) && hasSameSecrets(a, b);
}

function nameOf({ name, presetId }: ExportedKey): string {
  return `${presetId} ${name.toLowerCase()}`;
}

function settled(fields: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
