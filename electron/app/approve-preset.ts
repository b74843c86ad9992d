import { changedPresetQuestion } from '#contract/words/preset-words';
import type { ApiKey } from '#core/api-key';
import { ok, type Result } from '#core/failure';
import type { Preset } from '#core/providers/preset';
import type { AskUser } from './approve-command.ts';
import { requestHosts } from './request-hosts.ts';
import { usablePreset } from './usable-preset.ts';

/**
 * Lets the user approve that an edited key goes on with a preset that changed since it was saved. The question is put by
 * the main process and names the hosts: saving a new description must not let a stored secret go elsewhere unseen.
 * Failure: invalidInput (presetChanged).
 *
 * @param fields of the key as it would be stored
 */
export async function approvePreset(
  ask: AskUser,
  edited: ApiKey,
  preset: Preset,
  fields: Readonly<Record<string, string>>,
): Promise<Result<void>> {
  const usable = usablePreset(edited, preset);
  if (usable.ok) return ok(undefined);
  const isAllowed = await ask(changedPresetQuestion(edited.name, requestHosts(preset, fields)));
  return isAllowed ? ok(undefined) : usable;
}
