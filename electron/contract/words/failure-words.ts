import type { FailureKindView, FailureView } from '../view.ts';
import { notAllowedWords, vaultLockedWords, wrongPassphraseWords } from './failure-access-words.ts';
import {
  after,
  rateLimitedAdvice,
  refusedWords,
  serviceFailedWords,
  unusableAnswerWords,
} from './failure-answer-words.ts';
import { reasonWords } from './failure-reason-words.ts';

/** A failure in words: what happened, and what the user can do about it. */
export interface FailureWords {
  readonly title: string;
  readonly whatToDo: string;
}

/** Where a failure is told: a `key` is renewed by Keyfob itself, a `test` runs once and is over. */
export type FailurePlace = 'key' | 'test';

/** What the words of a failure are made from. */
export interface Told {
  readonly failure: FailureView;
  /** The host that was called, or other words for it. */
  readonly host: string;
  /** How it goes on without anybody's doing. */
  readonly goesOn: string;
  readonly isTest: boolean;
}

/** English words of a failure. Every kind has a next step. */
export function failureWords(failure: FailureView, place: FailurePlace = 'key'): FailureWords {
  const isTest = place === 'test';
  const goesOn = isTest ? 'Then test again.' : 'Keyfob tries again by itself.';
  const words = wordsByKind[failure.kind];
  return typeof words === 'function'
    ? words({ failure, host: failure.host ?? 'the service', goesOn, isTest })
    : words;
}

/** A failure that is told away from what failed. `deed`: what the button said that was pressed. */
export function lateFailureWords(deed: string, failure: FailureView): FailureWords {
  const { title, whatToDo } = failureWords(failure);
  return { title: `“${deed}” failed.`, whatToDo: `${title} ${whatToDo}` };
}

const wordsByKind: Record<FailureKindView, FailureWords | ((told: Told) => FailureWords)> = {
  invalidInput: ({ failure }) =>
    failure.reason === 'presetChanged'
      ? presetChangedWords
      : {
          title: `${failure.field ?? 'A field'} ${reasonWords(failure) ?? 'cannot be used'}.`,
          whatToDo: 'Correct it and try again.',
        },
  nameTaken: { title: 'Another key has this name.', whatToDo: 'Choose a name that no other key has.' },
  keyNotFound: {
    title: 'This key is no longer stored.',
    whatToDo: 'Close this view; the list shows what is stored.',
  },
  presetNotFound: {
    title: 'Keyfob does not know this provider.',
    whatToDo:
      'If it came from a preset file of yours, put that back. Otherwise update Keyfob, or add the key for another provider.',
  },
  vaultLocked: ({ failure }) => vaultLockedWords(failure),
  wrongPassphrase: ({ failure }) => wrongPassphraseWords(failure),
  vaultWriteFailed: writeFailedWords,
  settingsNotWritten: {
    title: 'The setting could not be written to disk; the former one still holds.',
    whatToDo: 'Free some disk space or check the folder’s permissions, then try again.',
  },
  presetFolderFailed: {
    title: 'The folder with your preset files could not be used; nothing was changed.',
    whatToDo: 'Free some disk space or check the permissions of the folder "presets", then try again.',
  },
  vaultDamaged: {
    title: 'A stored record cannot be read.',
    whatToDo:
      'It is kept as it is. Restore the vault file from a backup, or enter the key again under another name.',
  },
  addressRefused: ({ failure, host }) => ({
    title: `Keys are not sent to ${host}${after(': its address ', reasonWords(failure))}.`,
    whatToDo:
      'Use an https address (http is allowed for this computer only), without user name, password or fragment.',
  }),
  unreachable: ({ failure, host, goesOn }) => ({
    title: `No connection to ${host}${after(': ', reasonWords(failure))}.`,
    whatToDo: `Check the network, VPN and the host name. ${goesOn}`,
  }),
  timedOut: ({ host, goesOn }) => ({
    title: `${host} did not answer in time.`,
    whatToDo: `Wait a little, or check VPN and proxy. ${goesOn}`,
  }),
  certificateRefused: ({ failure, host }) => ({
    title: `The certificate of ${host} is not trusted${after(': ', reasonWords(failure))}.`,
    whatToDo:
      'If the service uses its own certificate authority, add its CA file to this key. Also check the host name and this computer’s date.',
  }),
  redirected: ({ host }) => ({
    title: `The service redirected the request to ${host}.`,
    whatToDo: 'Keys are never sent on. If that is the right address, enter it as the host of this key.',
  }),
  refused: refusedWords,
  rateLimited: ({ failure, host, isTest }) => ({
    title: `${host} asks for fewer requests.`,
    whatToDo: rateLimitedAdvice(failure, isTest),
  }),
  serviceFailed: serviceFailedWords,
  unusableAnswer: unusableAnswerWords,
  answerTooLarge: ({ host }) => ({
    title: `${host} sent far more than a token.`,
    whatToDo: 'Check the host: this is not a token service.',
  }),
  keyExpired: {
    title: 'This key has expired.',
    whatToDo: 'Make a new key at the provider, then edit this one and enter the new secret and expiry.',
  },
  clipboardFailed: clipboardFailedWords,
  notAllowed: ({ failure }) => notAllowedWords(failure),
  cancelled: { title: 'Stopped.', whatToDo: 'Nothing was stored. Start again when you like.' },
  proxyFailed: proxyFailedWords,
  signInNeeded: ({ failure }) => ({
    title: `Sign in again${after(': ', reasonWords(failure))}.`,
    whatToDo: 'Open this key and choose "Sign in".',
  }),
  sourceKeyFailed: ({ failure }) => ({
    title: `The key that this one draws from has no token now${after(': ', reasonWords(failure))}.`,
    whatToDo: 'Open that key and follow what its own row says; this one then works again.',
  }),
  commandRefused: ({ failure }) => ({
    title: `The command was not run${after(': ', reasonWords(failure))}.`,
    whatToDo: commandAdvice[failure.reason ?? ''] ?? 'Edit the key, check the command and approve it again.',
  }),
  commandFailed: ({ failure }) => ({
    title: `The command gave no token${after(': ', reasonWords(failure))}.`,
    whatToDo: 'Run it in a terminal to see what it says. If it asks you to sign in, do that there.',
  }),
  internal: ({ failure }) => (failure.reason === 'rotationInterrupted' ? interruptedWords : mistakeWords),
};

