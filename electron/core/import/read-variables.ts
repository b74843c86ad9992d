import type { Preset } from '#core/providers/preset';
import { type ClientRole, clientKey, roleNames } from './client-roles.ts';
import type {
  ImportCandidate,
  ImportNote,
  ImportPlace,
  ImportProblem,
  ImportReading,
  ImportSource,
} from './import-candidate.ts';
import { makeCandidate } from './make-candidate.ts';
import { isPlaceholder, isSecretPlaceholder } from './placeholders.ts';
import { isSecretName } from './secret-names.ts';
import { locateName } from './variable-names.ts';

/** A variable of an environment. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly place: ImportPlace;
  readonly notes?: readonly ImportNote[];
}

/** A field of a provider that an environment variable holds. */
interface Meaning {
  readonly preset: Preset;
  readonly fieldId: string;
}

interface Group {
  readonly name: string;
  readonly values: Map<string, string>;
  readonly notes: ImportNote[];
}

/**
 * Keys in variables: first those whose names the presets know (`CELERDATA_CLIENT_ID`), then any `…_CLIENT_ID` with
 * `…_CLIENT_SECRET`. What stands before or after such a name (`PROD_…`) tells several keys apart.
 *
 * @param environment name of the file or environment, or empty
 */
export function readVariables(
  variables: readonly Variable[],
  source: ImportSource,
  environment: string,
  presets: readonly Preset[],
): ImportReading {
  const byPreset = new Map<Preset, Map<string, Group>>();
  const byRole = new Map<string, Group>();
  const rest: Variable[] = [];
  const hints = envHints(presets);
  for (const variable of variables) {
    const known = locateName(variable.name, hints);
    const role = known === null ? locateName(variable.name, roleNames) : null;
    if (known !== null) {
      const [{ preset, fieldId }] = known.meaning;
      const groups = byPreset.get(preset) ?? new Map<string, Group>();
      byPreset.set(preset, groups);
      put(groups, known.group, fieldId, variable);
    } else if (role !== null) put(byRole, role.group, role.meaning, variable);
    else rest.push(variable);
  }
  const named = (name: string, group: string) =>
    [environment || name, group.toLowerCase()].filter((part) => part !== '').join(' ');
  const candidates = [
    ...[...byPreset].flatMap(([preset, groups]) =>
      [...groups.values()].flatMap((group) => presetCandidate(preset, group, source, named, hints)),
    ),
    ...[...byRole.values()].flatMap((group) => roleCandidate(group, source, named, presets)),
  ];
  return { candidates, problems: rest.flatMap(unknownSecret) };
}

function envHints(presets: readonly Preset[]): Map<string, [Meaning, ...Meaning[]]> {
  const hints = new Map<string, [Meaning, ...Meaning[]]>();
  for (const preset of presets)
    for (const [name, fieldId] of Object.entries(preset.importHints.env)) {
      const meaning = { preset, fieldId };
      const known = hints.get(name);
      if (known === undefined) hints.set(name, [meaning]);
      else known.push(meaning);
    }
  return hints;
}

function put(groups: Map<string, Group>, groupName: string, id: string, variable: Variable): void {
  const { name, value, notes = [] } = variable;
  const group = groups.get(groupName) ?? { name: groupName, values: new Map<string, string>(), notes: [] };
  groups.set(groupName, group);
  const known = group.values.get(id) ?? '';
  const isSecret = isSecretName(name);
  const isOpen = isSecret ? isSecretPlaceholder : isPlaceholder;
  if (!isOpen(value) || isOpen(known)) group.values.set(id, value);
  if (isSecret && !isOpen(value) && !isOpen(known) && value !== known)
    group.notes.push({ kind: 'variableRepeated', what: name });
  group.notes.push(...notes);
}

type Namer = (provider: string, group: string) => string;

function presetCandidate(
  preset: Preset,
  { name, values, notes }: Group,
  source: ImportSource,
  named: Namer,
  hints: ReadonlyMap<string, readonly Meaning[]>,
): ImportCandidate[] {
  const hasSecret = preset.fields.some(({ id, kind }) => kind === 'secret' && values.has(id));
  if (!hasSecret) return [];
  const alternatives = sharedBy(preset, [...values.keys()], hints);
  return [
    makeCandidate({ source, name: named(preset.name, name), provider: preset, alternatives, values, notes }),
  ];
}

/** Other presets that give each of these fields the same variable. */
function sharedBy(
  preset: Preset,
  ids: readonly string[],
  hints: ReadonlyMap<string, readonly Meaning[]>,
): string[] {
  const lists = ids.map((id) =>
    [...hints.values()]
      .filter((meanings) => meanings.some((meaning) => meaning.preset === preset && meaning.fieldId === id))
      .flat()
      .filter((meaning) => meaning.preset !== preset && meaning.fieldId === id)
      .map((meaning) => meaning.preset.id),
  );
  const [first = [], ...others] = lists;
  return [...new Set(first)].filter((id) => others.every((list) => list.includes(id)));
}

function roleCandidate(
  { name, values, notes }: Group,
  source: ImportSource,
  named: Namer,
  presets: readonly Preset[],
): ImportCandidate[] {
  if (!values.has('clientSecret')) return [];
  const key = clientKey(values as ReadonlyMap<string, string> as ReadonlyMap<ClientRole, string>, presets);
  if (key === null) return [];
  const label = named(name === '' ? key.name : '', name);
  const all = [...notes, ...key.notes];
  return [makeCandidate({ ...key, source, name: label, provider: key.preset, notes: all })];
}

function unknownSecret({ name, value, place }: Variable): ImportProblem[] {
  return isSecretName(name) && !isSecretPlaceholder(value) ? [{ place, kind: 'unknownProvider' }] : [];
}
