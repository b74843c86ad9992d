import { count } from './key-words.ts';

/** Texts of the settings. */
export const settingsWords = {
  title: 'Settings',
  refresh: 'Refresh',
  unusedAfter: 'Keys that nobody uses',
  unusedAfterHelp: 'A paused key gets its token when you need it, and is kept fresh again from then on.',
  whileLocked: 'Renew tokens while the screen is locked',
  whileLockedHelp: 'Off: they are renewed when you unlock it.',
  notices: 'Notices',
  leadExchanged: 'Before a key expires',
  leadStatic: 'Before a static key expires',
  leadHelp: 'Days before the end, such as 30, 14, 7, 1. Empty: no notice.',
  leadInvalid: 'Enter whole days from 1 to 3650, at most 10 of them, with commas between.',
  rotateAfter: 'Remind me to replace a key',
  quiet: 'Quiet hours',
  quietHelp: 'Notices wait in the list of notices; nothing is shown on the desktop.',
  quietFrom: 'From',
  quietTo: 'to',
  quietInvalid: 'Enter two different times.',
  calendar: 'Calendar',
  calendarHelp:
    'A calendar file (.ics) holds the day on which each key expires, and its name. It holds no secret.',
  calendarExport: 'Export…',
  calendarKeep: 'Keep a calendar file up to date',
  commands: 'Commands',
  allowCommands: 'Let keys be printed by commands',
  commandsMeaning:
    'A key can then be a program that Keyfob runs, such as a command-line tool that you are signed in to. It runs as you and can read and change all that you can. Keyfob runs only the file that you approved for that key, and refuses it once it has changed.',
  commandsNever: 'An import never adds a command.',
} as const;

/** When keys that nobody uses are paused. */
export function unusedAfterWords(days: number | null): string {
  return days === null ? 'Keep them fresh, too' : `Pause after ${count(days, 'day', 'days')}`;
}

/** When the user is reminded of a key's age. */
export function rotateAfterWords(days: number | null): string {
  return days === null ? 'Never' : `After ${count(days, 'day', 'days')}`;
}

/** Lead times as they are typed: "30, 14, 7, 1". */
export function leadDaysText(days: readonly number[]): string {
  return days.join(', ');
}

/** Lead times in a sentence: "30, 14, 7 and 1 days before"; "never". */
export function leadDaysWords(days: readonly number[]): string {
  const last = days.at(-1);
  if (last === undefined) return 'never';
  if (days.length === 1) return `${count(last, 'day', 'days')} before`;
  return `${days.slice(0, -1).join(', ')} and ${last} days before`;
}

/** After a file was written. */
export function exportedWords(fileName: string): string {
  return `Exported to ${fileName}`;
}
