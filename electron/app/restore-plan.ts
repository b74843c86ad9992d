import { type ApiKey, type KeyId, type KeyUse, unused } from '#core/api-key';
import type { ExportedKey } from '#core/export/export-document';
import {
  hasSameAddress,
  hasSameSecrets,
  type MatchedExport,
  type MatchedKey,
  withSources,
} from '#core/export/match-export';
import { freeName } from '#core/import/free-name';
import type { VaultChange } from '#core/ports';
import { shippedPresets } from '#core/providers/shipped-presets';
import { keyToJson, keyUseToJson, secretsToJson } from './key-records.ts';

/**
 * `merge` adds what is new and replaces what is newer in the file; everything else stays. `replace` makes the list what the file
 * holds: older keys come back, and what is not in the file is deleted. What is the same stays untouched in both.
 */
export type RestoreManner = 'merge' | 'replace';

/** What the plan needs to know of what is stored. */
export interface StoredForPlan {
  /** The stored key as it is, with what was approved. */
  readonly keyOf: (id: KeyId) => { readonly key: ApiKey; readonly use: KeyUse } | undefined;
  /** Ids of a preset's fields that name another key. */
  readonly sourcesOf: (presetId: string) => readonly string[];
  /** The id under which a preset of the file is stored. */
  readonly presetIdOf: (presetId: string) => string;
}

/** What a restore does. */
export interface RestorePlan {
  readonly changes: readonly VaultChange[];
  readonly added: number;
  readonly replaced: number;
  /** Presets of the keys that are written, by their ids in the file. */
  readonly presetIds: ReadonlySet<string>;
}

/** No preset is described by an empty text, so that a key with this approval waits until the user saves it (app/usable-preset.ts). */
const notApproved = '';

/** Plans a restore. All of it is one commit. */
export function planRestore(match: MatchedExport, manner: RestoreManner, stored: StoredForPlan): RestorePlan {
  const isWritten = ({ what }: MatchedKey) =>
    what === 'new' || what === 'newer' || (what === 'older' && manner === 'replace');
  const written = match.keys.filter(isWritten);
  const kept = match.keys.filter((each) => !isWritten(each));
  const removed = manner === 'replace' ? match.onlyHere : [];
  const stays = [...kept.map((each) => each.stored), ...(manner === 'merge' ? match.onlyHere : [])];
  const taken = new Set(stays.flatMap((key) => (key === null ? [] : [key.name.toLowerCase()])));
  const known = new Set(match.keys.filter((each) => each.what === 'same' || isWritten(each)).map(idOf));
  const changes = written.flatMap((each) => {
    const name = freeName(each.exported.name, taken);
    taken.add(name.toLowerCase());
    return changesOf(each, name, known, stored);
  });
  return {
    changes: [...changes, ...removed.flatMap(({ id }) => removalOf(id))],
    added: written.filter(({ what }) => what === 'new').length,
    replaced: written.filter(({ what }) => what !== 'new').length,
    presetIds: new Set(written.map(({ exported }) => exported.presetId)),
  };
}

function idOf({ exported, stored }: MatchedKey): KeyId {
  return stored?.id ?? exported.id;
}

function changesOf(
  matched: MatchedKey,
  name: string,
  known: ReadonlySet<KeyId>,
  { keyOf, sourcesOf, presetIdOf }: StoredForPlan,
): VaultChange[] {
  const id = idOf(matched);
  const before = matched.stored === null ? undefined : keyOf(id);
  const file = { ...matched.exported, presetId: presetIdOf(matched.exported.presetId) };
  const isSamePlace = matched.stored !== null && hasSameAddress(file, matched.stored);
  const isSame = isSamePlace && matched.stored !== null && hasSameSecrets(file, matched.stored);
  // SECURITY: a key of the file never draws from one that the file does not hold as it is stored: its token would go to wherever
  // the file says. The user chooses such a source again.
  const own = isSamePlace
    ? file
    : withSources(file, sourcesOf(file.presetId), (source) => (known.has(source) ? source : null));
  const approved = isSamePlace && before !== undefined ? before.key : approvals(own.presetId);
  const use = isSame && before !== undefined ? before.use : usedAs(own, before?.use ?? unused);
  return [
    { put: 'key', id, json: keyToJson({ ...keyFields({ ...own, id, name }), ...only(approved) }) },
    { put: 'keySecrets', id, json: secretsToJson(own.secrets) },
    { put: 'keyUse', id, json: keyUseToJson({ ...use, changedAtMs: own.changedAtMs }) },
    // A token and a rotation belong to the secrets that they were made with.
    ...(isSame
      ? []
      : ([
          { remove: 'token', id },
          { remove: 'rotation', id },
        ] as const)),
  ];
}

type Approvals = Pick<ApiKey, 'approvedCommand' | 'approvedPreset'>;

/** SECURITY: what a file brings runs nothing, and sends nothing by a preset file, before the user saved the key. */
function approvals(presetId: string): Approvals {
  const isShipped = shippedPresets.some(({ id }) => id === presetId);
  return { approvedCommand: null, approvedPreset: isShipped ? null : notApproved };
}

function only({ approvedCommand, approvedPreset }: Approvals): Approvals {
  return { approvedCommand, approvedPreset };
}

function keyFields(key: ExportedKey): Omit<ApiKey, keyof Approvals> {
  const { secrets, changedAtMs: _, lastCopiedAtMs: __, lastHandedOutAtMs: ___, ...fields } = key;
  return { ...fields, secretFieldIds: Object.keys(secrets) };
}

function usedAs(file: ExportedKey, before: KeyUse): KeyUse {
  const latest = (a: number | null, b: number | null) =>
    a === null || b === null ? (a ?? b) : Math.max(a, b);
  return {
    ...unused,
    lastCopiedAtMs: latest(file.lastCopiedAtMs, before.lastCopiedAtMs),
    lastHandedOutAtMs: latest(file.lastHandedOutAtMs, before.lastHandedOutAtMs),
  };
}

function removalOf(id: KeyId): VaultChange[] {
  const types = ['key', 'keySecrets', 'keyUse', 'token', 'rotation'] as const;
  return types.map((type) => ({ remove: type, id }));
}
