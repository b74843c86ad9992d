import { approveCommandQuestion, makeKeyQuestion } from '#contract/words/command-words';
import type { ApiKey } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { ApprovedCommand, CommandRunner } from '#core/ports';
import type { ExecPreset, Preset } from '#core/providers/preset';
import { commandArguments } from './run-token-command.ts';
import { approvalOf } from './usable-preset.ts';

/** Asks the user in a dialog of the system, outside of the page. */
export type AskUser = (question: {
  readonly title: string;
  readonly detail: string;
  readonly yes: string;
}) => Promise<boolean>;

interface Needs {
  readonly commands: CommandRunner;
  readonly ask: AskUser;
  readonly areCommandsAllowed: () => boolean;
}

/**
 * Lets the user approve the programs that keys run. The question is put by the main process, so that a page that was
 * taken over cannot answer it; and it names the arguments, so that such a page cannot have an approved interpreter do
 * something else (docs/rules-and-findings.md, P7).
 */
export class ApproveCommand {
  readonly #needs: Needs;
  /** Approved since the start; not asked again between a test and the save after it. */
  readonly #approved = new Set<string>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /**
   * The approved program of a key with these fields; null for presets without a command. Failure: commandRefused.
   *
   * @param edited the stored key, which was approved for what it holds
   */
  async approve(
    preset: Preset,
    fields: Readonly<Record<string, string>>,
    edited: ApiKey | null,
  ): Promise<Result<ApprovedCommand | null>> {
    if (preset.keyKind !== 'exec') return ok(null);
    const { commands, ask, areCommandsAllowed } = this.#needs;
    const field = preset.commandField;
    const inspected = await commands.inspect(fields[field] ?? '');
    if (!inspected.ok) return fail(inspected.failure.kind, { field, ...inspected.failure });
    const command = inspected.value;
    const mark = markOf(command, preset, fields);
    if (wasApproved(edited, preset, mark) || this.#approved.has(mark)) return ok(command);
    if (!areCommandsAllowed()) return fail('commandRefused', { field, reason: 'commandsOff' });
    const args = argumentsOf(preset, fields);
    if (!(await ask(approveCommandQuestion(command.path, args, command.sha256))))
      return fail('commandRefused', { field, reason: 'commandNotApproved' });
    this.#approved.add(mark);
    return ok(command);
  }

  /** Asks before an approved program is run with other arguments, once. Failure: cancelled. */
  async approveOnce({ path, sha256 }: ApprovedCommand, args: readonly string[]): Promise<Result<void>> {
    return (await this.#needs.ask(makeKeyQuestion(path, args, sha256))) ? ok(undefined) : fail('cancelled');
  }
}

/** SECURITY: a preset file that changed since may have the same program do something else, whatever the fields say. */
function wasApproved(edited: ApiKey | null, preset: ExecPreset, mark: string): boolean {
  const known = edited?.approvedCommand ?? null;
  if (edited === null || known === null || edited.approvedPreset !== approvalOf(preset)) return false;
  return markOf(known, preset, edited.fields) === mark;
}

function markOf(
  { path, sha256 }: ApprovedCommand,
  preset: ExecPreset,
  fields: Readonly<Record<string, string>>,
): string {
  return JSON.stringify([path, sha256, ...argumentsOf(preset, fields)]);
}

function argumentsOf(preset: ExecPreset, fields: Readonly<Record<string, string>>): string[] {
  return commandArguments(preset, new Map(Object.entries(fields)));
}
