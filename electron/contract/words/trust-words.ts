import type { VaultView } from '../view.ts';
import { vaultProblemWords, vaultWords } from './vault-words.ts';

/** A heading and the sentence below it. */
export interface TitledWords {
  readonly title: string;
  readonly text: string;
}

/** Reasons for which a vault is closed that opens with what the user knows or has. */
const locks: Readonly<Record<string, TitledWords>> = {
  passphraseNeeded: { title: 'Unlock Keyfob', text: 'Your keys are encrypted on this computer.' },
  byUser: { title: 'Keyfob is locked', text: 'You locked it.' },
  idle: { title: 'Keyfob is locked', text: 'Nobody used this computer for a while.' },
  screenLocked: { title: 'Keyfob is locked', text: 'It was locked together with the screen.' },
  suspended: { title: 'Keyfob is locked', text: 'It was locked when the computer went to sleep.' },
};

/** Whether the vault was closed on purpose, rather than by something that is in the way. */
export function isPlainLock({ detail }: Pick<VaultView, 'detail'>): boolean {
  return Object.hasOwn(locks, detail);
}

/** Why the vault is closed and what helps, for the place of the list. */
export function lockedWords(vault: VaultView): TitledWords {
  const { detail, slots } = vault;
  if (detail === 'damaged')
    return {
      title: 'The vault file is damaged',
      text: 'Keyfob leaves it as it is. Restore a backup, or start anew.',
    };
  if (detail === 'keyChanged') {
    const isTyped = slots.includes('passphrase') || slots.includes('recovery');
    return {
      title: 'The keyring no longer holds the key of this vault',
      text: isTyped ? keyChangedTyped : keyChangedAlone,
    };
  }
  if (isWithoutWayIn(vault))
    return {
      title: 'No way in can be read from this vault',
      text: 'Keyfob leaves it as it is. Restore a backup, or start anew.',
    };
  const problem = vaultProblemWords(detail);
  return (
    locks[detail] ??
    (problem === null
      ? { title: 'The vault is closed', text: vaultWords(vault) }
      : { title: `${problem.what.charAt(0).toUpperCase()}${problem.what.slice(1)}`, text: problem.next })
  );
}

const keyChangedTyped =
  'What you know or wrote down still opens it. After that, let the keyring be used again under “Protection…”.';
const keyChangedAlone =
  'Bring back the keyring that was in use when the keys were stored, then choose “Try again”. If it is lost, only a backup helps that had another way in, such as a recovery code.';

/** Whether the vault's own keyring entry, file or ways in are gone or broken, so that waiting mends nothing. */
export function isBeyondRetry({ detail, slots }: Pick<VaultView, 'detail' | 'slots'>): boolean {
  return detail === 'keyChanged' || detail === 'damaged' || isWithoutWayIn({ detail, slots });
}

function isWithoutWayIn({ detail, slots }: Pick<VaultView, 'detail' | 'slots'>): boolean {
  return detail === 'passphraseNeeded' && slots.length === 0;
}

/** Texts of the lock screen and of the question before a secret is shown. */
export const unlockWords = {
  lock: 'Lock',
  passphrase: 'Passphrase',
  recoveryCode: 'Recovery code',
  recoveryHelp: 'The groups that you printed or wrote down. Spaces, dashes and small letters do not matter.',
  unlock: 'Unlock',
  withKeyring: 'Unlock with the keyring',
  useRecovery: 'Use the recovery code instead',
  usePassphrase: 'Use the passphrase instead',
  working: 'One moment: this takes about a second.',
  show: 'Show what is typed',
  hide: 'Hide what is typed',
  capsLock: 'Caps Lock is on.',
  empty: 'Enter it first.',
  restoreBackup: 'Restore a backup…',
  startAnew: 'Start anew…',
  waysOutHelp:
    'Either of these moves the present vault aside in Keyfob’s folder; nothing is deleted. Starting anew begins with an empty list.',
  forgot: 'Forgot it?',
  forgotHelp:
    'Nobody can reset a passphrase. Backups ask for the same passphrase or recovery code as this vault: they help when it is damaged. If nothing that you know opens it, start anew.',
  confirmTitle: 'Confirm that it is you',
  confirmText:
    'Keyfob asks before it shows or exports a secret, and before that is switched off. An answer holds for five minutes.',
  confirm: 'Confirm',
} as const;

/** How long no further try is heard: "Try again in 12 s." */
export function waitWords(seconds: number): string {
  return `You can try again in ${seconds} s.`;
}

