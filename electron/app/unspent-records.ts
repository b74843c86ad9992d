import type { VaultChange } from '#core/ports';
import { keyUseFromJson, keyUseToJson, secretsFromJson, secretsToJson } from './key-records.ts';
import type { RenewedSecrets } from './renewed-secrets.ts';

/**
 * Records of a file or of an undo, with refresh tokens as they are now: what was used up since must neither be sent again nor
 * take the place of what came for it (RFC 9700 section 4.14.2). One of which nobody knows makes its key wait for the user.
 */
export function unspentRecords(changes: readonly VaultChange[], renewed: RenewedSecrets): VaultChange[] {
  const sentAtMs = new Map<string, number>();
  const current = changes.map((change): VaultChange => {
    if (!('put' in change) || change.put !== 'keySecrets') return change;
    const secrets = renewed.current(secretsFromJson(change.json));
    const doubtfulSinceMs = renewed.doubtfulSinceMs(secrets);
    if (doubtfulSinceMs !== null) sentAtMs.set(change.id, doubtfulSinceMs);
    return { ...change, json: secretsToJson(secrets) };
  });
  return current.map((change): VaultChange => {
    const refreshTokenSentAtMs = sentAtMs.get(change.id);
    if (refreshTokenSentAtMs === undefined || !('put' in change) || change.put !== 'keyUse') return change;
    return { ...change, json: keyUseToJson({ ...keyUseFromJson(change.json), refreshTokenSentAtMs }) };
  });
}
