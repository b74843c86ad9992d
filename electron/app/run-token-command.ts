import { fail, ok, type Result } from '#core/failure';
import { assumedLifetimeMs } from '#core/lifetime';
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
  { commands, clock, areCommandsAllowed }: ExchangePorts,
  preset: ExecPreset,
  inputs: KeyInputs,
  { signal }: ExchangeManner,
  trace: ExchangeTrace,
): Promise<Result<Token>> {
  const missing = missingField(preset, inputs);
  if (missing !== null) return fail('invalidInput', { step: 'prepare', field: missing, reason: 'empty' });
  if (!areCommandsAllowed()) return fail('commandRefused', { step: 'command', reason: 'commandsOff' });
  const command = inputs.approvedCommand;
  if (command === null) return fail('commandRefused', { step: 'command', reason: 'commandNotApproved' });
  trace.begin('command');
  const obtainedAtMs = clock.nowMs();
  const args = commandArguments(preset, inputValues(preset, inputs));
  const printed = await commands.run(command, args, signal);
  if (!printed.ok) return { ok: false, failure: { ...printed.failure, step: 'command' } };
  trace.saw('command', () => command.path);
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

function outputRule(
  { output: { paths, dataosTable } }: ExecPreset,
  { fields }: KeyInputs,
): CommandOutputRule {
  return {
    ...(paths === undefined ? {} : { paths }),
    ...(dataosTable === undefined ? {} : { dataosKeyName: fields[dataosTable.nameField] ?? '' }),
  };
}

/** The preset's arguments and the user's own; an argument whose variable has no value is left out. */
export function commandArguments(preset: ExecPreset, values: TemplateValues): string[] {
  const own = (values.get(preset.argumentsField ?? '') ?? '').split(/\s+/);
  const fixed = preset.commandArguments.map((text) => renderTemplate(text, values));
  return [...fixed, ...own].filter((text) => text !== '');
}
