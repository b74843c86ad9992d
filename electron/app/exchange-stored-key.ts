import { fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Log } from '#core/ports';
import type { Secret } from '#core/secret';
import type { Exchanged } from './exchange-key.ts';
import type { HeldTokens } from './held-tokens.ts';
import type { KeyStorage } from './key-storage.ts';
import type { RefreshTokens } from './refresh-tokens.ts';

/** What an exchange of a stored key needs. */
export interface ExchangeStoredNeeds {
  readonly storage: KeyStorage;
  readonly refreshTokens: RefreshTokens;
  readonly held: HeldTokens;
  readonly log: Log;
  /** Asks the provider (app/exchange-key.ts, bound to the network). */
  readonly exchange: (
    state: KeyState,
    secrets: Readonly<Record<string, Secret>>,
    neededAtMs: () => number,
  ) => Promise<Result<Exchanged>>;
}

/**
 * Exchanges a stored key, once. A fault of our own must not leave a key "refreshing" for ever: it becomes a failure like any
 * other.
 */
export async function exchangeStoredKey(
  { storage, refreshTokens, held, log, exchange }: ExchangeStoredNeeds,
  keyState: KeyState,
  neededAtMs: () => number,
): Promise<Result<Exchanged>> {
  const { id } = keyState.key;
  const settled = await refreshTokens.settle(id);
  if (!settled.ok) return settled;
  if (settled.value !== null) return ok(settled.value);
  const secrets = await storage.readSecrets(id);
  if (!secrets.ok) return secrets;
  return refreshTokens.exchange(id, secrets.value, keyState.edits, async () => {
    try {
      const answer = await exchange(keyState, secrets.value, neededAtMs);
      const isOld = answer.ok && held.isNothingNew(id, answer.value);
      return isOld ? fail('unusableAnswer', { step: 'token', reason: 'sameTokenAgain' }) : answer;
    } catch (error) {
      log.write('exchange.threw', { keyId: id, error: error instanceof Error ? error.name : '' });
      return fail('internal');
    }
  });
}
