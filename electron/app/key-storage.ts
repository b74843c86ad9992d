import { type ApiKey, type KeyId, type KeyUse, unused } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, Vault, VaultChange } from '#core/ports';
import type { Secret } from '#core/secret';
import type { Token } from '#core/token';
import { formerRecords } from './former-records.ts';
import {
  keyToJson,
  keyUseFromJson,
  keyUseToJson,
  secretsFromJson,
  secretsToJson,
  tokenFromJson,
  tokenToJson,
} from './key-records.ts';
import { readStoredState, type StoredState } from './read-stored-state.ts';
import { type RotationRecord, rotationToJson } from './rotation-record.ts';

type Secrets = Readonly<Record<string, Secret>>;

/** The key as it is to be stored, made right before from what is stored then; null when it no longer applies. */
type KeyNow = (stored: Secrets) => ApiKey | null;

/** What is stored of one key and only changed together. */
interface Kept {
  readonly secrets: Secrets;
  readonly use: KeyUse;
}

/** Keys, secrets and tokens as records of the vault. Each method is one durable commit. */
export class KeyStorage {
  readonly #vault: Vault;
  readonly #clock: Pick<Clock, 'nowMs'>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(vault: Vault, clock: Pick<Clock, 'nowMs'>) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /** Everything but the secrets. */
  readAll(): Promise<Result<StoredState>> {
    return readStoredState(this.#vault);
  }

  /** The secret fields of one key, for one use. */
  async readSecrets(id: KeyId): Promise<Result<Record<string, Secret>>> {
    const json = await this.#vault.read('keySecrets', id);
    if (!json.ok) return json;
    return json.value === null ? fail('keyNotFound') : ok(secretsFromJson(json.value));
  }

  /** Stores a new key. */
  addKey(key: ApiKey, secrets: Secrets, use: KeyUse = unused): Promise<Result<void>> {
    return this.#vault.commit([
      { put: 'key', id: key.id, json: keyToJson(key) },
      putSecrets(key.id, secrets),
      putUse(key.id, use, {}),
    ]);
  }

  /** Stores an edited key whose credentials are the same. */
  saveKey(id: KeyId, keyNow: KeyNow, use: Partial<KeyUse> = {}): Promise<Result<void>> {
    return this.#changeKey(id, keyNow, (kept) => [putUse(id, kept.use, use)]);
  }

  /**
   * Stores a key with other credentials; the token of the old ones goes with them.
   *
   * @param entered new secrets
   * @param keeps whether secrets that are not among them stay, and whether a rotation goes on
   */
  replaceCredentials(
    id: KeyId,
    keyNow: KeyNow,
    use: Partial<KeyUse>,
    entered: Secrets,
    keeps: { readonly others: boolean; readonly rotation: boolean },
  ): Promise<Result<void>> {
    return this.#changeKey(id, keyNow, (kept) => [
      putSecrets(id, { ...(keeps.others ? kept.secrets : {}), ...entered }),
      putUse(id, kept.use, use),
      { remove: 'token', id },
      ...(keeps.rotation ? [] : [{ remove: 'rotation', id } as const]),
    ]);
  }

  /** Changes what is known of a key's use; what is not named stays. */
  saveUse(id: KeyId, use: Partial<KeyUse>): Promise<Result<void>> {
    return this.#change(id, (kept) => [putUse(id, kept.use, use)]);
  }

  /** Notes that keys are about to be tried, in one commit. */
  noteTries(ids: readonly KeyId[], lastTriedAtMs: number): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const changes: VaultChange[] = [];
      for (const id of ids) {
        const json = await this.#vault.read('keyUse', id);
        if (json.ok && json.value !== null)
          changes.push(putUse(id, keyUseFromJson(json.value), { lastTriedAtMs }));
      }
      return this.#vault.commit(changes);
    });
  }

  saveToken(id: KeyId, token: Token, use: Partial<KeyUse>): Promise<Result<void>> {
    return this.#change(id, (kept) => [
      { put: 'token', id, json: tokenToJson(token) },
      putUse(id, kept.use, use),
    ]);
  }

  /**
   * Replaces the secrets that still are those that were sent: the service took them for used up. What was entered
   * meanwhile stays.
   */
  renewSecrets(id: KeyId, sent: Secrets, renewed: Secrets, use: Partial<KeyUse>): Promise<Result<void>> {
    return this.#change(id, (kept) => {
      const isSame = (field: string) => kept.secrets[field]?.reveal() === sent[field]?.reveal();
      const newer = Object.entries(renewed).filter(([field]) => isSame(field));
      return [
        putSecrets(id, { ...kept.secrets, ...Object.fromEntries(newer) }),
        putUse(id, kept.use, newer.length > 0 ? { ...use, changedAtMs: this.#clock.nowMs() } : {}),
      ];
    });
  }

  /** Replaces secrets of a rotation, all or nothing; the token of the old ones goes with them. */
  switchSecrets(
    id: KeyId,
    keyNow: KeyNow,
    use: Partial<KeyUse>,
    secrets: Secrets,
    rotation: RotationRecord,
  ): Promise<Result<void>> {
    return this.#changeKey(id, keyNow, (kept) => [
      putSecrets(id, { ...kept.secrets, ...secrets }),
      putUse(id, kept.use, use),
      { remove: 'token', id },
      putRotation(id, rotation),
    ]);
  }

  /** Stores a rotation, unless neither of its secrets is the key's any more: then another was entered, and it is over. */
  saveRotation(id: KeyId, rotation: RotationRecord): Promise<Result<void>> {
    const own = rotation.kind === 'automatic' ? [rotation.old.secret, rotation.newSecret] : null;
    return this.#change(id, ({ secrets }) => {
      const isOwn = (secret: Secret) => own?.some((each) => each?.reveal() === secret.reveal());
      const isOn = own === null || Object.values(secrets).some(isOwn);
      return [isOn ? putRotation(id, rotation) : { remove: 'rotation', id }];
    });
  }

  removeRotation(id: KeyId): Promise<Result<void>> {
    return this.#vault.commit([{ remove: 'rotation', id }]);
  }

  /** Forgets a token that is not to be used any more. */
  removeToken(id: KeyId, use: Partial<KeyUse> = {}): Promise<Result<void>> {
    return this.#change(id, (kept) => [{ remove: 'token', id }, putUse(id, kept.use, use)]);
  }

  /** Stores other facts of tokens, in one commit; one whose place another took meanwhile, or none, is left as it is. */
  reviseTokens(tokens: ReadonlyMap<KeyId, Token>): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const changes: VaultChange[] = [];
      for (const [id, token] of tokens) {
        const json = await this.#vault.read('token', id);
        const stored = json.ok && json.value !== null ? tokenFromJson(json.value) : null;
        if (stored?.value.reveal() === token.value.reveal())
          changes.push({ put: 'token', id, json: tokenToJson(token) });
      }
      return this.#vault.commit(changes);
    });
  }

  deleteKey(id: KeyId): Promise<Result<void>> {
    return this.#inTurn(() =>
      this.#vault.commit([
        { remove: 'key', id },
        { remove: 'keySecrets', id },
        { remove: 'keyUse', id },
        { remove: 'token', id },
        { remove: 'rotation', id },
      ]),
    );
  }

  /** Stores whole records, made of what is stored then, in one commit. The value undoes it (app/former-records.ts). */
  replaceRecords(
    make: () => Promise<Result<readonly VaultChange[]>>,
  ): Promise<Result<readonly VaultChange[]>> {
    return this.#inTurn(async () => {
      const changes = await make();
      if (!changes.ok) return changes;
      const former = await formerRecords(this.#vault, changes.value);
      const done = await this.#vault.commit(changes.value);
      return done.ok ? ok(former) : done;
    });
  }

  /**
   * Reads, changes and stores in turn, so that an edit, a renewal and a copy at the same time all count, and nothing comes
   * back after a deletion. Who waits for a change hears of it before the next one begins, and can so put it into the state
   * that the next one reads. Failures: keyNotFound, vaultDamaged, vaultWriteFailed, vaultLocked.
   */
  #change(id: KeyId, change: (kept: Kept) => readonly VaultChange[] | null): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const secrets = await this.readSecrets(id);
      if (!secrets.ok) return secrets;
      const json = await this.#vault.read('keyUse', id);
      const use = json.ok && json.value !== null ? keyUseFromJson(json.value) : unused;
      const changes = change({ secrets: secrets.value, use });
      return changes === null ? fail('keyNotFound') : this.#vault.commit(changes);
    });
  }

  #changeKey(
    id: KeyId,
    keyNow: KeyNow,
    further: (kept: Kept) => readonly VaultChange[],
  ): Promise<Result<void>> {
    return this.#change(id, (kept) => {
      const key = keyNow(kept.secrets);
      if (key === null) return null;
      const use = { ...kept.use, changedAtMs: this.#clock.nowMs() };
      return [{ put: 'key', id, json: keyToJson(key) }, ...further({ ...kept, use })];
    });
  }

  #inTurn<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

function putSecrets(id: KeyId, secrets: Secrets): VaultChange {
  return { put: 'keySecrets', id, json: secretsToJson(secrets) };
}

function putUse(id: KeyId, before: KeyUse, change: Partial<KeyUse>): VaultChange {
  return { put: 'keyUse', id, json: keyUseToJson({ ...before, ...change }) };
}

function putRotation(id: KeyId, rotation: RotationRecord): VaultChange {
  return { put: 'rotation', id, json: rotationToJson(rotation) };
}
