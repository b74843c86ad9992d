import type { VaultView } from '../view.ts';

const backends: Record<string, string> = {
  gnome_libsecret: 'the GNOME keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  keychain: 'the macOS Keychain',
  dpapi: 'Windows data protection',
};

const problems: Record<string, string> = {
  unavailable: 'no keyring answers on this desktop',
  weak: 'the keyring offered here would not protect anything',
  notAnswering: 'the keyring does not answer; it may be waiting for its password',
  keyChanged: 'the keyring no longer holds the key of this vault',
  damaged: 'the vault file is damaged; it was left as it is',
  inUse: 'another program has the vault open',
  newerFormat: 'the vault was written by a newer version of Keyfob; update Keyfob to open it',
  unusableFile: 'the vault’s file or folder is not an ordinary one of yours, or cannot be read and written',
};

/** What is wrong with the stored records, or null. */
export function vaultWarning({ unreadableKeys = 0, recordsAltered = false }: VaultView): string | null {
  if (unreadableKeys > 0) {
    const keys = unreadableKeys === 1 ? '1 stored key' : `${unreadableKeys} stored keys`;
    return `${keys} cannot be read; the vault keeps what it holds. Restore the vault file from a backup, or add the keys again.`;
  }
  return recordsAltered
    ? 'Stored records were removed or replaced while Keyfob was not running. Check that your keys are all here and up to date.'
    : null;
}

/** One line: what protects the vault and against what, or why it is closed. */
export function vaultWords(vault: VaultView): string {
  switch (vault.state) {
    case 'opening':
      return 'Opening the vault…';
    case 'osProtected':
      return `Encrypted with a key from ${backends[vault.detail] ?? 'your keyring'}: safe from other users, stolen disks and backups, not from programs that run as you.`;
    case 'sessionOnly':
      return `Session only: ${problems[vault.detail] ?? vault.detail}. Keys stay in memory and are gone when Keyfob quits.`;
    case 'locked':
      return `Locked: ${problems[vault.detail] ?? vault.detail}. Stored keys are untouched.`;
  }
}
