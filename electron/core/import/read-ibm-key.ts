import type { Preset } from '#core/providers/preset';
import { type FoldedObject, foldedAt, foldedText } from './folded-json.ts';
import type { ImportCandidate } from './import-candidate.ts';
import { importTime } from './import-time.ts';
import { makeCandidate } from './make-candidate.ts';

/** Presets that take an IBM Cloud API key, the likelier first. */
const ibmPresetIds = ['ibm-iam', 'ibm-dbaas'];
/** Members that a key file of IBM has besides the key. */
const marks = [
  'createdat',
  'created_at',
  'iam_id',
  'crn',
  'account_id',
  'iam_apikey_name',
  'iam_serviceid_crn',
];

/**
 * The key in a downloaded `apikey.json`, in the reply of IBM's REST API or in service credentials. IBM spells its members in
 * several ways, so all are read without regard to case.
 *
 * @param needsMark whether a member that only IBM's files have must be there, or any `apikey` without an address will do
 */
export function readIbmKey(
  file: FoldedObject,
  needsMark: boolean,
  presets: readonly Preset[],
): ImportCandidate | null {
  const nested = foldedAt(file, 'credentials');
  const inner: FoldedObject = nested instanceof Map ? nested : file;
  const hasMark = [file, inner].some((object) => marks.some((name) => object.has(name)));
  const isIbm = hasMark || inner.has('iam_apikey');
  const apiKey = foldedText(inner, 'apikey', 'api_key', 'iam_apikey');
  if (apiKey === '' || (!isIbm && (needsMark || namesAddress(inner)))) return null;
  const [preset, ...others] = ibmPresetIds.flatMap((id) => presets.find((known) => known.id === id) ?? []);
  const secret = preset?.fields.find(({ kind }) => kind === 'secret');
  if (preset === undefined || secret === undefined) return null;
  return makeCandidate({
    source: 'ibmKey',
    name: foldedText(file, 'name') || foldedText(inner, 'iam_apikey_name', 'name') || preset.name,
    provider: preset,
    alternatives: others.map(({ id }) => id),
    values: new Map([[secret.id, apiKey]]),
    description:
      foldedText(file, 'description') || foldedText(inner, 'iam_apikey_description', 'description'),
    createdAtMs: importTime(foldedText(file, 'createdat', 'created_at')),
    keyExpiresAtMs: importTime(foldedText(file, 'expiresat', 'expires_at')),
  });
}

/** A file that says where its key belongs, and has no mark of IBM, is of somebody else. */
function namesAddress(object: FoldedObject): boolean {
  return [...object.values()].some((value) => typeof value === 'string' && /^https?:\/\//i.test(value));
}
