import type { FailureView } from '../view.ts';
import { reasonWords } from './failure-reason-words.ts';
import type { FailureWords } from './failure-words.ts';
import { vaultProblemWords } from './vault-words.ts';

/** The vault is closed, or its keyring cannot be used. */
export function vaultLockedWords({ reason = '' }: FailureView): FailureWords {
  const problem = vaultProblemWords(reason);
  if (problem === null)
    return {
      title: 'The vault is locked.',
      whatToDo: 'Unlock it in Keyfob’s window; the foot of the window says how.',
    };
  const title = `${problem.what.charAt(0).toUpperCase()}${problem.what.slice(1)}.`;
  return { title, whatToDo: problem.next };
}

/** A passphrase or code that opens nothing, or one that came too soon after others. */
export function wrongPassphraseWords({ retryAfterMs }: FailureView): FailureWords {
  return {
    title: 'That does not open the vault.',
    whatToDo:
      retryAfterMs === undefined
        ? 'Check for capital letters and the keyboard’s language, then try again.'
        : `Wait ${Math.ceil(retryAfterMs / 1000)} s, then try again.`,
  };
}

const allowedAfter: Readonly<Record<string, string>> = {
  notByHand: 'Press it again, by the mouse or the keyboard.',
  tooFast: 'Press it again, by the mouse or the keyboard.',
  confirmFirst: 'Try again in Keyfob’s window, and confirm there that it is you.',
  passphraseNeeded: 'Enter the passphrase or the recovery code.',
  presenceNotConfirmed: 'Try again, or enter the passphrase.',
  lastSlot: 'Add another way in first: the keyring of your login, or a passphrase.',
};

/** What may not be done now, or not from where it was asked for. */
export function notAllowedWords(failure: FailureView): FailureWords {
  const words = reasonWords(failure);
  return {
    title: words === undefined ? 'The request was refused.' : `The request was refused: ${words}.`,
    whatToDo: allowedAfter[failure.reason ?? ''] ?? 'Close this window and open Keyfob from its tray icon.',
  };
}
