import type { Preset } from '#core/providers/preset';
import { type ClientRole, clientKey, roleNames } from './client-roles.ts';
import type { ImportCandidate, ImportProblem, ImportProblemKind, ImportReading } from './import-candidate.ts';
import { importTime } from './import-time.ts';
import { makeCandidate } from './make-candidate.ts';
import { hasKnownHost } from './match-url.ts';
import { parseCsv } from './parse-csv.ts';
import { foldedName } from './secret-names.ts';
import { envName } from './variable-names.ts';

type Fact = 'name' | 'description' | 'provider' | 'apiKey' | 'createdAt' | 'expiresAt';

const factNames: ReadonlyMap<string, Fact> = new Map(
  Object.entries({
    name: 'name title label keyname',
    description: 'description notes note comment',
    provider: 'provider preset service',
    apiKey: 'apikey key token secret',
    createdAt: 'createdat created creationdate',
    expiresAt: 'expiresat expires expiry expiration expirationdate validuntil keyexpiresat',
  }).flatMap(([fact, names]) => names.split(' ').map((name) => [name, fact as Fact] as const)),
);

/** One row: its cells by folded column name, and what the known columns say. Holds secrets. */
interface Row {
  readonly cells: ReadonlyMap<string, string>;
  readonly facts: ReadonlyMap<Fact, string>;
  readonly roles: ReadonlyMap<ClientRole, string>;
}

/** Keys in a CSV file whose header names its columns, or null when the text has no such header. */
export function readCsv(text: string, presets: readonly Preset[]): ImportReading | null {
  const [header = [], ...rows] = parseCsv(text);
  const known = header.filter((name) => factNames.has(foldedName(name)) || roleNames.has(envName(name)));
  if (header.length < 2 || known.length === 0) return null;
  const candidates: ImportCandidate[] = [];
  const problems: ImportProblem[] = [];
  for (const [index, cells] of rows.entries()) {
    const key = readRow(rowOf(header, cells), presets);
    if (typeof key === 'string') problems.push({ place: { unit: 'row', number: index + 2 }, kind: key });
    else candidates.push(key);
  }
  return { candidates, problems };
}

function rowOf(header: readonly string[], cells: readonly string[]): Row {
  const row = {
    cells: new Map<string, string>(),
    facts: new Map<Fact, string>(),
    roles: new Map<ClientRole, string>(),
  };
  for (const [index, name] of header.entries()) {
    const cell = cells[index] ?? '';
    const fact = factNames.get(foldedName(name));
    const role = roleNames.get(envName(name));
    if (cell === '') continue;
    row.cells.set(foldedName(name), cell);
    if (fact !== undefined && !row.facts.has(fact)) row.facts.set(fact, cell);
    if (role !== undefined && !row.roles.has(role)) row.roles.set(role, cell);
  }
  return row;
}

function readRow(row: Row, presets: readonly Preset[]): ImportCandidate | ImportProblemKind {
  const { facts, roles } = row;
  const hasSecret = roles.has('clientSecret') || facts.has('apiKey');
  const preset = presetOf(row, presets);
  const isEmpty =
    preset === null
      ? !hasSecret
      : !preset.fields.some(({ id, kind }) => kind === 'secret' && valuesFor(row, preset).has(id));
  if (isEmpty) return 'noKey';
  const key =
    preset !== null
      ? { preset, name: preset.name, values: valuesFor(row, preset) }
      : roles.has('clientSecret') && !facts.has('provider')
        ? clientKey(roles, presets)
        : null;
  if (key === null) return 'unknownProvider';
  return makeCandidate({
    source: 'csv',
    name: facts.get('name') ?? key.name,
    provider: key.preset,
    values: key.values,
    description: facts.get('description') ?? '',
    createdAtMs: importTime(facts.get('createdAt')),
    keyExpiresAtMs: importTime(facts.get('expiresAt')),
  });
}

/** By its name or id, else by a host that belongs to it. */
function presetOf({ facts, roles }: Row, presets: readonly Preset[]): Preset | null {
  const named = foldedName(facts.get('provider') ?? '');
  if (named !== '')
    return (
      presets.find(({ id, name }) => foldedName(id) === named || foldedName(name) === named) ??
      presets.find(({ name }) => foldedName(name).includes(named)) ??
      null
    );
  const host = roles.get('tokenUrl') ?? roles.get('host') ?? '';
  const url = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  return host === '' ? null : (presets.find((preset) => hasKnownHost(url, preset)) ?? null);
}

/** Columns by field id and label first, then by what they usually mean. */
function valuesFor({ cells, facts, roles }: Row, preset: Preset): Map<string, string> {
  const values = new Map<string, string>();
  const secrets = preset.fields.filter(({ kind }) => kind === 'secret');
  const origins = preset.fields.filter(({ kind }) => kind === 'origin');
  const usual: readonly (readonly [string | undefined, string | undefined])[] = [
    [preset.clientIdField, roles.get('clientId')],
    [secrets.length === 1 ? secrets[0]?.id : undefined, roles.get('clientSecret') ?? facts.get('apiKey')],
    [origins.length === 1 ? origins[0]?.id : undefined, roles.get('host')],
  ];
  for (const [id, value] of usual) if (id !== undefined && value !== undefined) values.set(id, value);
  for (const { id, label } of preset.fields) {
    const cell = cells.get(foldedName(id)) ?? cells.get(foldedName(label));
    if (cell !== undefined) values.set(id, cell);
  }
  return values;
}
