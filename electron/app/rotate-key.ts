import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { mayBeUsedUp } from '#core/refresh-token-use';
import type { Secret } from '#core/secret';
import { callValues } from './provider-calls.ts';
import { RotateByCommand, type RotateByCommandNeeds } from './rotate-by-command.ts';
import { RotateByHand } from './rotate-by-hand.ts';
import { makeSecret, readRotating, removeOldSecret } from './rotation-calls.ts';
import { newSecretHours, newSecretName } from './rotation-names.ts';
import type { AutomaticRotation, RotationRecord } from './rotation-record.ts';
import { RotationsUnderWay } from './rotations-under-way.ts';
import { testKey } from './test-key.ts';
import type { UnfinishedWork } from './unfinished-work.ts';

type Needs = RotateByCommandNeeds & { readonly unfinished: UnfinishedWork };

/** The old secret may still be in use elsewhere: it lives on for a day. */
const graceMs = 24 * 3_600_000;
/** Pause after a removal that did not work. */
const removeAgainMs = 3_600_000;

/**
 * Replaces a key's secret through the provider's API: create, test, switch, and after a day of grace remove the old one.
 * Each step is stored before the next begins. Also begins those by a command, and ends those by hand
 * ({@link byHand}).
 */
export class RotateKey {
  readonly #needs: Needs;
  readonly #rotations: RotationsUnderWay;
  readonly byHand: RotateByHand;
  readonly #byCommand: RotateByCommand;

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#rotations = new RotationsUnderWay(needs.state, needs.log, needs.unfinished);
    this.byHand = new RotateByHand(needs, this.#rotations);
    this.#byCommand = new RotateByCommand(needs, this.#rotations, this.byHand);
  }

  /** Takes over rotations that a former run began. One that was cut off while it created says so. */
  restore(records: ReadonlyMap<KeyId, RotationRecord>): void {
    for (const [id, record] of records) {
      this.#rotations.set(id, record);
      const isCut = record.kind === 'automatic' && record.state === 'creating';
      this.#rotations.show(id, isCut ? { kind: 'internal', reason: 'rotationInterrupted' } : null);
      if (record.state === 'made') void this.#step(id, () => this.#switch(id));
      if (record.kind === 'command') void this.#step(id, () => this.#byCommand.resume(id));
    }
  }

