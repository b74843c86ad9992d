import type { ApiKey } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { approvedPart } from '#core/providers/approved-part';
import type { Preset } from '#core/providers/preset';
import { shippedPresets } from '#core/providers/shipped-presets';

/** What saving a key approves of its preset: for a file of the user, where it sends secrets. Null for one that comes with Keyfob. */
export function approvalOf(preset: Preset): string | null {
  return shippedPresets.includes(preset) ? null : approvedPart(preset);
}

/**
 * The preset of a stored key, if its secrets may be used with it. Failures: presetNotFound, invalidInput (presetChanged).
 *
 * SECURITY: whoever can write into the presets folder, be it an editor that slips or a program that should not, must not
 * be able to have a stored secret sent elsewhere. So a changed file counts for a key only after the user saved the key.
 */
export function usablePreset(key: ApiKey, preset: Preset | null): Result<Preset> {
  if (preset === null) return fail('presetNotFound');
  if (approvalOf(preset) !== key.approvedPreset)
    return fail('invalidInput', { step: 'prepare', reason: 'presetChanged' });
  return ok(preset);
}
