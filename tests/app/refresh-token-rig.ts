import { UndiciHttp } from '#adapters/undici-http';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import type { RotatingRefreshService } from '../services/rotating-refresh-service.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

/** A token service over TLS, and whom to trust for it. */
export interface Started {
  readonly service: RotatingRefreshService;
  readonly caPem: string;
}

/** The app over real connections with short limits. */
export function startOverNetwork(): Promise<KeyfobInMemory> {
  return KeyfobInMemory.start({ http: new UndiciHttp('0.0.0', { headersMs: 2_000, wholeMs: 4_000 }) });
}

/** What the form holds for a refresh token of the service. */
export function refreshDraft(
  { service, caPem }: Started,
  fields: Readonly<Record<string, string>>,
  part: Partial<KeyDraft> = {},
): KeyDraft {
  return draft({
    presetId: 'oauth2-refresh-token',
    extraCaPem: caPem,
    ...part,
    fields: {
      tokenUrl: service.tokenUrl,
      testUrl: service.testUrl,
      clientId: service.credential.id,
      clientAuthentication: 'public',
      ...fields,
    },
  });
}

/** Stores a key with a new sign-in of the service and waits for its first token. */
export async function addSignedIn(
  keyfob: KeyfobInMemory,
  started: Started,
): Promise<{ id: KeyId; first: string }> {
  const first = started.service.signIn();
  const added = await keyfob.app.keys.add(refreshDraft(started, { refreshToken: first }, { name: 'prod' }));
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  const id = added.value.keyId;
  await keyfob.until(() => keyfob.stateOf(id) !== 'neverFetched' && keyfob.stateOf(id) !== 'refreshing');
  return { id, first };
}

/** The stored refresh token. */
export async function storedToken(keyfob: KeyfobInMemory, id: KeyId): Promise<string> {
  const json = await keyfob.vault.read('keySecrets', id);
  if (!json.ok || json.value === null) throw new Error('no secrets');
  return (JSON.parse(json.value) as { refreshToken: string }).refreshToken;
}