  /** Makes a new secret, tests it and switches to it; goes on where an earlier try ended. */
  begin(id: KeyId): Promise<Result<void>> {
    const state = this.#rotations.get(id)?.state;
    if (state === 'overlap' || state === 'undone')
      return Promise.resolve(fail('invalidInput', { field: 'Rotation', reason: 'alreadyRuns' }));
    if (this.#byCommand.isFor(id)) return this.#step(id, () => this.#byCommand.begin(id));
    return this.#step(id, () => (state === 'made' ? this.#switch(id) : this.#create(id)));
  }

  /**
   * Ends a rotation: the secret that is not in use is removed at the provider now, or was by the user; it is kept; or it is
   * put in use again (`undo`). What the user made, and a new secret that was put out of use, only the user removes.
   */
  end(id: KeyId, how: 'removeOld' | 'keepOld' | 'undo'): Promise<Result<void>> {
    const record = this.#rotations.get(id);
    if (record === undefined) return Promise.resolve(fail('keyNotFound'));
    const isSwitched = record.state === 'overlap' || record.state === 'undone';
    if (isSwitched && how === 'undo') return this.#step(id, () => this.#swap(id, record));
    const isRemovedHere = record.kind === 'automatic' && record.state === 'overlap' && how === 'removeOld';
    return this.#step(id, async () => {
      if (isRemovedHere) return this.#remove(id);
      const forgotten = await this.#forget(id);
      if (forgotten.ok && how === 'removeOld')
        this.#needs.activity.record('oldSecretRemoved', id, { actor: 'window' });
      return forgotten;
    });
  }

  /** Removes old secrets whose day of grace is over. */
  removeDue(): void {
    const nowMs = this.#needs.clock.nowMs();
    for (const [id, record] of this.#rotations.entries()) {
      if (record.kind !== 'automatic' || record.state !== 'overlap' || record.removesAtMs === null) continue;
      if (record.removesAtMs <= nowMs) void this.#step(id, () => this.#remove(id));
    }
  }

  /** Forgets the rotation of a key whose secrets are gone: it was deleted, or they belong to another address. */
  drop(id: KeyId): void {
    this.#rotations.drop(id);
  }

  /** Forgets what {@link restore} took over. */
  forget(): void {
    this.#rotations.clear();
  }

  /** One step; the key's row says how it ended. */
  #step(id: KeyId, work: () => Promise<Result<void>>): Promise<Result<void>> {
    return this.#rotations.step(id, work, (done) => this.#rotations.show(id, done.ok ? null : done.failure));
  }

  async #create(id: KeyId): Promise<Result<void>> {
    const { ports, random, freshToken } = this.#needs;
    const handOut = await freshToken.handOut(id, 'person');
    if (!handOut.ok) return handOut;
    const rotating = await readRotating(this.#needs, id);
    if (!rotating.ok) return rotating;
    const { key, preset, inputs, rule } = rotating.value;
    const secret = inputs.secrets[rule.secretField];
    if (secret === undefined) return fail('invalidInput', { field: rule.secretField, reason: 'empty' });
    const values = await callValues(ports, preset, inputs, freshToken.current(id));
    if (!values.ok) return values;
    const name = newSecretName(ports.clock.nowMs(), random.uuid());
    const { createdAtMs, keyExpiresAtMs } = key;
    const old = { secret, createdAtMs, keyExpiresAtMs };
    const begun = {
      kind: 'automatic' as const,
      name,
      newSecret: null,
      newExpiresAtMs: null,
      old,
      values: [],
      removesAtMs: null,
    };
    const marked = await this.#save(id, { ...begun, state: 'creating' });
    if (!marked.ok) return marked;
    values.value.set('rotation.name', name).set('rotation.hours', newSecretHours(key));
    const made = await makeSecret(ports, rotating.value, values.value);
    if (!made.ok) {
      // After a lost answer nobody knows whether a secret was made: the user looks at the provider.
      if (!mayBeUsedUp(made.failure)) await this.#forget(id);
      return made;
    }
    const saved = await this.#save(id, { ...begun, ...made.value, state: 'made' });
    return saved.ok ? this.#switch(id) : saved;
  }

  #swap(id: KeyId, record: RotationRecord): Promise<Result<void>> {
    return record.kind === 'guided' ? this.byHand.swap(id, record) : this.#switch(id);
  }

  /**
   * Puts in use the secret that is not, once a test passed: a removal whose answer was lost may have ended the old one. What
   * the user edits meanwhile counts: it is then looked at again.
   */
  async #switch(id: KeyId): Promise<Result<void>> {
    const { state, ports, keys, freshToken, log } = this.#needs;
    const rotating = await readRotating(this.#needs, id);
    if (!rotating.ok) return rotating;
    const record = this.#automatic(id);
    // Dropped: the user entered another secret.
    if (record === null || record.newSecret === null) return ok(undefined);
    const { preset, inputs, rule, edits } = rotating.value;
    const { from, to, times, next } = this.#turned(record, record.newSecret);
    if (inputs.secrets[rule.secretField]?.reveal() !== from.reveal()) return this.#forget(id);
    const fresh = { [rule.secretField]: to };
    const secrets = { ...inputs.secrets, ...fresh };
    const { keyExpiresAtMs } = times;
    const report = await testKey(ports, preset, { ...inputs, secrets, keyExpiresAtMs });
    if (report.failure !== null) return { ok: false, failure: report.failure };
    const seen = { edits, secrets: { [rule.secretField]: from } };
    const switched = await keys.switchSecret(id, seen, fresh, times, next);
    if (!switched.ok) return state.value.keys.get(id)?.edits === edits ? switched : this.#switch(id);
    log.write(next.state === 'undone' ? 'key.rotationUndone' : 'key.rotated', { keyId: id });
    this.#needs.activity.record(next.state === 'undone' ? 'rotationUndone' : 'rotated', id);
    this.#rotations.set(id, next);
    await freshToken.renew(id);
    return ok(undefined);
  }

  /** The rotation with its other secret in use. */
  #turned(record: AutomaticRotation, newSecret: Secret) {
    const { secret: oldSecret, ...oldTimes } = record.old;
    if (record.state === 'overlap') {
      const next = { ...record, state: 'undone', removesAtMs: null } as const;
      return { from: newSecret, to: oldSecret, times: oldTimes, next };
    }
    const nowMs = this.#needs.clock.nowMs();
    const next = { ...record, state: 'overlap', removesAtMs: nowMs + graceMs } as const;
    const times = { createdAtMs: nowMs, keyExpiresAtMs: record.newExpiresAtMs };
    return { from: oldSecret, to: newSecret, times, next };
  }

  #automatic(id: KeyId): AutomaticRotation | null {
    const record = this.#rotations.get(id);
    return record?.kind === 'automatic' ? record : null;
  }

  async #remove(id: KeyId): Promise<Result<void>> {
    const { ports, log } = this.#needs;
    const record = this.#automatic(id);
    if (record === null) return fail('keyNotFound');
    // Set before anything can fail, so that a disk that refuses it does not lead to a removal at every look.
    const next = { ...record, removesAtMs: ports.clock.nowMs() + removeAgainMs };
    this.#rotations.set(id, next);
    this.#rotations.show(id, null, 'removing');
    const removed = await removeOldSecret(this.#needs, id, record);
    if (removed.ok) {
      log.write('key.oldSecretRemoved', { keyId: id });
      this.#needs.activity.record('oldSecretRemoved', id);
      return this.#forget(id);
    }
    if (this.#rotations.get(id) === next) await this.#save(id, next);
    return removed;
  }

  /** Also where the disk refuses it the record counts from now on: a secret that was made must not get lost. */
  async #save(id: KeyId, record: AutomaticRotation): Promise<Result<void>> {
    const isMade = record.state !== 'creating';
    if (isMade) this.#rotations.set(id, record);
    const saved = await this.#needs.storage.saveRotation(id, record);
    if (saved.ok && !isMade) this.#rotations.set(id, record);
    if (saved.ok) this.#rotations.show(id, null);
    return saved;
  }

  async #forget(id: KeyId): Promise<Result<void>> {
    const removed = await this.#needs.storage.removeRotation(id);
    if (removed.ok) this.drop(id);
    return removed;
  }
}
