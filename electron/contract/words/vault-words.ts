import type { VaultView } from '../view.ts';

const keyrings: Record<string, string> = {
  gnome_libsecret: 'the GNOME keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  keychain: 'the macOS Keychain',
  dpapi: 'Windows data protection',
};

/** The keyring of a backend, to stand within a sentence. */
export function keyringName(backend: string): string {
  return keyrings[backend] ?? 'your keyring';
}

/** Why Keyfob still runs, or still has the keys in memory, although the user wants neither. */
export const storesBeforeWords = {
  quit: 'Keyfob quits when a renewal or rotation that it has begun is stored, in half a minute at most: what the service sends would be lost otherwise.',
  wipe: 'A renewal or rotation that has begun is stored first: the keys are out of this computer’s memory in half a minute at most.',
} as const;

/** Asked before a vault that does not open is set aside. */
export const startAnewQuestion = {
  title: 'Set the vault aside and begin with an empty one?',
  detail:
    'The present vault is moved aside within Keyfob’s folder; nothing is deleted, and it can be put back by hand. Your keys have to be added anew.',
  yes: 'Start anew',
};

/** Asked before a restart that takes the keys of a session along. */
export const restartQuestion = {
  title: 'Restart Keyfob and lose the keys of this session?',
  detail: 'They are in memory only and end with it. To keep them, cancel and export them first.',
  yes: 'Restart',
};

/** Why the vault is closed, or why there is none, and how to get on: each part stands as a sentence or in one. */
export interface ProblemWords {
  readonly what: string;
  readonly next: string;
}

const again = 'then choose “Try again”';

const problems: Readonly<Record<string, ProblemWords>> = {
  unavailable: {
    what: 'no keyring answers on this desktop',
    next: `Start or unlock your keyring, ${again}.`,
  },
  weak: {
    what: 'the keyring offered here would not protect anything',
    next: 'Start the GNOME keyring or KWallet, then restart Keyfob.',
  },
  askedInVain: {
    what: 'no keyring answered when Keyfob asked, which it can do once each time it runs',
    next: 'Start or unlock your keyring, then restart Keyfob.',
  },
  notAnswering: {
    what: 'the keyring does not answer; it may be waiting for its password',
    next: `Look for its window, ${again}.`,
  },
  keyChanged: {
    what: 'the keyring no longer holds the key of this vault',
    next: `Bring back the keyring that was in use when the keys were stored, ${again}. If it is lost, open Keyfob’s window: another way in, a backup or a new vault helps.`,
  },
  damaged: {
    what: 'the vault file is damaged',
    next: 'Open Keyfob’s window: restore a backup there, or start anew; the damaged file is kept.',
  },
  inUse: {
    what: 'another program has the vault open',
    next: `Close the other Keyfob, or what else reads vault.db, ${again}.`,
  },
  newerFormat: {
    what: 'the vault was written by a newer version of Keyfob',
    next: 'Update Keyfob to open it.',
  },
  tooLittleMemory: {
    what: 'there is too little free memory to work on the passphrase',
    next: 'Close some programs, then try again.',
  },
  unusableFile: {
    what: 'the vault’s file or folder is not an ordinary one of yours, or cannot be read and written',
    next: `Check that both belong to you, that you may write there and that the disk works and has room, ${again}.`,
  },
};

/** What is in the way of opening the vault; null for what is no such reason. */
export function vaultProblemWords(reason: string): ProblemWords | null {
  return Object.hasOwn(problems, reason) ? (problems[reason] ?? null) : null;
}

/** Whether another try is in vain and only a restart of Keyfob can find a keyring. */
export function needsRestart({ detail }: Pick<VaultView, 'detail'>): boolean {
  return detail === 'weak' || detail === 'askedInVain';
}

const lockCauses: Readonly<Record<string, string>> = {
  passphraseNeeded: 'Locked',
  byUser: 'Locked by you',
  idle: 'Locked, as nobody used the computer',
  screenLocked: 'Locked together with the screen',
  suspended: 'Locked when the computer went to sleep',
};

/** Honest about what a lock is worth: without a passphrase anybody at this computer opens it again. */
function lockWords({ detail, slots }: VaultView): string | null {
  const cause = lockCauses[detail];
  if (cause === undefined) return null;
  const isClickEnough = slots.includes('os') && !slots.includes('passphrase');
  return !isClickEnough
    ? `${cause}: your keys are encrypted on disk, and open only for who knows a way in.`
    : `${cause}: keys and tokens are out of sight. A click opens them again, also for others at this computer; a passphrase would prevent that.`;
}

/** What is wrong with the stored records, or null. */
export function vaultWarning({ unreadableKeys = 0, recordsAltered = false }: VaultView): string | null {
  if (unreadableKeys > 0) {
    const keys = unreadableKeys === 1 ? '1 stored key' : `${unreadableKeys} stored keys`;
    return `${keys} cannot be read; the vault keeps what it holds. Restore a backup under “Backups…” in Settings, or add the keys again.`;
  }
  return recordsAltered
    ? 'Stored records were removed or replaced while Keyfob was not running. Check that your keys are all here and up to date.'
    : null;
}

/** One line: what protects the vault and against what, or why it is closed and what to do. */
export function vaultWords(vault: VaultView): string {
  switch (vault.state) {
    case 'opening':
      return 'Opening the vault…';
    case 'osProtected':
      return `Encrypted with a key from ${keyringName(vault.detail)}: safe from other users, stolen disks and backups, not from programs that run as you.`;
    case 'passphraseProtected':
      return 'Encrypted with your passphrase: safe from other users, stolen disks and backups; from programs that run as you only while it is locked.';
    case 'sessionOnly':
      return told('Session only', vault.detail, 'Keys stay in memory and are gone when Keyfob quits.');
    case 'locked':
      return lockWords(vault) ?? told('Locked', vault.detail, 'Stored keys are untouched.');
  }
}

function told(state: string, detail: string, meaning: string): string {
  const { what, next } = problems[detail] ?? { what: detail, next: `Restart Keyfob, ${again}.` };
  return `${state}: ${what}. ${meaning} ${next}`;
}