/** Texts of the dialog about what protects the vault. */
export const trustWords = {
  closed: 'Closed: stored keys are untouched.',
  title: 'Protection',
  open: 'Protection…',
  vault: 'Vault',
  ways: 'Ways in',
  passphrase: 'Passphrase',
  passphraseSet: 'Asked for when Keyfob is locked.',
  passphraseNone: 'None. With one, Keyfob can be locked, and opens without a keyring.',
  passphraseNoVault: 'None. With one, your keys are kept when Keyfob quits.',
  keyring: 'Keyring of your login',
  keyringUsed: 'Opens the vault without a question while you are logged in.',
  keyringUnused: 'Not used: the passphrase is asked for at each start.',
  keyringNone: 'Not used: there is none here that protects anything.',
  recovery: 'Recovery code',
  recoveryMade: 'Opens the vault when the passphrase is forgotten or the keyring is lost.',
  recoveryNone: 'None. Without one, a forgotten passphrase or a lost keyring costs you the vault.',
  locking: 'Lock by itself',
  lockAfter: 'After no input to the computer',
  lockWithScreen: 'With the screen',
  lockOnSuspend: 'When the computer goes to sleep',
  refreshWhenLocked: 'Renew tokens while locked',
  refreshWhenLockedHelp:
    'Your keys then stay in memory while Keyfob is locked. Nothing is shown or handed out.',
  secrets: 'Tokens and secrets',
  tokensInMemory: 'Keep tokens in memory only',
  tokensInMemoryHelp: 'They are not written to the vault; each start fetches them anew.',
  clearAfter: 'Clear a copied token after',
  confirmReveal: 'Ask for the passphrase before a secret is shown',
  confirmRevealHelp: 'Also before an export. Copying asks for nothing. An answer holds for five minutes.',
  encryption: 'Encryption',
  renewHelp:
    'Encrypts everything under a new key. Do it when somebody may have seen the old one, such as in a copy of this computer’s memory.',
  worn: 'The vault’s key has encrypted very much. Keyfob did not renew it by itself, because that would take a way in away.',
  set: 'Set a passphrase…',
  change: 'Change…',
  remove: 'Remove…',
  make: 'Make a code…',
  makeNew: 'Make a new one…',
  useKeyring: 'Use it…',
  stopKeyring: 'Stop using it…',
  renew: 'Renew the key…',
} as const;

/** After which time a copied token is taken off the clipboard. */
export function clearAfterWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds % 60 !== 0) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return seconds === 60 ? '1 minute' : `${seconds / 60} minutes`;
}

/** After which time without input the vault is locked. */
export function lockAfterWords(minutes: number | null): string {
  if (minutes === null) return 'Never';
  if (minutes % 60 === 0) return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** Texts of the questions that the dialog about protection asks; each names its deed once more on the button. */
export const trustQuestions = {
  current: 'Present passphrase',
  currentHelp: 'If you forgot it: the recovery code.',
  setPassphrase: {
    title: 'Set a passphrase',
    text: 'Choose one that you will remember. Nobody can reset it; a recovery code is the only other way in.',
    confirm: 'Set passphrase',
    done: 'The passphrase is set',
  },
  changePassphrase: {
    title: 'Change the passphrase',
    text: 'The former one then opens neither the vault nor its backups, only copies made elsewhere and files that were set aside.',
    confirm: 'Change passphrase',
    done: 'The passphrase is changed',
  },
  removePassphrase: {
    title: 'Remove the passphrase?',
    text: 'The keyring alone then opens the vault. Programs that run as you can then ask it, at any time.',
    confirm: 'Remove passphrase',
    done: 'The passphrase is removed',
  },
  useKeyring: {
    title: 'Use the keyring of your login?',
    text: 'Keyfob then opens without a question while you are logged in.',
    confirm: 'Use the keyring',
    done: 'The keyring opens the vault',
  },
  stopKeyring: {
    title: 'Stop using the keyring?',
    text: 'Keyfob then asks for the passphrase at each start, and renews no token before. Make sure that you remember it.',
    confirm: 'Stop using it',
    done: 'The keyring no longer opens the vault',
  },
  renewDataKey: {
    title: 'Renew the key of the vault?',
    text: 'Everything is encrypted again. All ways in stay as they are. Backups under the former key are removed, unless they know more than this vault.',
    textWithCode:
      'Everything is encrypted again. The recovery code that you have then opens this vault no more: make a new one afterwards. The other ways in stay. Backups under the former key are removed, unless they know more than this vault.',
    confirm: 'Renew key',
    done: 'The vault has a new key',
    working: 'Encrypting everything anew…',
  },
} as const;

/** Texts where a new passphrase is chosen. */
export const newPassphraseWords = {
  label: 'New passphrase',
  again: 'The same again',
  tooShort: 'Enter at least 8 characters.',
  different: 'This is not the same. Type both again.',
} as const;

/** How much a passphrase holds out, as far as its length and variety tell. */
export type PassphraseStrength = 'none' | 'tooShort' | 'uniform' | 'short' | 'fair' | 'long';

/** Advice for a strength. It never calls a passphrase safe: nobody can see from outside whether others know it. */
export const strengthWords: Readonly<Record<PassphraseStrength, string>> = {
  none: 'Four or more random words are easy to remember and hard to guess.',
  tooShort: 'Too short: at least 8 characters.',
  uniform: 'Easy to guess: the same few characters again and again.',
  short: 'Short. A fast computer may guess it; add words.',
  fair: 'Fair. Another word or two makes it much harder to guess.',
  long: 'Long. Good, if it is no known phrase and you use it nowhere else.',
};
