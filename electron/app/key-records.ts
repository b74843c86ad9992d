import { type ApiKey, defaultMinimumValidityMs, type KeyId, type KeyUse, unused } from '#core/api-key';
import { Secret } from '#core/secret';
import type { LifetimeSource, Token, TokenOutput } from '#core/token';

/**
 * The JSON inside vault records. Members may be added with a default for records that lack them; none may change its
 * meaning, because stored vaults live for years.
 */
type StoredKey = Omit<ApiKey, 'id'>;

interface StoredToken {
  readonly value: string;
  readonly tokenType: string;
  readonly obtainedAtMs: number;
  readonly expiresAtMs: number | null;
  readonly lifetimeSource: LifetimeSource;
  readonly outputs: readonly TokenOutput[];
}

/** JSON of a `key` record. */
export function keyToJson(key: ApiKey): string {
  const { id: _, ...stored } = key;
  return JSON.stringify(stored satisfies StoredKey);
}

/** Reads a `key` record that {@link keyToJson} wrote; the vault has authenticated it. */
export function keyFromJson(id: string, json: string): ApiKey {
  const stored = JSON.parse(json) as Partial<StoredKey> &
    Pick<StoredKey, 'name' | 'presetId' | 'createdAtMs'>;
  return {
    id: id as KeyId,
    name: stored.name,
    description: stored.description ?? '',
    presetId: stored.presetId,
    fields: stored.fields ?? {},
    secretFieldIds: stored.secretFieldIds ?? [],
    extraCaPem: stored.extraCaPem ?? null,
    approvedCommand: stored.approvedCommand ?? null,
    approvedPreset: stored.approvedPreset ?? null,
    createdAtMs: stored.createdAtMs,
    addedAtMs: stored.addedAtMs ?? stored.createdAtMs,
    keyExpiresAtMs: stored.keyExpiresAtMs ?? null,
    minimumValidityMs: stored.minimumValidityMs ?? defaultMinimumValidityMs,
    refreshMode: stored.refreshMode ?? 'whileUsed',
    noticeLeadDays: stored.noticeLeadDays ?? null,
  };
}

/** JSON of a `keyUse` record. */
export function keyUseToJson(use: KeyUse): string {
  return JSON.stringify(use);
}

/** Reads a `keyUse` record. */
export function keyUseFromJson(json: string): KeyUse {
  return { ...unused, ...(JSON.parse(json) as Partial<KeyUse>) };
}

/** JSON of a `keySecrets` record: secret field values by field id. */
export function secretsToJson(secrets: Readonly<Record<string, Secret>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(secrets).map(([id, secret]) => [id, secret.reveal()])),
  );
}

/** Reads a `keySecrets` record. */
export function secretsFromJson(json: string): Record<string, Secret> {
  const stored = JSON.parse(json) as Record<string, string>;
  return Object.fromEntries(Object.entries(stored).map(([id, text]) => [id, new Secret(text)]));
}

/** JSON of a `token` record. */
export function tokenToJson(token: Token): string {
  return JSON.stringify({ ...token, value: token.value.reveal() } satisfies StoredToken);
}

/** Reads a `token` record. */
export function tokenFromJson(json: string): Token {
  const stored = JSON.parse(json) as StoredToken;
  return { ...stored, value: new Secret(stored.value) };
}
