import type { ActivityEventView, ActivityKindView } from '../activity-view.ts';
import type { NoticeKindView } from '../inbox-view.ts';
import { clockWords, dateWords } from './date-words.ts';
import { failureWords } from './failure-words.ts';

/** What kinds of events are called where they are chosen from. */
export const activityKindWords: Readonly<Record<ActivityKindView, string>> = {
  issued: 'Token issued',
  refreshed: 'Token renewed',
  failed: 'Failed',
  copied: 'Copied',
  revealed: 'Secret shown',
  revealRefused: 'Secret not shown',
  served: 'Given to a program',
  reportedRefused: 'Reported as refused',
  revoked: 'Token revoked',
  signedIn: 'Signed in',
  added: 'Key added',
  imported: 'Key imported',
  edited: 'Key edited',
  deleted: 'Key deleted',
  rotated: 'Secret rotated',
  rotationUndone: 'Rotation undone',
  oldSecretRemoved: 'Old secret removed',
  locked: 'Locked',
  unlocked: 'Unlocked',
  unlockFailed: 'Wrong passphrase',
  waysInChanged: 'Protection changed',
  exported: 'Keys exported',
  restored: 'Keys restored',
  notified: 'Notice',
};

/** Who had it done. */
export const activityActorWords: Readonly<Record<NonNullable<ActivityEventView['actor']>, string>> = {
  window: 'You, in the window',
  tray: 'You, in the tray',
  keyfob: 'Keyfob',
};

/** What the words are made of: an event without what only its row needs. */
type Told = Pick<ActivityEventView, 'kind' | 'atMs' | 'expiresAtMs' | 'failure' | 'detail'>;

/** An event in one sentence, without the key's name: "Token renewed, valid until 14:20". */
export function activityWords(event: Told): string {
  const words = sentences[event.kind];
  return typeof words === 'function' ? words(event) : words;
}

const sentences: Readonly<Record<ActivityKindView, string | ((event: Told) => string)>> = {
  issued: (event) => `Token issued${untilWords(event)}`,
  refreshed: (event) => `Token renewed${untilWords(event)}`,
  failed: ({ failure }) => `No token: ${failureWords(failure ?? { kind: 'internal' }).title}`,
  copied: ({ detail }) =>
    detail === '' || detail === 'raw' ? 'Token copied' : `Token copied in the form "${detail}"`,
  revealed: ({ detail }) => (detail === '' ? 'Secret shown' : `Secret "${detail}" shown`),
  revealRefused: ({ detail }) =>
    `Secret not shown: asked for without your mouse or keyboard, or too fast (${detail} times)`,
  served: 'Token given to another program',
  reportedRefused: 'Token reported as refused where it was used',
  revoked: 'Token revoked at the provider',
  signedIn: 'Signed in at the provider',
  added: 'Key added',
  imported: 'Key imported',
  edited: 'Key edited',
  deleted: 'Key deleted from Keyfob',
  rotated: 'Secret rotated: another one is in use',
  rotationUndone: 'Rotation undone: the old secret is in use again',
  oldSecretRemoved: 'Old secret removed at the provider',
  locked: ({ detail }) => lockedWords.get(detail) ?? 'The vault stayed locked',
  unlocked: ({ detail }) => unlockedWords.get(detail) ?? 'Vault opened',
  unlockFailed: ({ detail }) =>
    detail === 'recovery' ? 'A wrong recovery code was entered' : 'A wrong passphrase was entered',
  waysInChanged: ({ detail }) => waysInWords.get(detail) ?? 'The ways into the vault changed',
  exported: ({ detail }) =>
    detail === 'plain' ? 'All keys exported without protection' : 'All keys exported, encrypted',
  restored: ({ detail }) =>
    detail === 'backup'
      ? 'A backup of the vault was put in its place'
      : 'Keys restored from an exported file',
  notified: ({ detail }) => `You were told: ${noticeWords.get(detail) ?? 'see the inbox'}`,
};

const lockedWords: ReadonlyMap<string, string> = new Map([
  ['screen', 'Screen locked'],
  ['byUser', 'Vault locked by you'],
  ['idle', 'Vault locked, as nobody used the computer'],
  ['screenLocked', 'Vault locked together with the screen'],
  ['suspended', 'Vault locked, as the computer went to sleep'],
]);

const unlockedWords: ReadonlyMap<string, string> = new Map([
  ['screen', 'Screen unlocked'],
  ['os', 'Vault unlocked'],
  ['passphrase', 'Vault unlocked with the passphrase'],
  ['recovery', 'Vault unlocked with the recovery code'],
]);

const waysInWords: ReadonlyMap<string, string> = new Map([
  ['passphraseSet', 'Passphrase set'],
  ['passphraseRemoved', 'Passphrase removed'],
  ['recoveryMade', 'Recovery code made; a former one opens nothing any more'],
  ['keyringAdded', 'The keyring opens the vault'],
  ['keyringRemoved', 'The keyring no longer opens the vault'],
  ['dataKeyRenewed', 'Everything encrypted under a new key'],
]);

const noticeWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    keyExpires: 'the key expires soon',
    keyExpired: 'the key has expired',
    tokenLost: 'its token can no longer be renewed',
    rotationDue: 'the key is due to be rotated',
    recordsAltered: 'stored records were removed or replaced',
  } satisfies Record<NoticeKindView, string>),
);

/** The day is named only where it is another one than that of the event. */
function untilWords({ atMs, expiresAtMs }: Told): string {
  if (expiresAtMs === null) return '';
  const day = dateWords(expiresAtMs);
  const until = clockWords(expiresAtMs);
  return `, valid until ${day === dateWords(atMs) ? until : `${day}, ${until}`}`;
}
