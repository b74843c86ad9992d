import type { KeyDraft } from '#contract/calls';
import type { TestReport } from '#contract/test-report';
import type { ActivityRecorder } from '#core/activity';
import type { ApiKey, KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, Log, Random } from '#core/ports';
import { rotatedNameField } from '#core/providers/listed-names';
import type { Preset } from '#core/providers/preset';
import { rotatedFieldIds, rotatedSecretIds } from '#core/providers/rotated-fields';
import type { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import type { CheckedDraft } from './check-draft.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';
import type { ManageKeys } from './manage-keys.ts';
import type { GuidedRotation, SetAside } from './rotation-record.ts';
import type { RotationsUnderWay } from './rotations-under-way.ts';
import type { TestDrafts } from './test-drafts.ts';

type Secrets = Readonly<Record<string, Secret>>;

/** What a rotation by hand needs. */
export interface RotateByHandNeeds {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly keys: ManageKeys;
  readonly tests: TestDrafts;
  readonly freshToken: FreshToken;
  readonly activity: ActivityRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What takes the place of a key's values: texts as the form holds them, by field id. */
interface Wanted extends Pick<ApiKey, 'createdAtMs' | 'keyExpiresAtMs'> {
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Puts secrets in use that the user made at the provider. One commit switches and sets the former ones aside, so that there
 * is no moment without a secret that was tested; the user deletes the one that is not in use.
 */
export class RotateByHand {
  readonly #needs: RotateByHandNeeds;
  readonly #rotations: RotationsUnderWay;

  constructor(needs: RotateByHandNeeds, rotations: RotationsUnderWay) {
    this.#needs = needs;
    this.#rotations = rotations;
  }

  /**
   * Tests new values and switches to them when they work; else nothing changes and the report says why. The test is one of
   * `TestDrafts`, and can be followed and stopped as such. Failures: those of a test, invalidInput (alreadyRuns, unknownField,
   * alreadyInUse, editedMeanwhile), vaultWriteFailed.
   *
   * @param entered what changed: secrets, and what names them
   */
  begin(
    runId: string,
    id: KeyId,
    entered: Readonly<Record<string, string>>,
    keyExpiresAtMs: number | null,
  ): Promise<Result<TestReport>> {
    return this.#rotations.step(id, async () => {
      const state = this.#rotations.get(id)?.state;
      if (state === 'overlap' || state === 'undone')
        return fail('invalidInput', { field: 'Rotation', reason: 'alreadyRuns' });
      const refused = this.#refuse(id, entered);
      if (refused !== null) return refused;
      const wanted = { fields: entered, createdAtMs: this.#needs.clock.nowMs(), keyExpiresAtMs };
      return this.#switch(runId, id, wanted, 'overlap');
    });
  }

  /** Puts in use what was set aside, once a test passed: it may be deleted at the provider by now. */
  async swap(id: KeyId, { state, setAside }: GuidedRotation): Promise<Result<void>> {
    const secrets = Object.entries(setAside.secrets).map(([field, secret]) => [field, secret.reveal()]);
    const wanted = { ...setAside, fields: { ...setAside.fields, ...Object.fromEntries(secrets) } };
    return this.use(id, wanted, state === 'overlap' ? 'undone' : 'overlap');
  }

  /** Puts other values in use once a test of them passed, and sets the former ones aside. Failures: those of {@link begin}. */
  async use(id: KeyId, wanted: Wanted, state: GuidedRotation['state']): Promise<Result<void>> {
    const switched = await this.#switch(this.#needs.random.uuid(), id, wanted, state);
    if (!switched.ok) return switched;
    const { failure } = switched.value;
    return failure === null ? ok(undefined) : { ok: false, failure };
  }

  /** SECURITY: nothing but a secret and its name changes here, above all no address to which the others would go. */
  #refuse(id: KeyId, entered: Readonly<Record<string, string>>) {
    const { state } = this.#needs;
    const key = state.value.keys.get(id)?.key;
    if (key === undefined) return fail('keyNotFound');
    const preset = state.preset(key.presetId);
    if (preset === null) return fail('presetNotFound');
    const rotated = rotatedFieldIds(preset);
    const odd = Object.keys(entered).find((field) => !rotated.has(field));
    return odd === undefined ? null : fail('invalidInput', { field: odd, reason: 'unknownField' });
  }

  async #switch(
    runId: string,
    id: KeyId,
    wanted: Wanted,
    state: GuidedRotation['state'],
  ): Promise<Result<TestReport>> {
    const { storage, keys, tests, freshToken, log } = this.#needs;
    const before = this.#needs.state.value.keys.get(id);
    if (before === undefined) return fail('keyNotFound');
    const { key, edits } = before;
    const stored = await storage.readSecrets(id);
    if (!stored.ok) return stored;
    const draft = draftOf(key, wanted);
    const checked = keys.check(draft, key);
    if (!checked.ok) return checked;
    const { preset, fields, secrets } = checked.value;
    const unchanged = unchangedName(key, checked.value) ?? unchangedSecret(preset, stored.value, secrets);
    if (unchanged !== null) return unchanged;
    const tested = await tests.run(runId, id, draft);
    if (!tested.ok || !tested.value.passed) return tested;
    const { createdAtMs, keyExpiresAtMs } = wanted;
    const secretFieldIds = [...new Set([...key.secretFieldIds, ...Object.keys(secrets)])];
    const change = { fields, secretFieldIds, createdAtMs, keyExpiresAtMs };
    const next = { kind: 'guided', state, setAside: setAsideOf(key, stored.value, checked.value) } as const;
    const switched = await keys.switchSecret(id, { edits, secrets: {} }, secrets, change, next);
    if (!switched.ok) return this.#isEdited(id, edits) ? edited : switched;
    log.write(state === 'undone' ? 'key.rotationUndone' : 'key.rotated', { keyId: id });
    this.#needs.activity.record(state === 'undone' ? 'rotationUndone' : 'rotated', id, { actor: 'window' });
    this.#rotations.set(id, next);
    this.#rotations.show(id, null);
    await freshToken.renew(id);
    return tested;
  }

  #isEdited(id: KeyId, edits: number): boolean {
    const now = this.#needs.state.value.keys.get(id);
    return now !== undefined && now.edits !== edits;
  }
}

