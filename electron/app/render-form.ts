import type { KeyId } from '#core/api-key';
import { copyForms, renderCopyForm } from '#core/copy-as/copy-forms';
import { fail, ok, type Result } from '#core/failure';
import type { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';
import { usablePreset } from './usable-preset.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly freshToken: FreshToken;
}

/** A text to be copied, and until when its token is valid. */
export interface RenderedForm {
  readonly text: Secret;
  readonly expiresAtMs: number | null;
}

/** A key's token in one of its forms. Fetches a token only where the form holds one. */
export async function renderForm(
  { state, storage, freshToken }: Needs,
  id: KeyId,
  formId: string,
): Promise<Result<RenderedForm>> {
  const keyState = state.value.keys.get(id);
  if (keyState === undefined) return fail('keyNotFound');
  const usable = usablePreset(keyState.key, state.preset(keyState.key.presetId));
  if (!usable.ok) return usable;
  const preset = usable.value;
  const { fields } = keyState.key;
  const form = copyForms(preset, fields, keyState.token?.outputs ?? []).find((each) => each.id === formId);
  if (form === undefined) return fail('invalidInput', { field: 'form', reason: 'notAChoice' });
  const handOut = form.needsToken ? await freshToken.handOut(id, 'person') : null;
  if (handOut !== null && !handOut.ok) return handOut;
  const secrets = form.needsSecrets ? await storage.readSecrets(id) : ok({});
  if (!secrets.ok) return secrets;
  const expiresAtMs = handOut?.value.expiresAtMs ?? null;
  const text = renderCopyForm(formId, {
    preset,
    fields,
    outputs: state.value.keys.get(id)?.token?.outputs ?? [],
    secrets: secrets.value,
    token: handOut?.value.token ?? null,
    expiresAtMs,
  });
  return text.ok ? ok({ text: text.value, expiresAtMs }) : text;
}
