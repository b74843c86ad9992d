import { ok, type Result } from '#core/failure';
import { approvedPart } from '#core/providers/approved-part';
import type { Preset } from '#core/providers/preset';
import type { AppState } from './app-state.ts';
import type { PresetShelf } from './import-keys.ts';

/** Under which ids the presets of an exported file are stored. */
export interface ShelvedPresets {
  /** By the id in the file; only where it is another one. */
  readonly idOf: ReadonlyMap<string, string>;
  /** Those that were not there before. */
  readonly addedIds: readonly string[];
}

/**
 * Stores presets of an exported file that are not there, each under its id or one like it. One that is there and does the same with
 * secrets is used as it is. Failure: presetFolderFailed; none was then added.
 */
export async function addPresets(
  { state, presets }: { readonly state: AppState; readonly presets: PresetShelf },
  wanted: readonly Preset[],
): Promise<Result<ShelvedPresets>> {
  const idOf = new Map<string, string>();
  const addedIds: string[] = [];
  for (const preset of wanted) {
    const known = state.preset(preset.id);
    if (known !== null && approvedPart(known) === approvedPart(preset)) continue;
    const added = await presets.add(preset);
    if (!added.ok) {
      await removePresets(presets, addedIds);
      return added;
    }
    idOf.set(preset.id, added.value.id);
    addedIds.push(added.value.id);
  }
  return ok({ idOf, addedIds });
}

/** Removes presets that a restore added. One that cannot be removed stays and does no harm: no key uses it. */
export async function removePresets(presets: PresetShelf, ids: readonly string[]): Promise<void> {
  for (const id of ids) await presets.remove(id);
}
