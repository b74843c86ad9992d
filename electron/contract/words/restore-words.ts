import type { RestorePreview } from '../restore-view.ts';
import { dateWords, momentWords } from './date-words.ts';
import { agoWords } from './inbox-words.ts';
import { count } from './key-words.ts';

/** Texts of the list of backups, and of a vault that is not the one that was open last. */
export const backupWords = {
  title: 'Backups',
  open: 'Backups…',
  about: 'Older whole copies of the vault. They open in the same ways as the vault.',
  reading: 'Reading…',
  emptyTitle: 'No backup yet',
  emptyText: 'Keyfob makes one by itself once the vault has changed.',
  restore: 'Restore…',
  confirm: 'Restore backup',
  replaced: 'Keys and tokens are then as they were in it. What changed since is not in it.',
  setAside: 'The present vault file is set aside in Keyfob’s folder. It is not deleted.',
  older:
    'This vault is older than the one that was open last. Keys that were added or changed since then are missing.',
  acceptOlder: 'Keep this one',
  restoreNewer: 'Look for a newer backup…',
  fromBackup:
    'The vault file was damaged. It was set aside, and its newest backup is in use: what changed after that backup is missing.',
} as const;

/** How old a backup is: "3 h ago". One whose time is still to come was made before the clock was set back. */
export function backupAgeWords(madeAtMs: number, nowMs: number): string {
  return madeAtMs > nowMs + 60_000 ? 'made before the clock was set back' : agoWords(madeAtMs, nowMs);
}

/** A file's size, in decimal units as desktops show it: "84 kB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return count(bytes, 'byte', 'bytes');
  const [size, unit] = bytes < 999_500 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** The question before a backup takes the vault's place. */
export function restoreBackupTitle(madeAtMs: number): string {
  return `Restore the backup of ${momentWords(madeAtMs)}?`;
}

/** After a backup took the vault's place. */
export function backupRestoredWords(madeAtMs: number): string {
  return `The backup of ${dateWords(madeAtMs)} is in use`;
}

/** Texts of the export of keys. */
export const exportWords = {
  open: 'Export keys…',
  title: 'Export keys',
  text: 'Writes all keys with their secrets into one file, to restore them here or on another computer. Presets of yours that they use are in it; tokens, activity and settings are not.',
  format:
    'The file is encrypted with this passphrase in the age format: the age tool opens it, too (age --decrypt). Without the passphrase nobody can read it, not even you.',
  confirm: 'Export…',
  working: 'Encrypting and writing; this takes some seconds.',
  passphrase: 'Passphrase of the file',
  plainOpen: 'Without protection…',
  plainTitle: 'Export without protection?',
  plainText:
    'Whoever gets to see this file has all your keys: other programs, backups, synchronised folders, a repair shop. Deleting it later may not remove it from the disk.',
  plainType: 'Type “not protected” to go on',
  plainWrong: 'Type it exactly: not protected',
  plainConfirm: 'Export without protection…',
  plainWorking: 'Writing…',
} as const;

/** Texts of restoring keys from an exported file. */
export const restoreWords = {
  open: 'Restore keys…',
  title: 'Restore keys',
  text: 'Reads a file that was made with “Export keys…”. Nothing changes before you saw what is in it.',
  choose: 'Choose file…',
  another: 'Another file…',
  passphrase: 'Passphrase of the file',
  next: 'Open file',
  opening: 'Opening; this takes some seconds.',
  empty: 'The file holds no key.',
  inFile: 'Keys in the file',
  how: 'What to do',
  merge: 'Add and update',
  mergeHelp: 'Adds new keys, and takes those that are newer in the file. Nothing is deleted.',
  replace: 'Replace all',
  replaceHelp: 'Makes the list exactly what the file holds, older keys included.',
  confirm: 'Restore',
  replaceOpen: 'Replace all…',
  replaceConfirm: 'Replace all keys',
  nothingToDo: 'Every key of the file is stored already, as new or newer.',
  undo: 'Undo',
  undone: 'The keys are as they were before',
} as const;

/** What a row of the preview stands for. */
export const restoreWhatWords: Readonly<Record<RestorePreview['rows'][number]['what'], string>> = {
  new: 'New',
  same: 'Same',
  newer: 'Newer in the file',
  older: 'Older in the file',
};

/** What the file is: "12 keys, exported on 3 Mar 2026". */
export function exportedOnWords({ rows, exportedAtMs }: RestorePreview): string {
  return `${count(rows.length, 'key', 'keys')}, exported on ${momentWords(exportedAtMs)}`;
}

/** Keys that the file lacks. */
export function onlyHereWords(keys: number): string {
  return `${count(keys, 'stored key is', 'stored keys are')} not in the file`;
}

/** What replacing all deletes. */
export function replaceTitle(deleted: number): string {
  return deleted === 0
    ? 'Replace all keys?'
    : `Replace all keys and delete ${count(deleted, 'key', 'keys')}?`;
}

/** What else replacing does. */
export function replaceText(older: number): string {
  const back = older === 0 ? '' : ` ${count(older, 'key goes', 'keys go')} back to an older state.`;
  return `The list is then exactly what the file holds.${back} The providers are not told: a deleted key stays valid there.`;
}

/** After a restore: "3 keys added, 1 replaced". */
export function restoredWords({
  added,
  replaced,
}: {
  readonly added: number;
  readonly replaced: number;
}): string {
  return `${count(added, 'key', 'keys')} added, ${replaced} replaced`;
}
