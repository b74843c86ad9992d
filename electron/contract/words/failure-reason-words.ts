import type { FailureKindView, FailureView } from '../view.ts';

type Words = Readonly<Record<string, string>>;

const input: Words = {
  empty: 'is empty',
  tooLong: 'is too long',
  forbiddenCharacter:
    'holds a character that cannot be shown or sent (a line break, a control or a direction mark)',
  notAnOrigin: 'is not a host or https address without a path',
  notHttps: 'does not begin with https:// (http:// is allowed for this computer only)',
  userInfo: 'holds a user name or password',
  fragment: 'holds a fragment (#)',
  oddHost: 'names its host in a way that hides it (write numbers and xn-- names in their usual form)',
  oddPort: 'has a port that cannot be used',
  colon: 'holds a colon, which this kind of client authentication cannot send',
  notPem: 'holds no PEM certificate ("-----BEGIN CERTIFICATE-----")',
  notAChoice: 'is not one of the choices',
  noDotenvSpelling: 'holds characters that programs read differently in a .env file',
  unknownField: 'is not a field of this provider',
  sourceKeyMissing: 'names a key that is not stored',
  sourceKeyCycle: 'names a key that draws from this one',
  notPrivateKey: 'is not a private key (PEM or JWK)',
  wrongPassphrase: 'cannot be opened with this passphrase',
  unknownEncryption:
    'is encrypted in a way that is not known here (encrypt it anew with AES: openssl pkcs8 -topk8 -v2 aes256)',
  wrongKeyType: 'is of a type that the chosen algorithm cannot use',
  hostNotAllowed: 'was not ticked among those to which keys will be sent',
  metadataAddress: 'leads to an address inside this network segment, where no token service is',
  cannotBeRead: 'cannot be read: check that it is a file of yours',
  cannotBeWritten: 'cannot be written: check the folder’s permissions and free some disk space',
  notSynced:
    'was written, but the disk did not confirm it, and a power cut could undo it (check the disk, or save elsewhere)',
  notConfirmed: 'is not what has to be typed there',
  notAnExport: 'is no export of Keyfob',
  damagedFile: 'is damaged or cut off (take another copy of it)',
  newerFormat: 'was written by a later Keyfob (update this one first)',
  noPassphrase: 'is encrypted for a key pair and not with a passphrase',
  tooCostly: 'asks for more memory than opening it may take (encrypt it anew with age --passphrase)',
  noKeyExpires: 'is empty: no key has an expiry date',
  alreadyRuns: 'is already under way',
  alreadyInUse: 'is the one that is in use already: make another one at the provider',
  editedMeanwhile: 'changed nothing, as the key was edited meanwhile',
  presetChanged: 'belongs to a preset file that changed in what it does with secrets',
  addressChanged: 'must be entered again, as a stored secret is not sent to another address',
};

const answer: Words = {
  html: 'it is a web page',
  notJson: 'it is not JSON',
  repeatedMember: 'a member stands twice in it',
  tooDeep: 'it is nested too deeply',
  notSuccess: 'it does not say that the call succeeded',
  noToken: 'there is no token where one is expected',
  tokenTooLong: 'the token is too long',
  tokenCharacters: 'the token holds characters that no token has',
  tokenType: 'the token is not a bearer token',
  expiredOnArrival: 'the token has expired on arrival',
  sameTokenAgain: 'it is the token that is about to end, again',
  otherIssuer: 'it speaks for another issuer than the one that was asked',
  oddEndpoint: 'it names an endpoint to which no key may be sent',
  noTokenEndpoint: 'it names no token endpoint',
  noDeviceCode: 'it gives no code to sign in with',
  noDeviceEndpoint: 'it names no place to sign in with a code',
  nothingToRevoke: 'there is no token to revoke',
  keyNotListed: 'it does not know this key',
  noOutput: 'it lacks a value that the call needs',
  notFound: 'it says "not found"',
  methodNotAllowed: 'it says "method not allowed"',
  unexpectedStatus: 'its status is unexpected',
  notHttp: 'it is not HTTP',
  contentEncoding: 'it is compressed in an unknown way',
};

