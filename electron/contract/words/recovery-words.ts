import { dateWords } from './date-words.ts';

/** Texts around the recovery code. */
export const recoveryWords = {
  make: {
    title: 'Make a recovery code',
    again: 'Make a new recovery code?',
    text: 'A code that opens the vault when the passphrase is forgotten or the keyring is lost. It is shown once, to be printed or written down.',
    textAgain:
      'The former code then opens this vault no more. The new one is shown once, to be printed or written down.',
    confirm: 'Make code',
    cutOff: {
      title: 'The vault was locked before the recovery code could be shown.',
      whatToDo: 'Make a new one after the unlock: a code from before may open the vault no more.',
    },
  },
  title: 'Your recovery code',
  once: 'This is the only time that it is shown. Whoever has it and your vault file can read your keys: keep it on paper, away from this computer.',
  code: 'Recovery code',
  covered: 'Covered, because this window was left.',
  showAgain: 'Show again',
  print: 'Print…',
  writtenDown: 'I have printed it or written it down',
  lost: {
    title: 'The vault was locked before you said that the recovery code is on paper.',
    whatToDo: 'If it is not, make a new one after the unlock: a code from before opens the vault no more.',
  },
  notYet: 'Print the code or write it down first, then tick the box. It is not shown again.',
  done: 'Done',
  sheetTitle: 'Keyfob recovery code',
  sheetUse:
    'Choose “Use the recovery code instead” when Keyfob asks for the passphrase. It opens only the vault that it was made for.',
} as const;

/** When the code was made, for the printed sheet. */
export function madeOnWords(epochMs: number): string {
  return `Made on ${dateWords(epochMs)}`;
}
