import type { RotationView } from '#contract/key-actions-view';
import type { KeyId } from '#core/api-key';
import { type Failure, fail, type Result } from '#core/failure';
import type { Log } from '#core/ports';
import type { AppState } from './app-state.ts';
import type { GuidedRotation, RotationRecord } from './rotation-record.ts';
import type { UnfinishedWork } from './unfinished-work.ts';

/** The rotations that were begun, and what is shown of them. */
export class RotationsUnderWay {
  readonly #state: AppState;
  readonly #log: Log;
  readonly #records = new Map<KeyId, RotationRecord>();
  readonly #busy = new Set<KeyId>();
  readonly #unfinished: UnfinishedWork;

  constructor(state: AppState, log: Log, unfinished: UnfinishedWork) {
    this.#state = state;
    this.#log = log;
    this.#unfinished = unfinished;
  }

  get(id: KeyId): RotationRecord | undefined {
    return this.#records.get(id);
  }

  entries(): readonly (readonly [KeyId, RotationRecord])[] {
    return [...this.#records];
  }

  /** Takes note of a record; {@link show} makes it seen. */
  set(id: KeyId, record: RotationRecord): void {
    this.#records.set(id, record);
  }

  /** Forgets the rotation of a key. */
  drop(id: KeyId): void {
    if (!this.#records.delete(id)) return;
    const rotations = new Map(this.#state.value.rotations);
    rotations.delete(id);
    this.#state.change({ rotations });
  }

  /** Forgets all: the vault was locked. */
  clear(): void {
    this.#records.clear();
    if (this.#state.value.rotations.size > 0) this.#state.change({ rotations: new Map() });
  }

  /**
   * One step at a time for each key; a fault of our own becomes a failure. Failure besides: invalidInput (alreadyRuns).
   *
   * @param onEnd told how it ended, before the next one may begin
   */
  async step<T>(
    id: KeyId,
    work: () => Promise<Result<T>>,
    onEnd: (done: Result<T>) => void = () => {},
  ): Promise<Result<T>> {
    if (this.#busy.has(id)) return fail('invalidInput', { field: 'Rotation', reason: 'alreadyRuns' });
    this.#busy.add(id);
    try {
      return await this.#unfinished.during(async () => {
        const done = await work().catch((error: unknown) => this.#threw(id, error));
        onEnd(done);
        return done;
      });
    } finally {
      this.#busy.delete(id);
    }
  }

  #threw(id: KeyId, error: unknown): Result<never> {
    this.#log.write('rotation.threw', { keyId: id, error: error instanceof Error ? error.name : '' });
    return fail('internal');
  }

  /** Shows how far a rotation is, and why its last step did not work. */
  show(id: KeyId, failure: Failure | null, state?: RotationView['state']): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    const { kind } = record;
    const view = {
      kind: kind === 'guided' ? kind : ('automatic' as const),
      state: state ?? (record.state === 'made' ? 'creating' : record.state),
      newName: kind === 'guided' ? nameSetAside(record, 'undone') : record.name,
      oldName: kind === 'guided' ? nameSetAside(record, 'overlap') : null,
      removesAtMs: kind === 'automatic' ? record.removesAtMs : null,
      failure,
    } as const;
    this.#state.change({ rotations: new Map(this.#state.value.rotations).set(id, view) });
  }
}

/** The name of the key that is not in use, where nothing but a name was set aside. */
function nameSetAside({ state, setAside }: GuidedRotation, wanted: GuidedRotation['state']): string | null {
  const isName = state === wanted && Object.keys(setAside.secrets).length === 0;
  return (isName && Object.values(setAside.fields)[0]) || null;
}
