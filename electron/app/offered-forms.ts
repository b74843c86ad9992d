import type { ApiKey } from '#core/api-key';
import type { CopyForm } from '#core/copy-as/copy-form';
import { copyForms } from '#core/copy-as/copy-forms';
import type { Preset } from '#core/providers/preset';
import type { TokenFacts } from '#core/token';

interface Made {
  readonly preset: Preset;
  readonly outputs: TokenFacts['outputs'] | undefined;
  readonly forms: readonly CopyForm[];
}

/** Forms by key: they change with the key, its preset or the outputs of its token only, but are shown with every change. */
const made = new WeakMap<ApiKey, Made>();

/** The forms in which a key can be copied. */
export function offeredForms(
  key: ApiKey,
  preset: Preset | null,
  token: TokenFacts | null,
): readonly CopyForm[] {
  if (preset === null) return [];
  const outputs = token?.outputs;
  const before = made.get(key);
  if (before?.preset === preset && before.outputs === outputs) return before.forms;
  const forms = copyForms(preset, key.fields, outputs ?? []);
  made.set(key, { preset, outputs, forms });
  return forms;
}
