import type { KeyDraft } from '#contract/calls';
import type { ActivityRecorder } from '#core/activity';
import { type ApiKey, type KeyId, unused } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Clock, Log, Random } from '#core/ports';
import { rotatedNameField } from '#core/providers/listed-names';
import { rotatedSecretIds } from '#core/providers/rotated-fields';
import { inDoubt } from '#core/refresh-token-use';
import type { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import type { ApproveCommand, AskUser } from './approve-command.ts';
import { approvePreset } from './approve-preset.ts';
import { type CheckedDraft, checkDraft } from './check-draft.ts';
import { hasOtherCredentials, keyOf, newKeyState } from './drafted-key.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';
import { type RefreshTokens, refreshField } from './refresh-tokens.ts';
import type { RenewedSecrets } from './renewed-secrets.ts';
import type { RotationRecord } from './rotation-record.ts';
import { drawsFrom, sourceKeys } from './source-keys.ts';

type Secrets = Readonly<Record<string, Secret>>;

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly freshToken: FreshToken;
  readonly activity: ActivityRecorder;
  readonly approve: ApproveCommand;
  readonly ask: AskUser;
  readonly refreshTokens: RefreshTokens;
  readonly renewed: RenewedSecrets;
  /** The first exchange of a new key is over. */
  readonly onFirstToken: (id: KeyId, isThere: boolean) => void;
  /** Secrets of a key are gone: it was deleted, belongs to another address, or the one that it rotates was entered anew. */
  readonly onSecretsGone: (id: KeyId) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Adds, edits and deletes keys. A change is in the vault before it is in the state. */
export class ManageKeys {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /**
   * Checks a draft.
   *
   * @param edited the stored key that it changes, or null for a new one
   * @param preset one that is not stored yet; otherwise the draft's or the edited key's own
   */
  check(
    draft: KeyDraft,
    edited: ApiKey | null,
    preset = this.#needs.state.preset(edited?.presetId ?? draft.presetId),
  ): Result<CheckedDraft> {
    const others = [...this.#needs.state.value.keys.values()].filter(({ key }) => key.id !== edited?.id);
    const checked = checkDraft(
      draft,
      preset,
      edited,
      others.map(({ key }) => key.name),
    );
    if (!checked.ok) return checked;
    const { state } = this.#needs;
    for (const [field, source] of sourceKeys(preset, checked.value.fields)) {
      if (!state.value.keys.has(source)) return fail('invalidInput', { field, reason: 'sourceKeyMissing' });
      if (edited !== null && drawsFrom(source, edited.id, state.value.keys, (id) => state.preset(id)))
        return fail('invalidInput', { field, reason: 'sourceKeyCycle' });
    }
    return ok({ ...checked.value, secrets: this.#needs.renewed.current(checked.value.secrets) });
  }

  /** Stores a new key and asks for its first token, unless a test may have used up its refresh token. */
  add(draft: KeyDraft, how: 'added' | 'imported' = 'added'): Promise<Result<{ keyId: KeyId }>> {
    const { state, refreshTokens } = this.#needs;
    return refreshTokens.inTurnOf(state.preset(draft.presetId), draft, () => this.#add(draft, how));
  }

  async #add(draft: KeyDraft, how: 'added' | 'imported'): Promise<Result<{ keyId: KeyId }>> {
    const { state, storage, freshToken, approve, renewed, clock, random, log } = this.#needs;
    if (state.value.vault.state !== 'open') return fail('vaultLocked');
    const checked = this.check(draft, null);
    if (!checked.ok) return checked;
    const command = await approve.approve(checked.value.preset, checked.value.fields, null);
    if (!command.ok) return command;
    const id = random.uuid() as KeyId;
    const secretFieldIds = Object.keys(checked.value.secrets);
    const whole = { ...checked.value, secretFieldIds, approvedCommand: command.value };
    const nowMs = clock.nowMs();
    const key = keyOf(id, draft, whole, {
      createdAtMs: nowMs,
      addedAtMs: nowMs,
      refreshMode: 'whileUsed',
      noticeLeadDays: null,
    });
    const refreshTokenSentAtMs = renewed.doubtfulSinceMs(checked.value.secrets);
    const use = { ...unused, refreshTokenSentAtMs };
    const stored = await storage.addKey(key, checked.value.secrets, use);
    if (!stored.ok) return stored;
    log.write('key.added', { keyId: id, presetId: key.presetId });
    const isInDoubt = refreshTokenSentAtMs !== null;
    state.putKey({
      ...newKeyState(key, checked.value.preset),
      use,
      failure: isInDoubt ? inDoubt : null,
    });
    this.#needs.activity.record(how, id, { actor: 'window' });
    if (isInDoubt) return ok({ keyId: id });
    void freshToken.renew(id).then((token) => this.#needs.onFirstToken(id, token.ok));
    return ok({ keyId: id });
  }

  /** Changes a key. Its token stays unless the credentials are others; a save is also the user's "try again". */
  edit(id: KeyId, draft: KeyDraft): Promise<Result<void>> {
    const { state, refreshTokens } = this.#needs;
    const preset = state.preset(state.value.keys.get(id)?.key.presetId ?? '');
    return refreshTokens.inTurnOf(preset, draft, () => this.#edit(id, draft));
  }

  async #edit(id: KeyId, draft: KeyDraft): Promise<Result<void>> {
    const { state, approve, ask } = this.#needs;
    const before = state.value.keys.get(id);
    if (before === undefined) return fail('keyNotFound');
    const checked = this.check(draft, before.key);
    if (!checked.ok) return checked;
    const { preset, fields, secrets } = checked.value;
    const approved = await approvePreset(ask, before.key, preset, fields);
    if (!approved.ok) return approved;
    const command = await approve.approve(preset, fields, before.key);
    if (!command.ok) return command;
    const secretFieldIds = [...new Set([...before.key.secretFieldIds, ...Object.keys(secrets)])];
    const whole = { ...checked.value, secretFieldIds, approvedCommand: command.value };
    const key = keyOf(id, draft, whole, before.key);
    const replaced = await this.#replace(before, key, checked.value);
    // Another change came first: the draft is judged by the key as it is now, whose secrets may belong elsewhere.
    const isOther = !replaced.ok && state.value.keys.get(id)?.key !== before.key;
    return isOther ? this.#edit(id, draft) : replaced;
  }

  async #replace(before: KeyState, key: ApiKey, checked: CheckedDraft): Promise<Result<void>> {
    const { state, storage, freshToken, renewed, log } = this.#needs;
    const { preset, secrets, keepsStored } = checked;
    const hasOthers = hasOtherCredentials(before, key, checked);
    const hasOtherRefreshToken = !keepsStored || secrets[refreshField(preset) ?? ''] !== undefined;
    const doubtful = { refreshTokenSentAtMs: renewed.doubtfulSinceMs(secrets) };
    const learned = hasOthers ? { learnedLifetimeMs: null } : {};
    const anew = { ...learned, ...(hasOtherRefreshToken ? doubtful : {}) };
    const use = { refusedAtMs: null, serviceFailures: 0, ...anew };
    // Before it is stored, too: what a provider gives meanwhile is stored after it, and would be for the old credentials.
    const { edits } = state.value.keys.get(key.id) ?? before;
    if (hasOthers) state.changeKey(key.id, { edits: edits + 1 });
    const keyNow = () => (state.value.keys.get(key.id)?.key === before.key ? key : null);
    const name = rotatedNameField(preset) ?? '';
    const isEntered = rotatedSecretIds(preset).some((field) => secrets[field] !== undefined);
    const endsRotation = !keepsStored || isEntered || before.key.fields[name] !== key.fields[name];
    const keeps = { others: keepsStored, rotation: !endsRotation };
    const stored = hasOthers
      ? await storage.replaceCredentials(key.id, keyNow, use, secrets, keeps)
      : await storage.saveKey(key.id, keyNow, use);
    if (!stored.ok) return stored;
    log.write('key.edited', { keyId: key.id });
    this.#needs.activity.record('edited', key.id, { actor: 'window' });
    if (endsRotation) this.#needs.onSecretsGone(key.id);
    const now = state.value.keys.get(key.id);
    if (now === undefined) return fail('keyNotFound');
    // A refresh token that may be used up is not sent again just because something else was edited.
    const doubt = now.failure?.reason === inDoubt.reason ? now.failure : null;
    const enteredDoubt = doubtful.refreshTokenSentAtMs === null ? null : inDoubt;
    const failure = hasOtherRefreshToken ? enteredDoubt : doubt;
    const ready = { key, failure, failures: 0, retry: null };
    state.changeUse(key.id, use);
    if (hasOthers) {
      freshToken.forget(key.id);
      state.changeKey(key.id, { ...ready, token: null, edits: now.edits + 1 });
    } else state.changeKey(key.id, ready);
    if (failure === null && (hasOthers || now.failure !== null)) void freshToken.renew(key.id);
    return ok(undefined);
  }

  /** Stores what the provider says of a key's own times; null leaves what is stored. */
  async setTimes(
    id: KeyId,
    times: Partial<Record<'keyExpiresAtMs' | 'createdAtMs', number | null>>,
  ): Promise<Result<void>> {
    const { state, storage, freshToken } = this.#needs;
    const known = Object.fromEntries(Object.entries(times).filter(([, timeMs]) => timeMs !== null));
    const keyNow = () => {
      const key = state.value.keys.get(id)?.key;
      return key === undefined ? null : { ...key, ...known };
    };
    const stored = await storage.saveKey(id, keyNow);
    const key = keyNow();
    if (!stored.ok || key === null) return stored;
    state.changeKey(id, { key });
    // A static key's token ends with the key.
    if (state.value.keys.get(id)?.isStatic) void freshToken.renew(id);
    return ok(undefined);
  }

  /**
   * Puts other secrets in place of a key's, as its rotation says, unless they were edited since they were seen
   * (keyNotFound). The token of the former ones is gone with them; the caller asks for the next.
   */
  async switchSecret(
    id: KeyId,
    seen: { readonly edits: number; readonly secrets: Secrets },
    secrets: Secrets,
    change: Pick<ApiKey, 'createdAtMs' | 'keyExpiresAtMs'> & Partial<ApiKey>,
    rotation: RotationRecord,
  ): Promise<Result<void>> {
    const { state, storage, freshToken } = this.#needs;
    const keyNow = (stored: Secrets) => {
      const now = state.value.keys.get(id);
      const isSeen = Object.entries(seen.secrets).every(
        ([f, secret]) => stored[f]?.reveal() === secret.reveal(),
      );
      return now?.edits === seen.edits && isSeen ? { ...now.key, ...change } : null;
    };
    const use = { refusedAtMs: null, refreshTokenSentAtMs: null, serviceFailures: 0 };
    const stored = await storage.switchSecrets(id, keyNow, use, secrets, rotation);
    if (!stored.ok) return stored;
    const now = state.value.keys.get(id);
    if (now === undefined) return fail('keyNotFound');
    const key = { ...now.key, ...change };
    freshToken.forget(id);
    state.changeUse(id, use);
    state.changeKey(id, { key, failure: null, failures: 0, retry: null, token: null, edits: now.edits + 1 });
    return ok(undefined);
  }

  /** Deletes a key with its secrets and token. It still lives at the provider. */
  async delete(id: KeyId): Promise<Result<void>> {
    const { state, storage, freshToken, log } = this.#needs;
    if (!state.value.keys.has(id)) return fail('keyNotFound');
    const stored = await storage.deleteKey(id);
    if (!stored.ok) return stored;
    log.write('key.deleted', { keyId: id });
    this.#needs.activity.record('deleted', id, { actor: 'window' });
    freshToken.forget(id);
    state.dropKey(id);
    this.#needs.onSecretsGone(id);
    return ok(undefined);
  }
}
