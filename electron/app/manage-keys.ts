import type { KeyDraft } from '#contract/calls';
import { type ApiKey, type KeyId, type KeyUse, unused } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Clock, Log, Random } from '#core/ports';
import type { Preset } from '#core/providers/preset';
import type { AppState } from './app-state.ts';
import { type CheckedDraft, checkDraft } from './check-draft.ts';
import type { FreshToken } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly freshToken: FreshToken;
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

  /** Checks a draft. `edited` is the stored key that it changes, or null for a new one. */
  check(draft: KeyDraft, edited: ApiKey | null): Result<CheckedDraft> {
    const others = [...this.#needs.state.value.keys.values()].filter(({ key }) => key.id !== edited?.id);
    return checkDraft(
      draft,
      edited,
      others.map(({ key }) => key.name),
    );
  }

  /** Stores a new key and asks for its first token. */
  async add(draft: KeyDraft): Promise<Result<{ keyId: KeyId }>> {
    const { state, storage, freshToken, clock, random, log } = this.#needs;
    if (state.value.vault.state !== 'open') return fail('vaultLocked');
    const checked = this.check(draft, null);
    if (!checked.ok) return checked;
    const id = random.uuid() as KeyId;
    const secretFieldIds = Object.keys(checked.value.secrets);
    const key = keyOf(id, draft, checked.value, secretFieldIds, clock.nowMs());
    const stored = await storage.addKey(key, checked.value.secrets);
    if (!stored.ok) return stored;
    log.write('key.added', { keyId: id, presetId: key.presetId });
    state.putKey(newKeyState(key, checked.value.preset));
    void freshToken.renew(id);
    return ok({ keyId: id });
  }

  /** Changes a key. Its token stays unless the credentials are others; a save is also the user's "try again". */
  async edit(id: KeyId, draft: KeyDraft): Promise<Result<void>> {
    const { state, storage, freshToken, log } = this.#needs;
    const before = state.value.keys.get(id);
    if (before === undefined) return fail('keyNotFound');
    const checked = this.check(draft, before.key);
    if (!checked.ok) return checked;
    const secretFieldIds = new Set([...before.key.secretFieldIds, ...Object.keys(checked.value.secrets)]);
    const key = keyOf(id, draft, checked.value, [...secretFieldIds], before.key.createdAtMs);
    const hasOthers = hasOtherCredentials(before, key, checked.value);
    const use = { ...before.use, refusedAtMs: null };
    const stored = hasOthers
      ? await this.#replaceCredentials(key, use, checked.value.secrets)
      : await storage.saveKey(key, use);
    if (!stored.ok) return stored;
    log.write('key.edited', { keyId: id });
    const now = state.value.keys.get(id);
    if (now === undefined) return fail('keyNotFound');
    const ready = { key, use, failure: null, failures: 0, retry: null };
    if (hasOthers) {
      freshToken.forget(id);
      state.changeKey(id, { ...ready, token: null, edits: now.edits + 1 });
    } else state.changeKey(id, ready);
    if (hasOthers || before.failure !== null) void freshToken.renew(id);
    return ok(undefined);
  }

  async #replaceCredentials(
    key: ApiKey,
    use: KeyUse,
    entered: CheckedDraft['secrets'],
  ): Promise<Result<void>> {
    const kept = await this.#needs.storage.readSecrets(key.id);
    return kept.ok ? this.#needs.storage.replaceCredentials(key, use, { ...kept.value, ...entered }) : kept;
  }

  /** Deletes a key with its secrets and token. It still lives at the provider. */
  async delete(id: KeyId): Promise<Result<void>> {
    const { state, storage, freshToken, log } = this.#needs;
    if (!state.value.keys.has(id)) return fail('keyNotFound');
    const stored = await storage.deleteKey(id);
    if (!stored.ok) return stored;
    log.write('key.deleted', { keyId: id });
    freshToken.forget(id);
    state.dropKey(id);
    return ok(undefined);
  }
}

function keyOf(
  id: KeyId,
  draft: KeyDraft,
  checked: CheckedDraft,
  secretFieldIds: readonly string[],
  createdAtMs: number,
): ApiKey {
  return {
    id,
    name: checked.name,
    description: draft.description.trim(),
    presetId: checked.preset.id,
    fields: checked.fields,
    secretFieldIds,
    extraCaPem: checked.extraCaPem,
    createdAtMs: draft.createdAtMs ?? createdAtMs,
    keyExpiresAtMs: draft.keyExpiresAtMs,
    minimumValidityMs: draft.minimumValidityS * 1000,
  };
}

/** State of a key that has no token yet. */
export function newKeyState(key: ApiKey, preset: Preset | null): KeyState {
  return {
    key,
    use: unused,
    isStatic: preset?.keyKind === 'static',
    token: null,
    exchanging: false,
    failure: null,
    failures: 0,
    retry: null,
    edits: 0,
  };
}

/** Whether a token of the old credentials must not be used for the new ones. The expiry of a static key is its token's. */
function hasOtherCredentials(before: KeyState, after: ApiKey, checked: CheckedDraft): boolean {
  const { key, isStatic } = before;
  return (
    Object.keys(checked.secrets).length > 0 ||
    key.extraCaPem !== after.extraCaPem ||
    (isStatic && key.keyExpiresAtMs !== after.keyExpiresAtMs) ||
    JSON.stringify(sorted(key.fields)) !== JSON.stringify(sorted(after.fields))
  );
}

function sorted(fields: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}
