import type { KeyDraft } from '#contract/calls';
import { type ApiKey, type KeyId, unused } from '#core/api-key';
import type { KeyState } from '#core/key-state';
import type { Preset } from '#core/providers/preset';
import type { CheckedDraft } from './check-draft.ts';
import { approvalOf } from './usable-preset.ts';

/**
 * The key that a checked draft describes.
 *
 * @param times when it was made, unless the draft says so, and added here
 */
export function keyOf(
  id: KeyId,
  draft: KeyDraft,
  checked: CheckedDraft & Pick<ApiKey, 'secretFieldIds' | 'approvedCommand'>,
  times: Pick<ApiKey, 'createdAtMs' | 'addedAtMs' | 'refreshMode' | 'noticeLeadDays'>,
): ApiKey {
  return {
    id,
    name: checked.name,
    description: draft.description.trim(),
    presetId: checked.preset.id,
    fields: checked.fields,
    secretFieldIds: checked.secretFieldIds,
    extraCaPem: checked.extraCaPem,
    approvedCommand: checked.approvedCommand,
    approvedPreset: approvalOf(checked.preset),
    createdAtMs: draft.createdAtMs ?? times.createdAtMs,
    addedAtMs: times.addedAtMs,
    keyExpiresAtMs: draft.keyExpiresAtMs,
    minimumValidityMs: draft.minimumValidityS * 1000,
    refreshMode: times.refreshMode,
    noticeLeadDays: times.noticeLeadDays,
  };
}

/** State of a key that has no token yet. */
export function newKeyState(key: ApiKey, preset: Preset | null): KeyState {
  return {
    key,
    use: unused,
    isStatic: preset?.keyKind === 'static',
    token: null,
    exchanging: false,
    failure: null,
    failures: 0,
    retry: null,
    serverSkewMs: null,
    edits: 0,
  };
}

/**
 * Whether a token of the old credentials must not be used for the new ones. The expiry of a static key is its token's.
 */
export function hasOtherCredentials(before: KeyState, after: ApiKey, checked: CheckedDraft): boolean {
  const { key, isStatic } = before;
  return (
    Object.keys(checked.secrets).length > 0 ||
    key.extraCaPem !== after.extraCaPem ||
    key.approvedCommand?.sha256 !== after.approvedCommand?.sha256 ||
    key.approvedPreset !== after.approvedPreset ||
    (isStatic && key.keyExpiresAtMs !== after.keyExpiresAtMs) ||
    JSON.stringify(sorted(key.fields)) !== JSON.stringify(sorted(after.fields))
  );
}

function sorted(fields: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}
