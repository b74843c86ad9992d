import type { Preset } from '#core/providers/preset';
import { type ClientRole, clientKey, roleNames } from './client-roles.ts';
import { type FoldedObject, foldedAt, foldedText } from './folded-json.ts';
import type { ImportCandidate, ImportProblemKind } from './import-candidate.ts';
import { importTime } from './import-time.ts';
import { makeCandidate } from './make-candidate.ts';
import { readIbmKey } from './read-ibm-key.ts';

type Hint = Preset['importHints']['json'][number];

/** The key in one JSON object: a vendor's key file, else any file with client id and secret. */
export function readKeyObject(
  file: FoldedObject,
  presets: readonly Preset[],
): ImportCandidate | ImportProblemKind {
  const isGoogle = foldedText(file, 'type') === 'service_account';
  const ofIbm = (needsMark: boolean) => (isGoogle ? null : readIbmKey(file, needsMark, presets));
  const known = ofIbm(true) ?? readHinted(file, presets) ?? ofIbm(false) ?? readClient(file, presets);
  if (known !== null) return known;
  if (isGoogle) return 'unknownProvider';
  return foldedText(file, 'access_token', 'accesstoken') === '' ? 'noKey' : 'tokenAnswer';
}

/** Key files that presets describe; the one that asks for most members wins. */
function readHinted(file: FoldedObject, presets: readonly Preset[]): ImportCandidate | null {
  const matches = presets.flatMap((preset) =>
    preset.importHints.json.filter((hint) => isMeant(file, hint)).map((hint) => ({ preset, hint })),
  );
  const weight = (hint: Hint) =>
    Object.values(hint.when).reduce<number>((sum, is) => sum + (is === true ? 1 : 3), 0);
  const [best, ...others] = matches.toSorted((a, b) => weight(b.hint) - weight(a.hint));
  if (best === undefined) return null;
  const { preset, hint } = best;
  const values = Object.entries(hint.fields).map(
    ([id, paths]) => [id, foldedText(file, ...paths.split('|'))] as const,
  );
  const rivals = others.filter((other) => weight(other.hint) === weight(hint) && other.preset !== preset);
  return makeCandidate({
    ...facts(file),
    source: foldedText(file, 'type') === 'service_account' ? 'googleServiceAccount' : 'json',
    name: foldedText(file, 'name', 'project_id', 'client_email') || preset.name,
    provider: preset,
    alternatives: [...new Set(rivals.map((other) => other.preset.id))],
    values: new Map(values),
  });
}

function isMeant(file: FoldedObject, { when }: Hint): boolean {
  const conditions = Object.entries(when);
  return (
    conditions.length > 0 &&
    conditions.every(([path, expected]) => {
      const value = foldedAt(file, path);
      return expected === true ? value !== undefined && value !== null && value !== '' : value === expected;
    })
  );
}

/** Client credentials in a file of no known provider, at its top or one level down. */
function readClient(file: FoldedObject, presets: readonly Preset[]): ImportCandidate | null {
  const inner = [...file.values()].filter((value) => value instanceof Map);
  for (const object of [file, ...inner] as FoldedObject[]) {
    const roles = new Map<ClientRole, string>();
    for (const name of object.keys()) {
      const role = squashedRoles.get(name.replace(/[^a-z]/g, ''));
      const text = foldedText(object, name);
      if (role !== undefined && text !== '' && !roles.has(role)) roles.set(role, text);
    }
    const key = roles.has('clientSecret') ? clientKey(roles, presets) : null;
    if (key === null) continue;
    const name = foldedText(file, 'name') || key.name;
    return makeCandidate({ ...facts(file), ...key, source: 'json', name, provider: key.preset });
  }
  return null;
}

/** Member names have lost their case, and with it the parts of `clientId`. */
const squashedRoles: ReadonlyMap<string, ClientRole> = new Map(
  [...roleNames].map(([name, role]) => [name.toLowerCase().replace(/[^a-z]/g, ''), role]),
);

function facts(file: FoldedObject) {
  return {
    description: foldedText(file, 'description'),
    createdAtMs: importTime(foldedText(file, 'createdat', 'created_at')),
    keyExpiresAtMs: importTime(foldedText(file, 'expiresat', 'expires_at', 'expiration', 'expiry')),
  };
}
