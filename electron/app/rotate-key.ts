import type { RotationView } from '#contract/key-actions-view';
import type { KeyId } from '#core/api-key';
import { type Failure, fail, ok, type Result } from '#core/failure';
import type { Log, Random } from '#core/ports';
import { valueAt } from '#core/providers/json-path';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import type { RotationRule } from '#core/providers/preset-calls';
import { timeAt } from '#core/providers/read-token-answer';
import { readTokenText } from '#core/providers/token-text';
import { mayBeUsedUp } from '#core/refresh-token-use';
import { Secret } from '#core/secret';
import type { ExchangePorts } from './exchange-key.ts';
import type { FreshToken } from './fresh-token.ts';
import type { ManageKeys } from './manage-keys.ts';
import { callValues, runCalls } from './provider-calls.ts';
import { newSecretHours, newSecretName } from './rotation-names.ts';
import type { RotationRecord } from './rotation-record.ts';
import { type StoredInputs, type StoredInputsNeeds, storedInputs } from './stored-inputs.ts';
import { testKey } from './test-key.ts';

interface Needs extends StoredInputsNeeds {
  readonly freshToken: FreshToken;
  readonly keys: ManageKeys;
  readonly ports: ExchangePorts;
  readonly random: Random;
  readonly log: Log;
}

