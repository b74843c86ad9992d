import { approveCommandQuestion } from '#contract/words/command-words';
import { fail, ok, type Result } from '#core/failure';
import type { ApprovedCommand, CommandRunner } from '#core/ports';
import type { Preset } from '#core/providers/preset';

/** Asks the user in a dialog of the system, outside of the page. */
export type AskUser = (question: {
  readonly title: string;
  readonly detail: string;
  readonly yes: string;
}) => Promise<boolean>;

/**
 * Lets the user approve the programs that keys run. The question is put by the main process, so that a page that was
 * taken over cannot answer it (docs/rules-and-findings.md, P7).
 */
export class ApproveCommand {
  readonly #commands: CommandRunner;
  readonly #ask: AskUser;
  /** Approved since the start; not asked again between a test and the save after it. */
  readonly #approved = new Set<string>();

  constructor(commands: CommandRunner, ask: AskUser) {
    this.#commands = commands;
    this.#ask = ask;
  }

  /**
   * The approved program of a key with these fields; null for presets without a command. Failure: commandRefused.
   *
   * @param known what the stored key was approved for
   */
  async approve(
    preset: Preset,
    fields: Readonly<Record<string, string>>,
    known: ApprovedCommand | null,
  ): Promise<Result<ApprovedCommand | null>> {
    if (preset.keyKind !== 'exec') return ok(null);
    const inspected = await this.#commands.inspect(fields[preset.commandField] ?? '');
    if (!inspected.ok)
      return fail(inspected.failure.kind, { field: preset.commandField, ...inspected.failure });
    const command = inspected.value;
    const isSame = (other: ApprovedCommand) => other.path === command.path && other.sha256 === command.sha256;
    const mark = `${command.path}\n${command.sha256}`;
    if ((known !== null && isSame(known)) || this.#approved.has(mark)) return ok(command);
    if (!(await this.#ask(approveCommandQuestion(command.path, command.sha256))))
      return fail('commandRefused', { field: preset.commandField, reason: 'commandNotApproved' });
    this.#approved.add(mark);
    return ok(command);
  }
}
