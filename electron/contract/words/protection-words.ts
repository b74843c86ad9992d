import type { VaultView } from '../view.ts';

/** Two sentences for the first screen: what protects the keys, and where they go. */
export function protectionWords(vault: VaultView): string {
  const kept =
    vault.state === 'osProtected'
      ? 'Your keys are encrypted on this computer, and only your login’s keyring can open them.'
      : 'No keyring protects this computer yet, so your keys stay in memory and are gone when Keyfob quits.';
  return `${kept} Keyfob sends a key only to the provider it belongs to, and nothing to anyone else.`;
}
