import type { ApiKey, KeyId, KeyUse } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { Vault, VaultChange } from '#core/ports';
import type { Secret } from '#core/secret';
import type { Token } from '#core/token';
import {
  keyFromJson,
  keyToJson,
  keyUseFromJson,
  keyUseToJson,
  marksFromJson,
  marksToJson,
  secretsFromJson,
  secretsToJson,
  tokenFromJson,
  tokenToJson,
} from './key-records.ts';
import { type RotationRecord, rotationFromJson, rotationToJson } from './rotation-record.ts';

type Secrets = Readonly<Record<string, Secret>>;

const noticesId = 'given';

/** What a vault holds, without the secrets. */
export interface StoredState {
  readonly keys: readonly ApiKey[];
  readonly uses: ReadonlyMap<KeyId, KeyUse>;
  readonly tokens: ReadonlyMap<KeyId, Token>;
  readonly rotations: ReadonlyMap<KeyId, RotationRecord>;
  readonly marks: ReadonlySet<string>;
  /** Key records that cannot be read; they stay in the vault as they are. */
  readonly unreadableKeys: number;
}

/** Keys, secrets, tokens and notice marks as records of the vault. Each method is one durable commit. */
export class KeyStorage {
  readonly #vault: Vault;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Everything but the secrets. */
  async readAll(): Promise<Result<StoredState>> {
    const keys = await this.#vault.readAll('key');
    if (!keys.ok) return keys;
    const tokens = await this.#vault.readAll('token');
    if (!tokens.ok) return tokens;
    const uses = await this.#vault.readAll('keyUse');
    if (!uses.ok) return uses;
    const rotations = await this.#vault.readAll('rotation');
    if (!rotations.ok) return rotations;
    const marks = await this.#vault.read('notices', noticesId);
    return ok({
      keys: [...keys.value.records].map(([id, json]) => keyFromJson(id, json)),
      uses: new Map([...uses.value.records].map(([id, json]) => [id as KeyId, keyUseFromJson(json)])),
      tokens: new Map([...tokens.value.records].map(([id, json]) => [id as KeyId, tokenFromJson(json)])),
      rotations: new Map(
        [...rotations.value.records].map(([id, json]) => [id as KeyId, rotationFromJson(json)]),
      ),
      marks: marks.ok && marks.value !== null ? marksFromJson(marks.value) : new Set(),
      unreadableKeys: keys.value.damagedIds.length,
    });
  }

  /** The secret fields of one key, for one use. */
  async readSecrets(id: KeyId): Promise<Result<Record<string, Secret>>> {
    const json = await this.#vault.read('keySecrets', id);
    if (!json.ok) return json;
    return json.value === null ? fail('keyNotFound') : ok(secretsFromJson(json.value));
  }

  /** Stores a new key. */
  addKey(key: ApiKey, secrets: Readonly<Record<string, Secret>>): Promise<Result<void>> {
    return this.#vault.commit([
      { put: 'key', id: key.id, json: keyToJson(key) },
      { put: 'keySecrets', id: key.id, json: secretsToJson(secrets) },
    ]);
  }

  /** Stores an edited key whose credentials are the same. */
  saveKey(key: ApiKey, use: KeyUse): Promise<Result<void>> {
    return this.#vault.commit([
      { put: 'key', id: key.id, json: keyToJson(key) },
      { put: 'keyUse', id: key.id, json: keyUseToJson(use) },
    ]);
  }

  /**
   * Stores a key with other credentials; the token of the old ones goes with them.
   *
   * @param entered new secrets; those that are not among them stay
   */
  replaceCredentials(key: ApiKey, use: KeyUse, entered: Secrets): Promise<Result<void>> {
    return this.#changeSecrets(key.id, (kept) => ({
      secrets: { ...kept, ...entered },
      rest: [
        { put: 'key', id: key.id, json: keyToJson(key) },
        { put: 'keyUse', id: key.id, json: keyUseToJson(use) },
        { remove: 'token', id: key.id },
      ],
    }));
  }

  saveUse(id: KeyId, use: KeyUse): Promise<Result<void>> {
    return this.#vault.commit([{ put: 'keyUse', id, json: keyUseToJson(use) }]);
  }

  /** Stores a token, the use of its key and the secrets that came with it, all or nothing. */
  saveToken(id: KeyId, token: Token, use: KeyUse, renewed: Secrets): Promise<Result<void>> {
    const rest: VaultChange[] = [
      { put: 'token', id, json: tokenToJson(token) },
      { put: 'keyUse', id, json: keyUseToJson(use) },
    ];
    if (Object.keys(renewed).length === 0) return this.#vault.commit(rest);
    return this.#changeSecrets(id, (kept) => ({ secrets: { ...kept, ...renewed }, rest }));
  }

  /** Replaces the secrets that still are those that were sent: the service took them for used up. */
  renewSecrets(id: KeyId, sent: Secrets, renewed: Secrets): Promise<Result<void>> {
    const isSame = (kept: Secrets, field: string) => kept[field]?.reveal() === sent[field]?.reveal();
    return this.#changeSecrets(id, (kept) => ({
      secrets: {
        ...kept,
        ...Object.fromEntries(Object.entries(renewed).filter(([field]) => isSame(kept, field))),
      },
      rest: [],
    }));
  }

  /** Replaces secrets of a rotation, all or nothing; the token of the old ones goes with them. */
  switchSecrets(
    key: ApiKey,
    use: KeyUse,
    secrets: Secrets,
    rotation: RotationRecord | null,
  ): Promise<Result<void>> {
    const id = key.id;
    return this.#changeSecrets(id, (kept) => ({
      secrets: { ...kept, ...secrets },
      rest: [
        { put: 'key', id, json: keyToJson(key) },
        { put: 'keyUse', id, json: keyUseToJson(use) },
        { remove: 'token', id },
        rotation === null
          ? { remove: 'rotation', id }
          : { put: 'rotation', id, json: rotationToJson(rotation) },
      ],
    }));
  }

  saveRotation(id: KeyId, rotation: RotationRecord): Promise<Result<void>> {
    return this.#vault.commit([{ put: 'rotation', id, json: rotationToJson(rotation) }]);
  }

  removeRotation(id: KeyId): Promise<Result<void>> {
    return this.#vault.commit([{ remove: 'rotation', id }]);
  }

  /** Forgets a token, as its provider was told to. */
  removeToken(id: KeyId): Promise<Result<void>> {
    return this.#vault.commit([{ remove: 'token', id }]);
  }

  /** Reads, changes and stores secrets in turn, so that an edit and a renewal at the same time both count. */
  #changeSecrets(
    id: KeyId,
    change: (kept: Secrets) => { secrets: Secrets; rest: readonly VaultChange[] },
  ): Promise<Result<void>> {
    const changed = this.#turn.then(async () => {
      const kept = await this.readSecrets(id);
      if (!kept.ok) return kept;
      const { secrets, rest } = change(kept.value);
      return this.#vault.commit([{ put: 'keySecrets', id, json: secretsToJson(secrets) }, ...rest]);
    });
    this.#turn = changed.catch(() => {});
    return changed;
  }

  deleteKey(id: KeyId): Promise<Result<void>> {
    return this.#vault.commit([
      { remove: 'key', id },
      { remove: 'keySecrets', id },
      { remove: 'keyUse', id },
      { remove: 'token', id },
      { remove: 'rotation', id },
    ]);
  }

  saveMarks(marks: Iterable<string>): Promise<Result<void>> {
    return this.#vault.commit([{ put: 'notices', id: noticesId, json: marksToJson(marks) }]);
  }
}
