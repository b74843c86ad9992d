/** Where a key was found. */
export const importSourceWords = {
  ibmKey: 'IBM key file',
  googleServiceAccount: 'Google service account file',
  json: 'JSON',
  env: 'environment variables',
  dataosTable: 'table of dataos-ctl',
  curl: 'curl line',
  postman: 'Postman file',
  bruno: 'Bruno file',
  csv: 'CSV',
} as const;

type Told<Kind extends string> = Readonly<Record<Kind, (what: string) => string>>;

const notes = {
  certificatesAreChecked: () => 'The command skips the check of certificates; Keyfob always checks them.',
  caFileNotRead: (what) => `The CA file${after(what)} was not read: add it to the key after the import.`,
  fileNotRead: (what) => `The file that ${what} names was not read.`,
  optionIgnored: (what) => `The option ${what} has no counterpart and was left out.`,
  headerIgnored: (what) => `The header ${what} is not sent.`,
  memberIgnored: (what) => `${what} is not part of this provider’s request and was left out.`,
  variableRepeated: (what) => `There is more than one value for ${what}; the last one was taken.`,
  knownByPathOnly: () => 'The provider was told by the path of the address: check that it is the right one.',
  tokenIgnored: () => 'A short-lived token stood there; Keyfob gets its own from the key.',
  secretInUrl: (what) => `The service takes ${what} in the address only, where logs may show it.`,
  noTestCall: () => 'The call may change something, so it does not serve as a test.',
  secretNotInFile: (what) => `The file leaves the value of ${what} out: enter it here.`,
  valueLeftOut: (what) => `The value found for ${what} cannot be used: enter it here.`,
} satisfies Told<string>;

/** What was ignored, or needs a look, in words. */
export function importNoteWords({
  kind,
  what,
}: {
  readonly kind: keyof typeof notes;
  readonly what: string;
}): string {
  return notes[kind](what);
}

const problems = {
  tooLong: 'The text is longer than 1 MB. Import it in parts.',
  unknownFormat: 'This is nothing that Keyfob can read. See the list of what it can.',
  notJson: 'It looks like JSON but is not complete. Copy the whole file.',
  tooMany: 'There are more than 1,000 keys; the rest was left out. Import it in parts.',
  unclosedQuote: 'A quote is not closed. Copy the whole command.',
  noKey: 'It holds no key.',
  tokenAnswer:
    'This is the answer with a token, which is dead in an hour. Import the key that it was made with.',
  unknownProvider:
    'Keyfob does not know the provider, and this says too little about it. Choose it under Add key.',
  unsupportedGrant: 'This way of signing in starts in a browser or needs a person’s password.',
  unsupportedMethod: 'This is not a request for a token, as its method shows.',
  unsupportedBody: 'The body is neither a form nor JSON.',
  multipartForm: 'Multipart forms (-F) are not supported.',
  addressRefused: 'Keys are not sent to this address: it must be https and name its host plainly.',
  secretInPath: 'The address itself holds a secret (in its path); Keyfob does not store that.',
} as const;

/** What could not be read, in one line. */
export function importProblemWords({
  kind,
  place,
}: {
  readonly kind: keyof typeof problems;
  readonly place: { readonly unit: 'text' | 'line' | 'row' | 'entry'; readonly number: number };
}): string {
  const where = place.unit === 'text' ? '' : `${place.unit} ${place.number}: `;
  const words = problems[kind];
  return where === '' ? words : `${where}${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function after(what: string): string {
  return what === '' ? '' : ` ${what}`;
}
