import type { KeyDraft } from '#contract/calls';
import { type ApiKey, checkName, type KeyId, unused } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Clock, Log, Random } from '#core/ports';
import { checkFields, checkPem } from '#core/providers/check-fields';
import type { Preset } from '#core/providers/preset';
import { findPreset } from '#core/providers/shipped-presets';
import { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
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

/** A draft whose values were checked and put into their normal form. */
export interface CheckedDraft {
  readonly preset: Preset;
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Only the secrets that were entered; those that were left empty stay as they are stored. */
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly extraCaPem: string | null;
}

/** Adds, edits and deletes keys. A change is in the vault before it is in the state. */
export class ManageKeys {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Checks a draft. `edited` is the stored key that it changes, or null for a new one. */
  check(draft: KeyDraft, edited: ApiKey | null): Result<CheckedDraft> {
    const preset = findPreset(draft.presetId);
    if (preset === null) return fail('presetNotFound');
    const otherNames = [...this.#needs.state.value.keys.values()]
      .filter((state) => state.key.id !== edited?.id)
      .map((state) => state.key.name);
    const name = checkName(draft.name, otherNames);
    if (!name.ok) return name;
    const entered = checkFields(preset, draft.fields, edited?.secretFieldIds ?? []);
    if (!entered.ok) return entered;
    const extraCaPem = draft.extraCaPem === null ? ok(null) : checkPem(draft.extraCaPem);
    if (!extraCaPem.ok) return extraCaPem;
    const secrets = Object.entries(entered.value.secrets).map(
      ([id, text]) => [id, new Secret(text)] as const,
    );
    return ok({
      preset,
      name: name.value,
      fields: entered.value.fields,
      secrets: Object.fromEntries(secrets),
      extraCaPem: extraCaPem.value,
    });
  }

  async add(draft: KeyDraft): Promise<Result<{ keyId: KeyId }>> {
    const { state, storage, random, log } = this.#needs;
    const closed = this.#closed();
    if (closed !== null) return closed;
    const checked = this.check(draft, null);
    if (!checked.ok) return checked;
    const id = random.uuid() as KeyId;
    const key = this.#keyOf(id, draft, checked.value, Object.keys(checked.value.secrets));
    const stored = await storage.addKey(key, checked.value.secrets);
    if (!stored.ok) return stored;
    log.write('key.added', { keyId: id, presetId: key.presetId });
    state.putKey(newKeyState(key, checked.value.preset));
    return ok({ keyId: id });
  }

  async edit(id: KeyId, draft: KeyDraft): Promise<Result<void>> {
    const { state, storage, freshToken, log } = this.#needs;
    const before = state.value.keys.get(id);
    if (before === undefined) return fail('keyNotFound');
    const checked = this.check({ ...draft, presetId: before.key.presetId }, before.key);
    if (!checked.ok) return checked;
    const secretFieldIds = new Set([...before.key.secretFieldIds, ...Object.keys(checked.value.secrets)]);
    const key = this.#keyOf(id, draft, checked.value, [...secretFieldIds]);
    log.write('key.edited', { keyId: id });
    // Saving is also the user's "try again" for a refused key.
    if (!hasOtherCredentials(before.key, key, checked.value) && before.failure === null) {
      const stored = await storage.saveKey(key);
      if (stored.ok) state.changeKey(id, { key });
      return stored;
    }
    const kept = await storage.readSecrets(id);
    if (!kept.ok) return kept;
    const stored = await storage.replaceCredentials(key, { ...kept.value, ...checked.value.secrets });
    if (!stored.ok) return stored;
    freshToken.forget(id);
    state.changeKey(id, { ...newKeyState(key, checked.value.preset), edits: before.edits + 1 });
    return ok(undefined);
  }

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

  #closed(): Result<never> | null {
    return this.#needs.state.value.vault.state === 'open' ? null : fail('vaultLocked');
  }

  #keyOf(id: KeyId, draft: KeyDraft, checked: CheckedDraft, secretFieldIds: readonly string[]): ApiKey {
    return {
      id,
      name: checked.name,
      description: draft.description.trim(),
      presetId: checked.preset.id,
      fields: checked.fields,
      secretFieldIds,
      extraCaPem: checked.extraCaPem,
      createdAtMs: draft.createdAtMs ?? this.#needs.clock.nowMs(),
      keyExpiresAtMs: draft.keyExpiresAtMs,
      minimumValidityMs: draft.minimumValidityS * 1000,
    };
  }
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
    retryAtMs: null,
    edits: 0,
  };
}

/** Whether a token of the old credentials must not be used for the new ones. The expiry of a static key is its token's. */
function hasOtherCredentials(before: ApiKey, after: ApiKey, checked: CheckedDraft): boolean {
  return (
    Object.keys(checked.secrets).length > 0 ||
    before.extraCaPem !== after.extraCaPem ||
    before.keyExpiresAtMs !== after.keyExpiresAtMs ||
    JSON.stringify(sorted(before.fields)) !== JSON.stringify(sorted(after.fields))
  );
}

function sorted(fields: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}
