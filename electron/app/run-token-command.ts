import { fail, ok, type Result } from '#core/failure';
import { assumedLifetimeMs } from '#core/lifetime';
import type { ApprovedCommand } from '#core/ports';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { ExecPreset } from '#core/providers/preset';
import { type CommandOutputRule, readCommandOutput } from '#core/providers/read-command-output';
import { inputValues, missingField } from '#core/providers/request-values';
import { renderTemplate, type TemplateValues } from '#core/providers/template';
import { Secret } from '#core/secret';
import type { Token } from '#core/token';
import type { ExchangeManner, ExchangePorts } from './exchange-key.ts';
import type { ExchangeTrace } from './exchange-trace.ts';

/** Runs the approved command of a key and reads its token (docs/rules-and-findings.md, P7). */
export async function runTokenCommand(
  ports: ExchangePorts,
  preset: ExecPreset,
  inputs: KeyInputs,
  { signal }: ExchangeManner,
  trace: ExchangeTrace,
): Promise<Result<Token>> {
  const missing = missingField(preset, inputs);
  if (missing !== null) return fail('invalidInput', { step: 'prepare', field: missing, reason: 'empty' });
  const approved = approvedCommand(ports, inputs);
  if (!approved.ok) return approved;
  trace.begin('command');
  const obtainedAtMs = ports.clock.nowMs();
  const args = commandArguments(preset, inputValues(preset, inputs));
  const printed = await runApproved(ports, inputs, args, signal);
  if (!printed.ok) return printed;
  trace.saw('command', () => approved.value.path);
  trace.passed('command');
  const read = readCommandOutput(printed.value.reveal(), outputRule(preset, inputs), obtainedAtMs);
  if (!read.ok) return read;
  const { token, expiresAtMs, source } = read.value;
  if (expiresAtMs !== null && expiresAtMs <= obtainedAtMs)
    return fail('unusableAnswer', { step: 'token', reason: 'expiredOnArrival' });
  return ok({
    value: new Secret(token),
    obtainedAtMs,
    expiresAtMs: expiresAtMs ?? obtainedAtMs + assumedLifetimeMs,
    lifetimeSource: source ?? 'assumed',
    tokenType: 'Bearer',
    outputs: [],
  });
}

/** The program that a key may run now. Failure: commandRefused (commandsOff, commandNotApproved). */
export function approvedCommand(
  { areCommandsAllowed }: Pick<ExchangePorts, 'areCommandsAllowed'>,
  { approvedCommand: command }: KeyInputs,
): Result<ApprovedCommand> {
  if (!areCommandsAllowed()) return fail('commandRefused', { step: 'command', reason: 'commandsOff' });
  if (command === null) return fail('commandRefused', { step: 'command', reason: 'commandNotApproved' });
  return ok(command);
}

/** What the approved program of a key prints. Failures: commandRefused, commandFailed, cancelled. */
export async function runApproved(
  ports: ExchangePorts,
  inputs: KeyInputs,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<Result<Secret>> {
  const command = approvedCommand(ports, inputs);
  if (!command.ok) return command;
  const printed = await ports.commands.run(command.value, args, signal);
  return printed.ok ? printed : { ok: false, failure: { ...printed.failure, step: 'command' } };
}

function outputRule(
  { output: { paths, dataosTable } }: ExecPreset,
  { fields }: KeyInputs,
): CommandOutputRule {
  return {
    ...(paths === undefined ? {} : { paths }),
    ...(dataosTable === undefined ? {} : { dataosKeyName: fields[dataosTable.nameField] ?? '' }),
  };
}

/**
 * Arguments of the preset and the user's own; one whose variable has no value is left out.
 *
 * @param templates those of a run that is not for a token
 */
export function commandArguments(
  preset: ExecPreset,
  values: TemplateValues,
  templates: readonly string[] = preset.commandArguments,
): string[] {
  const own = (values.get(preset.argumentsField ?? '') ?? '').split(/\s+/);
  const fixed = templates.map((text) => renderTemplate(text, values));
  return [...fixed, ...own].filter((text) => text !== '');
}
