import type { KeyDraft } from '#contract/calls';
import { type ApiKey, checkName } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { checkFields, checkPem } from '#core/providers/check-fields';
import type { Preset } from '#core/providers/preset';
import { Secret } from '#core/secret';
import { requestHosts } from './request-hosts.ts';

/** A draft whose values were checked and put into their normal form. */
export interface CheckedDraft {
  readonly preset: Preset;
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Only the secrets that were entered; those that were left empty stay as they are stored. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Whether stored secrets that were not entered anew may go where the draft sends them. */
  readonly keepsStored: boolean;
  readonly extraCaPem: string | null;
}

/**
 * Checks what a form holds.
 *
 * @param edited the stored key that the draft changes or tests, or null for a new one
 * @param preset that of the draft, or of the edited key, which cannot be changed
 * @param otherNames names of all other keys
 */
export function checkDraft(
  draft: KeyDraft,
  preset: Preset | null,
  edited: ApiKey | null,
  otherNames: Iterable<string>,
): Result<CheckedDraft> {
  if (preset === null) return fail('presetNotFound');
  const name = checkName(draft.name, otherNames);
  if (!name.ok) return name;
  const entered = checkFields(preset, draft.fields, edited?.secretFieldIds ?? []);
  if (!entered.ok) return entered;
  const { fields, secrets } = entered.value;
  const keepsStored = edited !== null && !hasOtherAddress(preset, edited.fields, fields);
  if (edited !== null && !keepsStored) {
    const kept = edited.secretFieldIds.find((id) => secrets[id] === undefined);
    if (kept !== undefined) return fail('invalidInput', { field: kept, reason: 'addressChanged' });
  }
  const extraCaPem = draft.extraCaPem === null ? ok(null) : checkPem(draft.extraCaPem);
  if (!extraCaPem.ok) return extraCaPem;
  const asSecrets = Object.entries(secrets).map(([id, text]) => [id, new Secret(text)] as const);
  return ok({
    preset,
    name: name.value,
    fields,
    secrets: Object.fromEntries(asSecrets),
    keepsStored,
    extraCaPem: extraCaPem.value,
  });
}

/**
 * SECURITY: a stored secret goes only to the address that it was entered for. Otherwise a mistyped host, or a page that
 * was taken over, could have it sent anywhere.
 */
function hasOtherAddress(
  preset: Preset,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): boolean {
  const hasOtherField = preset.fields
    .filter(({ kind, choices }) => kind === 'origin' || kind === 'url' || choices.some(isAddress))
    .some(({ id }) => before[id] !== after[id]);
  // A choice may lead to another host without naming it.
  const hosts = (fields: Readonly<Record<string, string>>) => requestHosts(preset, fields).toSorted().join();
  return hasOtherField || hosts(before) !== hosts(after);
}

function isAddress({ value }: { readonly value: string }): boolean {
  return value.startsWith('https://');
}