/** What is needed to rotate one key. */
interface Rotating extends StoredInputs {
  readonly rule: RotationRule;
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
      if (record.state === 'made') void this.#one(id, () => this.#verifyAndSwitch(id));
    }
  }

  /** Makes a new secret, tests it and switches to it; goes on where an earlier try ended. */
  begin(id: KeyId): Promise<Result<void>> {
    const record = this.#records.get(id);
    if (record?.state === 'overlap')
      return Promise.resolve(fail('invalidInput', { field: 'Rotation', reason: 'alreadyRuns' }));
    if (record?.state === 'made') return this.#one(id, () => this.#verifyAndSwitch(id));
    return this.#one(id, () => this.#create(id));
  }

  /** Ends a rotation: removes the old secret at the provider now, keeps it, or goes back to it. */
  end(id: KeyId, how: 'removeOld' | 'keepOld' | 'undo'): Promise<Result<void>> {
    const record = this.#records.get(id);
    if (record === undefined) return Promise.resolve(fail('keyNotFound'));
    if (record.state !== 'overlap' || how === 'keepOld') return this.#one(id, () => this.#forget(id));
    return this.#one(id, () => (how === 'removeOld' ? this.#remove(id) : this.#goBack(id, record)));
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

  async #one(id: KeyId, work: () => Promise<Result<void>>): Promise<Result<void>> {
    if (this.#busy.has(id)) return fail('invalidInput', { field: 'Rotation', reason: 'alreadyRuns' });
    this.#busy.add(id);
    try {
      return await work();
    } finally {
      this.#busy.delete(id);
    }
  }

  async #create(id: KeyId): Promise<Result<void>> {
    const { ports, random, freshToken } = this.#needs;
    const handOut = await freshToken.handOut(id);
    if (!handOut.ok) return handOut;
    const rotating = await this.#read(id);
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
    const made = await this.#make(preset, inputs, rule, values.value);
    if (!made.ok) {
      // Nobody knows whether a secret was made; the user looks at the provider.
      if (mayBeUsedUp(made.failure)) return this.#failed(id, made.failure);
      await this.#forget(id);
      return made;
    }
    const saved = await this.#save(id, { ...begun, ...made.value, state: 'made' });
    return saved.ok ? this.#verifyAndSwitch(id) : saved;
  }

  async #make(
    preset: Preset,
    inputs: KeyInputs,
    rule: RotationRule,
    values: ReadonlyMap<string, string>,
  ): Promise<Result<Pick<RotationRecord, 'newSecret' | 'newExpiresAtMs' | 'values'>>> {
    const made = await runCalls(this.#needs.ports, preset, inputs, rule.create, values);
    if (!made.ok) return made;
    const text = readTokenText(valueAt(made.value.json, rule.secret));
    if ('problem' in text) return fail('unusableAnswer', { step: 'answer', reason: text.problem });
    return ok({
      newSecret: new Secret(text.token),
      newExpiresAtMs: rule.expiresAt === undefined ? null : timeAt(made.value.json, rule.expiresAt),
      values: [...made.value.values].filter(([variable]) => variable.startsWith('outputs.')),
    });
  }

  async #verifyAndSwitch(id: KeyId): Promise<Result<void>> {
    const { ports, keys, log } = this.#needs;
    const record = this.#records.get(id);
    const rotating = await this.#read(id);
    if (!rotating.ok) return rotating;
    if (record === undefined || record.newSecret === null) return fail('keyNotFound');
    const { preset, inputs, rule } = rotating.value;
    // The user entered another secret meanwhile.
    if (inputs.secrets[rule.secretField]?.reveal() !== record.old.secret.reveal()) return this.#forget(id);
    const keyExpiresAtMs = record.newExpiresAtMs;
    const secrets = { ...inputs.secrets, [rule.secretField]: record.newSecret };
    const report = await testKey(ports, preset, { ...inputs, secrets, keyExpiresAtMs });
    if (report.failure !== null) return this.#failed(id, report.failure);
    const nowMs = ports.clock.nowMs();
    const next: RotationRecord = { ...record, state: 'overlap', removesAtMs: nowMs + graceMs };
    const fresh = { [rule.secretField]: record.newSecret };
    const switched = await keys.switchSecret(id, fresh, { createdAtMs: nowMs, keyExpiresAtMs }, next);
    if (!switched.ok) return this.#failed(id, switched.failure);
    log.write('key.rotated', { keyId: id });
    this.#records.set(id, next);
    this.#show(id, null);
    return ok(undefined);
  }

  async #remove(id: KeyId): Promise<Result<void>> {
    const { ports, freshToken, log } = this.#needs;
    const record = this.#records.get(id);
    if (record === undefined) return fail('keyNotFound');
    this.#show(id, null, 'removing');
    const removed = await this.#runRemove(id, record, freshToken);
    if (removed.ok) {
      log.write('key.oldSecretRemoved', { keyId: id });
      return this.#forget(id);
    }
    await this.#save(id, { ...record, removesAtMs: ports.clock.nowMs() + removeAgainMs });
    return this.#failed(id, removed.failure);
  }

  /** The old secret's own variables, and the token of the new one. */
  async #runRemove(id: KeyId, record: RotationRecord, freshToken: FreshToken): Promise<Result<unknown>> {
    const { ports } = this.#needs;
    const handOut = await freshToken.handOut(id);
    if (!handOut.ok) return handOut;
    const rotating = await this.#read(id);
    if (!rotating.ok) return rotating;
    const { preset, inputs, rule } = rotating.value;
    const oldInputs = { ...inputs, secrets: { ...inputs.secrets, [rule.secretField]: record.old.secret } };
    const values = await callValues(ports, preset, oldInputs, freshToken.current(id));
    if (!values.ok) return values;
    const all = new Map([...values.value, ...record.values]);
    return runCalls(ports, preset, oldInputs, rule.remove, all);
  }

  async #goBack(id: KeyId, { old }: RotationRecord): Promise<Result<void>> {
    const rotating = await this.#read(id);
    if (!rotating.ok) return rotating;
    const { createdAtMs, keyExpiresAtMs } = old;
    const before = { [rotating.value.rule.secretField]: old.secret };
    const switched = await this.#needs.keys.switchSecret(id, before, { createdAtMs, keyExpiresAtMs }, null);
    if (switched.ok) this.drop(id);
    return switched;
  }

  async #read(id: KeyId): Promise<Result<Rotating>> {
    const stored = await storedInputs(this.#needs, id);
    if (!stored.ok) return stored;
    const rule = stored.value.preset.rotation;
    return rule === undefined ? fail('presetNotFound') : ok({ ...stored.value, rule });
  }

  /** Also where the disk refuses it the record counts from now on: a secret that was made must not get lost. */
  async #save(id: KeyId, record: RotationRecord): Promise<Result<void>> {
    const saved = await this.#needs.storage.saveRotation(id, record);
    if (!saved.ok && record.state === 'creating') return saved;
    this.#records.set(id, record);
    this.#show(id, saved.ok ? null : saved.failure);
    return saved;
  }

  async #forget(id: KeyId): Promise<Result<void>> {
    const removed = await this.#needs.storage.removeRotation(id);
    if (removed.ok) this.drop(id);
    return removed;
  }

  #failed(id: KeyId, failure: Failure): Result<never> {
    this.#show(id, failure);
    return { ok: false, failure };
  }

  #show(id: KeyId, failure: Failure | null, state?: RotationView['state']): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    const known = record.state === 'overlap' ? 'overlap' : 'creating';
    const view = { state: state ?? known, removesAtMs: record.removesAtMs, failure };
    this.#needs.state.change({ rotations: new Map(this.#needs.state.value.rotations).set(id, view) });
  }
}
