import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { type DataosRow, readDataosTable } from '#core/providers/dataos-table';
import { rotatedNameField } from '#core/providers/listed-names';
import type { ExecPreset } from '#core/providers/preset';
import { inputValues } from '#core/providers/request-values';
import type { ApproveCommand } from './approve-command.ts';
import { listedKeys } from './listed-keys.ts';
import type { RotateByHand, RotateByHandNeeds } from './rotate-by-hand.ts';
import type { RotationCallNeeds } from './rotation-calls.ts';
import { newSecretHours, newSecretName } from './rotation-names.ts';
import type { CommandRotation } from './rotation-record.ts';
import type { RotationsUnderWay } from './rotations-under-way.ts';
import { approvedCommand, commandArguments, runApproved } from './run-token-command.ts';
import { type StoredInputs, storedInputs } from './stored-inputs.ts';

/** What a rotation by a command needs. */
export type RotateByCommandNeeds = RotationCallNeeds &
  RotateByHandNeeds & { readonly approve: ApproveCommand };

/** A stored key whose command makes keys. */
interface Named extends StoredInputs {
  readonly preset: ExecPreset;
  readonly nameField: string;
  readonly createArguments: readonly string[];
}

/**
 * Has the command that prints a key make the next one, under a new name that the user is shown and allows. The name is stored
 * before the command runs: whether the key was made is seen in the command's own list. It is then put in use as one that the
 * user made ({@link RotateByHand}), as only the user deletes the old one.
 */
export class RotateByCommand {
  readonly #needs: RotateByCommandNeeds;
  readonly #rotations: RotationsUnderWay;
  readonly #byHand: RotateByHand;

  constructor(needs: RotateByCommandNeeds, rotations: RotationsUnderWay, byHand: RotateByHand) {
    this.#needs = needs;
    this.#rotations = rotations;
    this.#byHand = byHand;
  }

  /** Whether a key is rotated in this way. */
  isFor(id: KeyId): boolean {
    const { state } = this.#needs;
    const preset = state.preset(state.value.keys.get(id)?.key.presetId ?? '');
    return preset !== null && rotatedNameField(preset) !== undefined;
  }

  /**
   * Makes a key, tests it and switches to its name; one that an earlier try made is used. Failures: those of the command and
   * of a test, cancelled (not allowed by the user), invalidInput, vaultWriteFailed.
   */
  async begin(id: KeyId): Promise<Result<void>> {
    const { ports, clock, random } = this.#needs;
    const known = this.#record(id);
    const read = await this.#read(id);
    if (!read.ok) return read;
    const { preset, inputs } = read.value;
    const listed = await listedKeys(ports, preset, inputs);
    if (!listed.ok) return listed;
    const name = known?.name ?? newSecretName(clock.nowMs(), random.uuid());
    const row = listed.value.find((each) => each.name === name);
    return row === undefined ? this.#create(id, read.value, name) : this.#use(id, read.value, row);
  }

  /** Goes on after a start, without a question: what was made is used, and of what may still be made the row tells. */
  async resume(id: KeyId): Promise<Result<void>> {
    const record = this.#record(id);
    const read = await this.#read(id);
    if (!read.ok) return read;
    const listed = await listedKeys(this.#needs.ports, read.value.preset, read.value.inputs);
    if (!listed.ok) return listed;
    const row = listed.value.find(({ name }) => name === record?.name);
    return row === undefined
      ? fail('internal', { reason: 'rotationInterrupted' })
      : this.#use(id, read.value, row);
  }

  async #create(id: KeyId, named: Named, name: string): Promise<Result<void>> {
    const { ports, approve, storage } = this.#needs;
    const isAgain = this.#record(id) !== null;
    const args = createArgumentsOf(named, name);
    const command = approvedCommand(ports, named.inputs);
    if (!command.ok) return command;
    const allowed = await approve.approveOnce(command.value, args);
    if (!allowed.ok) return allowed;
    const record = { kind: 'command', state: 'creating', name } as const;
    const marked = await storage.saveRotation(id, record);
    if (!marked.ok) return marked;
    this.#rotations.set(id, record);
    this.#rotations.show(id, null);
    const printed = await runApproved(ports, named.inputs, args);
    if (!printed.ok) {
      // A program that was not started made nothing; of any other nobody knows until it lists its keys.
      if (printed.failure.kind === 'commandRefused' && !isAgain) await this.#forget(id);
      return printed;
    }
    const row = (readDataosTable(printed.value.reveal()) ?? []).find((each) => each.name === name);
    if (row === undefined) return fail('commandFailed', { step: 'token', reason: 'noKeyTable' });
    return this.#use(id, named, row);
  }

  async #use(id: KeyId, { nameField }: Named, { name, expiresAtMs }: DataosRow): Promise<Result<void>> {
    // Dropped: the user entered another name.
    if (this.#record(id)?.name !== name)
      return fail('invalidInput', { field: 'Rotation', reason: 'editedMeanwhile' });
    const times = { createdAtMs: this.#needs.clock.nowMs(), keyExpiresAtMs: expiresAtMs };
    return this.#byHand.use(id, { fields: { [nameField]: name }, ...times }, 'overlap');
  }

  async #read(id: KeyId): Promise<Result<Named>> {
    const stored = await storedInputs(this.#needs, id);
    if (!stored.ok) return stored;
    const { preset } = stored.value;
    if (preset.keyKind !== 'exec') return fail('presetNotFound');
    const { nameField, createArguments } = preset.output.dataosTable ?? {};
    if (nameField === undefined || createArguments === undefined) return fail('presetNotFound');
    return ok({ ...stored.value, preset, nameField, createArguments });
  }

  #record(id: KeyId): CommandRotation | null {
    const record = this.#rotations.get(id);
    return record?.kind === 'command' ? record : null;
  }

  async #forget(id: KeyId): Promise<void> {
    const removed = await this.#needs.storage.removeRotation(id);
    if (removed.ok) this.#rotations.drop(id);
  }
}

/** SECURITY: values of fields that are not secret, and what Keyfob made up: other users see arguments. */
function createArgumentsOf({ key, preset, inputs, createArguments }: Named, name: string): string[] {
  const values = inputValues(preset, { ...inputs, secrets: {} });
  values.set('rotation.name', name).set('rotation.hours', newSecretHours(key));
  return commandArguments(preset, values, createArguments);
}