const commandAdvice: Readonly<Record<string, string>> = {
  commandsOff: 'Allow commands in Settings if you trust the ones that you entered.',
  commandChanged:
    'If you updated the program, edit the key and approve it again. If not, find out who changed it.',
};

const mistakeWords: FailureWords = {
  title: 'Keyfob made a mistake.',
  whatToDo:
    'Your keys are safe. Try again; if it happens again, report it with the log file (it holds no secrets).',
};

const presetChangedWords: FailureWords = {
  title: 'The preset file of this provider changed in what it does with secrets, so no secret was sent.',
  whatToDo:
    'If you trust the changed file, open the key and save it again. If you did not change it, find out who did.',
};

const interruptedWords: FailureWords = {
  title: 'Keyfob ended while it made a new secret. The old one is in use.',
  whatToDo:
    'A new secret whose name begins with "keyfob-" may be left at the provider: delete it there. Then rotate again.',
};

function writeFailedWords({ failure }: Told): FailureWords {
  const why = reasonWords(failure);
  if (failure.reason === 'notConfirmed')
    return {
      title: `Everything is encrypted under the new key, but ${why}.`,
      whatToDo: 'Check the disk, then renew the key again and make a new recovery code.',
    };
  if (failure.reason === 'fileNotConfirmed')
    return {
      title: `Everything is stored in a file that the passphrase opens, but ${why}.`,
      whatToDo: 'Keyfob goes on with that file. Check the disk, and export your keys to another one.',
    };
  if (failure.reason === 'restoreNotConfirmed')
    return {
      title: `The backup is in the place of the vault, but ${why}.`,
      whatToDo: 'Check the disk. The former vault lies beside it, under the name vault.db.set-aside-….',
    };
  return {
    title: 'The change could not be written to disk; nothing was changed.',
    whatToDo: 'Free some disk space or check the folder’s permissions, then try again.',
  };
}

function proxyFailedWords({ failure, host, goesOn }: Told): FailureWords {
  const why = after(': ', reasonWords(failure));
  // The host of this one is the service's: no proxy was called.
  if (failure.reason === 'proxyNotSupported')
    return {
      title: `The proxy that is set cannot be used${why}.`,
      whatToDo: `Name an http or https proxy in HTTPS_PROXY or in the settings of your system; or, if ${host} can be reached without one, name it in NO_PROXY. Start Keyfob again after you changed a variable.`,
    };
  const isPassword = failure.reason === 'proxyAuthentication';
  return {
    title: `The proxy ${host} did not connect${why}.`,
    whatToDo: isPassword
      ? 'Set user name and password of the proxy in HTTPS_PROXY, as in http://name:password@proxy:3128, then start Keyfob again.'
      : `Check the proxy in the settings of your system or in HTTPS_PROXY, or name the service in NO_PROXY. ${goesOn}`,
  };
}

function clipboardFailedWords({ failure }: Told): FailureWords {
  const advice: Readonly<Record<string, string>> = {
    overtaken: 'What came later counts. Copy again if you want this token.',
    notFoundElsewhere: 'Look for a program that changes the clipboard, such as a clipboard manager.',
    notCleared: 'Exclude Keyfob in your clipboard manager, or clear its history after you pasted.',
    waylandToolsMissing: 'Install the package wl-clipboard, or copy from Keyfob’s window.',
  };
  const what = failure.reason === 'notCleared' ? 'taken off' : 'put on';
  return {
    title: `The text could not be ${what} the clipboard${after(': ', reasonWords(failure))}.`,
    whatToDo: advice[failure.reason ?? ''] ?? 'Try again; another program may hold the clipboard.',
  };
}
