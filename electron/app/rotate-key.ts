import type { RotationView } from '#contract/key-actions-view';
import type { KeyId } from '#core/api-key';
import { type Failure, fail, ok, type Result } from '#core/failure';
import type { Log, Random } from '#core/ports';
import { mayBeUsedUp } from '#core/refresh-token-use';
import type { Secret } from '#core/secret';
import type { ManageKeys } from './manage-keys.ts';
import { callValues } from './provider-calls.ts';
import { makeSecret, type RotationCallNeeds, readRotating, removeOldSecret } from './rotation-calls.ts';
import { newSecretHours, newSecretName } from './rotation-names.ts';
import type { RotationRecord } from './rotation-record.ts';
import { testKey } from './test-key.ts';

interface Needs extends RotationCallNeeds {
  readonly keys: ManageKeys;
  readonly random: Random;
  readonly log: Log;
}

/** The old secret may still be in use elsewhere: it lives on for a day. */
const graceMs = 24 * 3_600_000;
/** Pause after a removal that did not work. */
const removeAgainMs = 3_600_000;

/**
 * Replaces a key's secret through the provider's API: create, test, switch, and after a day of grace remove the old one.
 * Each step is stored before the next begins.
 */
export class RotateKey {
  readonly #needs: Needs;
  readonly #records = new Map<KeyId, RotationRecord>();
  readonly #busy = new Set<KeyId>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Takes over rotations that a former run began. One that was cut off while it created says so. */
  restore(records: ReadonlyMap<KeyId, RotationRecord>): void {
    for (const [id, record] of records) {
      this.#records.set(id, record);
      const isCut = record.state === 'creating';
      this.#show(id, isCut ? { kind: 'internal', reason: 'rotationInterrupted' } : null);
      if (record.state === 'made') void this.#one(id, () => this.#switch(id));
    }
  }

  /** Makes a new secret, tests it and switches to it; goes on where an earlier try ended. */
  begin(id: KeyId): Promise<Result<void>> {
    const record = this.#records.get(id);
    if (record?.state === 'overlap')
      return Promise.resolve(fail('invalidInput', { field: 'Rotation', reason: 'alreadyRuns' }));
    if (record?.state === 'made') return this.#one(id, () => this.#switch(id));
    return this.#one(id, () => this.#create(id));
  }

  /** Ends a rotation: removes the old secret at the provider now, keeps it, or goes back to it. */
  end(id: KeyId, how: 'removeOld' | 'keepOld' | 'undo'): Promise<Result<void>> {
    const record = this.#records.get(id);
    if (record === undefined) return Promise.resolve(fail('keyNotFound'));
    if (record.state !== 'overlap' || how === 'keepOld') return this.#one(id, () => this.#forget(id));
    return this.#one(id, () => (how === 'removeOld' ? this.#remove(id) : this.#switch(id)));
  }

