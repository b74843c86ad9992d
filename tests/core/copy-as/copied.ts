import type { CopyPreset } from '#core/copy-as/copy-form';
import { type CopyInput, renderCopyForm } from '#core/copy-as/copy-forms';
import { Secret } from '#core/secret';

/** The variable of the lines that the tests make. */
export const envName = 'KEYFOB_TEST';

/** A provider that takes its token in a header of its own, with nothing in front of it. */
export const barePreset: CopyPreset = {
  fields: [{ id: 'host', kind: 'origin' }],
  apiCall: { url: '{{host}}/me', headers: { 'x-auth-token': '{{token}}' }, envName },
};

/** What a key of {@link barePreset} with this token is copied from. */
export function inputWith(token: string, change: Partial<CopyInput> = {}): CopyInput {
  return {
    preset: barePreset,
    fields: { host: 'https://api.example.com' },
    outputs: [],
    secrets: {},
    token: new Secret(token),
    expiresAtMs: null,
    ...change,
  };
}

/** The text of a form that can be made. */
export function copied(formId: string, input: CopyInput): string {
  const result = renderCopyForm(formId, input);
  if (!result.ok) throw new Error(`${formId}: ${JSON.stringify(result.failure)}`);
  return result.value.reveal();
}