/** Codes of Node and OpenSSL for what happens most; any other is shown as it is, to be searched for. */
const network: Words = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENETUNREACH: 'there is no way to it',
  EHOSTUNREACH: 'there is no way to it',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known here',
};

const unconfirmed = 'the disk did not confirm it, and a power cut could undo it';

/** Words of each reason, by the kinds of failures that give one. */
const reasons: Partial<Record<FailureKindView, Words>> = {
  invalidInput: input,
  addressRefused: input,
  unusableAnswer: answer,
  unreachable: network,
  certificateRefused: network,
  notAllowed: {
    notByHand: 'nobody pressed the mouse or a key for it',
    tooFast: 'one secret is shown a second',
    confirmFirst: 'Keyfob asks for the passphrase first',
    passphraseNeeded: 'the keyring is not enough after a lock',
    presenceNotConfirmed: 'the system did not see that it is you',
    lastSlot: 'it is the last way into the vault besides a recovery code',
  },
  clipboardFailed: {
    overtaken: 'another copy was asked for since, or the clipboard was cleared',
    notFoundElsewhere: 'another program finds something else there',
    notCleared: 'another program keeps what was copied',
    waylandToolsMissing: 'Wayland lets no program in the background do that without wl-copy',
  },
  proxyFailed: {
    proxyAuthentication: 'it asks for a user name and password',
    proxyRefused: 'it refuses this host',
    proxyUnreachable: 'it does not answer',
    proxyNotSupported: 'only http and https proxies are supported',
  },
  signInNeeded: {
    codeExpired: 'the code was not entered in time',
    signInDenied: 'access was denied on the provider’s page',
    notSignedIn: 'nobody has signed in yet',
    refreshTokenRefused: 'the provider no longer accepts the last sign-in',
    refreshTokenInDoubt:
      'the connection broke while the sign-in was renewed, and using it twice could end it',
  },
  sourceKeyFailed: {
    sourceKeyMissing: 'it was deleted',
    sourceKeyCycle: 'it draws from this one',
  },
  commandRefused: {
    commandsOff: 'commands are not allowed in Settings',
    notAbsolute: 'its path is not absolute',
    commandNotFound: 'there is no such program',
    notAProgram: 'it is not a program that may be run',
    notOwned: 'it belongs to another user',
    writableByOthers: 'other users can change it or a folder above it',
    commandChanged: 'it is not the program that you approved',
    commandNotApproved: 'it was not approved',
    notOnThisSystem: 'on Windows nothing tells who may change a program',
  },
  commandFailed: {
    commandExit: 'it ended with an error',
    commandTimedOut: 'it took too long',
    tooMuchOutput: 'it printed far more than a token',
    cannotStart: 'it could not be started',
    notAToken: 'what it printed is not a token',
    noKeyTable: 'it printed no table of keys',
  },
  vaultWriteFailed: {
    notConfirmed: unconfirmed,
    fileNotConfirmed: unconfirmed,
    restoreNotConfirmed: unconfirmed,
  },
  internal: { rotationInterrupted: 'it ended while a new secret was made' },
  refused: { staticKey: 'the key is itself the token' },
  serviceFailed: {
    webPage: 'a web page answered in its place',
    unknownError: 'it reports an error that Keyfob does not know',
  },
};

/** The reason of a failure in words, to stand after a colon; undefined when there is none or it has no words. */
export function reasonWords({ kind, reason = '' }: Pick<FailureView, 'kind' | 'reason'>): string | undefined {
  const words = reasons[kind] ?? {};
  if (Object.hasOwn(words, reason)) return words[reason];
  const isCode = (kind === 'unreachable' || kind === 'certificateRefused') && reason !== '';
  return isCode ? reason : undefined;
}