  /** Removes old secrets whose day of grace is over. */
  removeDue(): void {
    const nowMs = this.#needs.ports.clock.nowMs();
    for (const [id, { state, removesAtMs }] of this.#records)
      if (state === 'overlap' && removesAtMs !== null && removesAtMs <= nowMs)
        void this.#one(id, () => this.#remove(id));
  }

  /** Forgets the rotation of a key whose secrets are gone: it was deleted, or they belong to another address. */
  drop(id: KeyId): void {
    if (!this.#records.delete(id)) return;
    const rotations = new Map(this.#needs.state.value.rotations);
    rotations.delete(id);
    this.#needs.state.change({ rotations });
  }

  /** One step at a time for each key. Its row says how the step ended, also after a fault of our own. */
  async #one(id: KeyId, work: () => Promise<Result<void>>): Promise<Result<void>> {
    if (this.#busy.has(id)) return fail('invalidInput', { field: 'Rotation', reason: 'alreadyRuns' });
    this.#busy.add(id);
    try {
      const done = await work().catch((error: unknown) => this.#threw(id, error));
      this.#show(id, done.ok ? null : done.failure);
      return done;
    } finally {
      this.#busy.delete(id);
    }
  }

  #threw(id: KeyId, error: unknown): Result<never> {
    this.#needs.log.write('rotation.threw', { keyId: id, error: error instanceof Error ? error.name : '' });
    return fail('internal');
  }

  async #create(id: KeyId): Promise<Result<void>> {
    const { ports, random, freshToken } = this.#needs;
    const handOut = await freshToken.handOut(id);
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
    const begun = { name, newSecret: null, newExpiresAtMs: null, old, values: [], removesAtMs: null };
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

  /**
   * Puts the new secret in use, or after the day of grace began the old one again, once a test passed: a removal whose
   * answer was lost may have ended the old one. What the user edits meanwhile counts: it is then looked at again.
   */
  async #switch(id: KeyId): Promise<Result<void>> {
    const { state, ports, keys, freshToken, log } = this.#needs;
    const record = this.#records.get(id);
    const rotating = await readRotating(this.#needs, id);
    if (!rotating.ok) return rotating;
    // Dropped: the user entered another secret.
    if (record === undefined || record.newSecret === null) return ok(undefined);
    const { preset, inputs, rule, edits } = rotating.value;
    const { from, to, keyExpiresAtMs, createdAtMs, next } = this.#step(record, record.newSecret);
    if (inputs.secrets[rule.secretField]?.reveal() !== from.reveal()) return this.#forget(id);
    const fresh = { [rule.secretField]: to };
    const secrets = { ...inputs.secrets, ...fresh };
    const report = await testKey(ports, preset, { ...inputs, secrets, keyExpiresAtMs });
    if (report.failure !== null) return { ok: false, failure: report.failure };
    const seen = { edits, secrets: { [rule.secretField]: from } };
    const switched = await keys.switchSecret(id, seen, fresh, { createdAtMs, keyExpiresAtMs }, next);
    if (!switched.ok) return state.value.keys.get(id)?.edits === edits ? switched : this.#switch(id);
    log.write(next === null ? 'key.rotationUndone' : 'key.rotated', { keyId: id });
    if (next === null) this.drop(id);
    else this.#records.set(id, next);
    await freshToken.renew(id);
    return ok(undefined);
  }

  #step(record: RotationRecord, newSecret: Secret) {
    const { old } = record;
    if (record.state === 'overlap') return { ...old, from: newSecret, to: old.secret, next: null };
    const nowMs = this.#needs.ports.clock.nowMs();
    const next: RotationRecord = { ...record, state: 'overlap', removesAtMs: nowMs + graceMs };
    const times = { createdAtMs: nowMs, keyExpiresAtMs: record.newExpiresAtMs };
    return { ...times, from: old.secret, to: newSecret, next };
  }

  async #remove(id: KeyId): Promise<Result<void>> {
    const { ports, log } = this.#needs;
    const record = this.#records.get(id);
    if (record === undefined) return fail('keyNotFound');
    // Set before anything can fail, so that a disk that refuses it does not lead to a removal at every look.
    const next = { ...record, removesAtMs: ports.clock.nowMs() + removeAgainMs };
    this.#records.set(id, next);
    this.#show(id, null, 'removing');
    const removed = await removeOldSecret(this.#needs, id, record);
    if (removed.ok) {
      log.write('key.oldSecretRemoved', { keyId: id });
      return this.#forget(id);
    }
    if (this.#records.get(id) === next) await this.#save(id, next);
    return removed;
  }

  /** Also where the disk refuses it the record counts from now on: a secret that was made must not get lost. */
  async #save(id: KeyId, record: RotationRecord): Promise<Result<void>> {
    const isMade = record.state !== 'creating';
    if (isMade) this.#records.set(id, record);
    const saved = await this.#needs.storage.saveRotation(id, record);
    if (saved.ok && !isMade) this.#records.set(id, record);
    if (saved.ok) this.#show(id, null);
    return saved;
  }

  async #forget(id: KeyId): Promise<Result<void>> {
    const removed = await this.#needs.storage.removeRotation(id);
    if (removed.ok) this.drop(id);
    return removed;
  }

  #show(id: KeyId, failure: Failure | null, state?: RotationView['state']): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    const known = record.state === 'overlap' ? 'overlap' : 'creating';
    const view = {
      kind: 'automatic',
      state: state ?? known,
      removesAtMs: record.removesAtMs,
      failure,
    } as const;
    this.#needs.state.change({ rotations: new Map(this.#needs.state.value.rotations).set(id, view) });
  }
}
