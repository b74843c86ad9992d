import { needsRestart, restartQuestion } from '#contract/words/vault-words';
import { fail, ok, type Result } from '#core/failure';
import type { AppStateValue } from './app-state.ts';
import type { AskUser } from './approve-command.ts';

/**
 * Whether Keyfob may be restarted: only where nothing else finds a keyring, so that the page cannot end what is in memory for
 * another reason, and not over the user's head while keys would be lost. Failure: notAllowed.
 */
export async function mayRestart({ vault, keys }: AppStateValue, ask: AskUser): Promise<Result<boolean>> {
  if (vault.state === 'opening') return fail('notAllowed');
  if (vault.state === 'locked') return needsRestart({ detail: vault.reason }) ? ok(true) : fail('notAllowed');
  const { protection } = vault;
  if (protection.kind !== 'sessionOnly' || !needsRestart({ detail: protection.reason }))
    return fail('notAllowed');
  return ok(keys.size === 0 || (await ask(restartQuestion)));
}
