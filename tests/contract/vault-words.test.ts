import { expect, it } from 'vitest';
import { vaultWords } from '#contract/words/vault-words';
import type { KeyringProblem, VaultProblem } from '#core/ports';

/** What each problem sends the user to do; the compiler keeps the list whole. */
const nextSteps: Record<KeyringProblem | VaultProblem, RegExp> = {
  unavailable: /Start or unlock your keyring, then choose “Try again”\.$/,
  askedInVain: /Start or unlock your keyring, then restart Keyfob\.$/,
  weak: /Start the GNOME keyring or KWallet, then restart Keyfob\.$/,
  notAnswering: /Look for its window, then choose “Try again”\.$/,
  keyChanged:
    /Bring back the keyring .*, then choose “Try again”\. If it is lost, open Keyfob’s window: .* backup or a new vault/,
  damaged: /restore a backup there, or start anew/,
  inUse: /Close the other Keyfob/,
  newerFormat: /Update Keyfob/,
  unusableFile: /belong to you, that you may write there/,
};

it.each(Object.entries(nextSteps))('a vault that is %s has a next step', (detail, nextStep) => {
  for (const state of ['locked', 'sessionOnly'] as const) {
    const words = vaultWords({ state, detail, slots: [] });
    expect(words).toMatch(nextStep);
    expect(words).toMatch(/\.$/);
    expect(words).not.toContain(detail === 'damaged' ? '..' : `: ${detail}.`);
  }
});

it('says first what it means for the keys', () => {
  expect(vaultWords({ state: 'sessionOnly', detail: 'weak', slots: [] })).toMatch(
    /^Session only: .+ Keys stay in memory and are gone when Keyfob quits\. Start/,
  );
  expect(vaultWords({ state: 'locked', detail: 'inUse', slots: [] })).toMatch(
    /^Locked: .+ Stored keys are untouched\. Close/,
  );
});
