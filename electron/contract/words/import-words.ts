import { count } from './key-words.ts';

/** Fixed texts of the import. */
export const importWords = {
  title: 'Import keys',
  clipboard: 'From the clipboard',
  file: 'From a file…',
  paste: 'Paste here',
  read: 'Read',
  pasteHelp: 'What you paste is read at once and does not stay here.',
  drop: 'You can also drop a file anywhere on the window.',
  dropNow: 'Drop the file to see which keys are in it',
  reading: 'Reading…',
  nothingFound: 'No key was found in that.',
  whatCan: 'What Keyfob can read',
  addsProvider: 'This adds a provider',
  itsFields: 'Its fields:',
  selectAll: 'Select all',
  sentTo: 'Keys will be sent to',
  allowAll: 'Allow all',
  allowFirst: 'First tick where the keys may be sent.',
  nothingYet: 'Nothing is stored yet.',
  noneTicked: 'Select the keys to import.',
  found: 'found',
  fillAlike: 'Use for all others of this provider that lack it',
  newProvider: 'new provider',
  nowhere: 'Host not known yet',
  importing: 'Importing…',
  undo: 'Undo',
  forgotten: 'This took so long that Keyfob has forgotten what it had read. Close this and read it again.',
} as const;

/** What an import understands, each with what it looks like. */
export const importableWords: readonly (readonly [string, string])[] = [
  ['A curl command', 'from a vendor’s documentation, or copied from a browser'],
  [
    'A key file',
    'such as IBM’s apikey.json or a Google service account, or other JSON with an ID and a secret',
  ],
  ['Lines of an .env file or of a shell', 'CLIENT_ID=… and CLIENT_SECRET=…'],
  ['A table', 'the one of dataos-ctl, or CSV from a spreadsheet or a password manager'],
  ['A Postman or Bruno file', 'a collection or an environment'],
];

/** The main button: "Import 3 keys". */
export function importButton(keys: number): string {
  return `Import ${count(keys, 'key', 'keys')}`;
}

/** "3 of 14 selected". */
export function selectedWords(selected: number, all: number): string {
  return `${selected} of ${all} selected`;
}

/** After an import; also the part of it that went well. */
export function importedWords(keys: number): string {
  return `Imported ${count(keys, 'key', 'keys')}`;
}

/** What could not be read, by its number. */
export function problemsWords(problems: number): string {
  return problems === 1 ? '1 part could not be read' : `${problems} parts could not be read`;
}

/** How many keys a lock kept from being stored, or from being corrected. */
export function cutOffWords(refused: number) {
  return {
    title: notImported(refused),
    whatToDo:
      'The vault was locked before Keyfob could say why. Import them again after the unlock: keys that are stored already are marked.',
  } as const;
}

function notImported(refused: number): string {
  return `${count(refused, 'key was', 'keys were')} not imported.`;
}

/** Above the rows that were not stored. */
export function refusedWords(imported: number, refused: number): string {
  const rest = `${notImported(refused)} Correct what is said below and import again, or close.`;
  return imported === 0 ? rest : `${importedWords(imported)}; ${rest}`;
}

/** After an undo. */
export function undoneWords(removed: number): string {
  return `Removed ${count(removed, 'imported key', 'imported keys')} again`;
}

/** While it runs: "12 of 500 keys". */
export function progressWords(done: number, all: number): string {
  return `${done} of ${count(all, 'key', 'keys')}`;
}

/** A key that is stored already, or stands in another row. */
export function duplicateWords(name: string): string {
  return `Same as “${name}”`;
}

/** What a row still needs: "Needs Host and Client ID". */
export function missingWords(labels: readonly string[]): string {
  const last = labels.at(-1) ?? '';
  return `Needs ${labels.length > 1 ? `${labels.slice(0, -1).join(', ')} and ${last}` : last}`;
}

/** Before a test may send a key to a host that is not allowed yet. */
export function testFirstAllow(host: string): string {
  return `A test sends this key to ${host}. Tick it under “${importWords.sentTo}” first.`;
}
