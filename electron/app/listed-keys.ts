import { fail, ok, type Result } from '#core/failure';
import { type DataosRow, readDataosTable } from '#core/providers/dataos-table';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { ExecPreset } from '#core/providers/preset';
import { providerText } from '#core/providers/provider-text';
import { inputValues } from '#core/providers/request-values';
import type { ExchangePorts } from './exchange-key.ts';
import { commandArguments, runApproved } from './run-token-command.ts';

/** The keys that the command of an exec key lists. Failures: commandRefused, commandFailed, cancelled. */
export async function listedKeys(
  ports: ExchangePorts,
  preset: ExecPreset,
  inputs: KeyInputs,
): Promise<Result<DataosRow[]>> {
  const printed = await runApproved(ports, inputs, commandArguments(preset, inputValues(preset, inputs)));
  if (!printed.ok) return printed;
  const rows = readDataosTable(printed.value.reveal());
  return rows === null ? fail('commandFailed', { step: 'token', reason: 'noKeyTable' }) : ok(rows);
}

/** Names of those keys, each once; one that cannot be shown as it is would be another name. */
export async function listedNames(
  ports: ExchangePorts,
  preset: ExecPreset,
  inputs: KeyInputs,
): Promise<Result<string[]>> {
  const listed = await listedKeys(ports, preset, inputs);
  if (!listed.ok) return listed;
  const secrets = listed.value.map(({ token }) => token);
  const names = listed.value
    .map(({ name }) => name)
    .filter((name) => providerText(name, 400, secrets) === name);
  return ok([...new Set(names)]);
}