const edited = fail('invalidInput', { field: 'Rotation', reason: 'editedMeanwhile' });

/** A rotation needs another secret than the one that is in use: else the user would delete that one in the end. */
function unchangedSecret(preset: Preset, stored: Secrets, entered: Secrets) {
  if (rotatedNameField(preset) !== undefined) return null;
  const field = Object.keys(entered)[0];
  const isOther = (id: string) => entered[id]?.reveal() !== stored[id]?.reveal();
  if (field === undefined)
    return fail('invalidInput', { field: rotatedSecretIds(preset)[0] ?? 'Rotation', reason: 'empty' });
  return Object.keys(entered).some(isOther) ? null : fail('invalidInput', { field, reason: 'alreadyInUse' });
}

/** Where a command prints the key by its name, the name takes the place of a secret. */
function unchangedName(key: ApiKey, { preset, fields }: CheckedDraft) {
  const field = rotatedNameField(preset);
  const isUnchanged = field !== undefined && fields[field] === key.fields[field];
  return isUnchanged ? fail('invalidInput', { field, reason: 'alreadyInUse' }) : null;
}

/** The key as the edit form would send it with these values. */
function draftOf(key: ApiKey, { fields, ...times }: Wanted): KeyDraft {
  const { name, description, presetId, extraCaPem, minimumValidityMs } = key;
  return {
    name,
    description,
    presetId,
    extraCaPem,
    minimumValidityS: minimumValidityMs / 1000,
    fields: { ...key.fields, ...fields },
    ...times,
  };
}

/** What of a key the new values replace. */
function setAsideOf(
  { fields, createdAtMs, keyExpiresAtMs }: ApiKey,
  stored: Secrets,
  next: CheckedDraft,
): SetAside {
  const changed = [...rotatedFieldIds(next.preset)].filter((id) => fields[id] !== next.fields[id]);
  return {
    fields: Object.fromEntries(changed.map((id) => [id, fields[id] ?? ''])),
    secrets: Object.fromEntries(Object.entries(stored).filter(([id]) => next.secrets[id] !== undefined)),
    createdAtMs,
    keyExpiresAtMs,
  };
}
