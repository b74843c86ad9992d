import type { Preset } from '#core/providers/preset';
import type { ImportReading } from './import-candidate.ts';
import { parseEnv } from './parse-env.ts';
import { readVariables } from './read-variables.ts';

/** Keys in the variables of a `.env` file or a shell script, or null when the text sets none. */
export function readEnv(text: string, presets: readonly Preset[]): ImportReading | null {
  const variables = parseEnv(text);
  if (variables.length === 0) return null;
  const repeated = new Set(variables.filter(({ isOverridden }) => isOverridden).map(({ name }) => name));
  const counting = variables
    .filter(({ isOverridden }) => !isOverridden)
    .map(({ name, value, line }) => ({
      name,
      value,
      place: { unit: 'line', number: line } as const,
      notes: repeated.has(name) ? [{ kind: 'variableRepeated', what: name } as const] : [],
    }));
  return readVariables(counting, 'env', '', presets);
}
