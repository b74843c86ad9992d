import type { Preset } from './preset.ts';

/** The field with the name of a key in the table that a preset's command prints; undefined where it prints none. */
export function listedNameField(preset: Preset | null): string | undefined {
  return preset?.keyKind === 'exec' ? preset.output.dataosTable?.nameField : undefined;
}

/** That field, where the command also makes keys: a rotation gives it the name of the next one. */
export function rotatedNameField(preset: Preset): string | undefined {
  const makesKeys = preset.keyKind === 'exec' && preset.output.dataosTable?.createArguments !== undefined;
  return makesKeys ? listedNameField(preset) : undefined;
}
