import type { FailureView } from '../view.ts';

/** A failure in words: what happened, and what the user can do about it. */
export interface FailureWords {
  readonly title: string;
  readonly whatToDo: string;
}

const inputReasons: Record<string, string> = {
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
  unknownField: 'is not a field of this provider',
};

const answerReasons: Record<string, string> = {
  html: 'it is a web page',
  notJson: 'it is not JSON',
  repeatedMember: 'a member stands twice in it',
  tooDeep: 'it is nested too deeply',
  notSuccess: 'it does not say that the call succeeded',
  noToken: 'there is no token where one is expected',
  tokenTooLong: 'the token is too long',
  tokenCharacters: 'the token holds characters that no token has',
  tokenType: 'the token is not a bearer token',
  noOutput: 'it lacks a value that the test call needs',
  notFound: 'it says "not found"',
  methodNotAllowed: 'it says "method not allowed"',
  unexpectedStatus: 'its status is unexpected',
  notHttp: 'it is not HTTP',
  contentEncoding: 'it is compressed in an unknown way',
};

function seconds(ms: number): string {
  return ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`;
}

function provider(failure: FailureView): string {
  const status = failure.httpStatus === undefined ? '' : `HTTP ${failure.httpStatus}`;
  const said = [status, failure.providerCode, failure.providerMessage].filter((part) => part).join(', ');
  return said === '' ? '' : ` It said: ${said}.`;
}

/** English words of a failure. Every kind has a next step. */
export function failureWords(failure: FailureView): FailureWords {
  const host = failure.host ?? 'the service';
  switch (failure.kind) {
    case 'invalidInput':
      return {
        title: `${failure.field ?? 'A field'} ${inputReasons[failure.reason ?? ''] ?? 'cannot be used'}.`,
        whatToDo: 'Correct it and try again.',
      };
    case 'nameTaken':
      return { title: 'Another key has this name.', whatToDo: 'Choose a name that no other key has.' };
    case 'keyNotFound':
      return {
        title: 'This key is no longer stored.',
        whatToDo: 'Close this view; the list shows what is stored.',
      };
    case 'presetNotFound':
      return {
        title: 'Keyfob does not know this provider.',
        whatToDo: 'Update Keyfob, or add the key for another provider.',
      };
    case 'vaultLocked':
      return {
        title: 'The vault is locked.',
        whatToDo: 'Unlock your keyring, then choose "Try again" at the foot of the window.',
      };
    case 'vaultWriteFailed':
      return {
        title: 'The change could not be written to disk; nothing was changed.',
        whatToDo: 'Free some disk space or check the folder’s permissions, then try again.',
      };
    case 'settingsNotWritten':
      return {
        title: 'The setting could not be written to disk; the former one still holds.',
        whatToDo: 'Free some disk space or check the folder’s permissions, then try again.',
      };
    case 'vaultDamaged':
      return {
        title: 'A stored record cannot be read.',
        whatToDo:
          'It is kept as it is. Restore the vault file from a backup, or enter the key again under another name.',
      };
    case 'addressRefused':
      return {
        title: `Keys are not sent to ${host}.`,
        whatToDo:
          'Use an https address (http is allowed for this computer only), without user name, password or fragment.',
      };
    case 'unreachable':
      return {
        title: `No connection to ${host}.`,
        whatToDo: 'Check the network, VPN and the host name. Keyfob tries again by itself.',
      };
    case 'timedOut':
      return {
        title: `${host} did not answer in time.`,
        whatToDo: 'Try again later, or check VPN and proxy. Keyfob tries again by itself.',
      };
    case 'certificateRefused':
      return {
        title: `The certificate of ${host} is not trusted.`,
        whatToDo:
          'If the service uses its own certificate authority, add its CA file to this key. Also check the host name and this computer’s date.',
      };
    case 'redirected':
      return {
        title: `The service redirected the request to ${host}.`,
        whatToDo: 'Keys are never sent on. If that is the right address, enter it as the host of this key.',
      };
    case 'refused':
      return {
        title: `${host} refused this key.${provider(failure)}`,
        whatToDo:
          'Check id and secret (and that the key still exists at the provider), then save; it is not asked again until then.',
      };
    case 'rateLimited':
      return {
        title: `${host} asks for fewer requests.`,
        whatToDo:
          failure.retryAfterMs === undefined
            ? 'Keyfob tries again by itself.'
            : `Keyfob tries again in ${seconds(failure.retryAfterMs)}.`,
      };
    case 'serviceFailed':
      return {
        title: `${host} has a problem of its own.${provider(failure)}`,
        whatToDo: 'Nothing is wrong with your key. Keyfob tries again by itself.',
      };
    case 'unusableAnswer':
      return {
        title: `The answer of ${host} cannot be used${failure.reason ? `: ${answerReasons[failure.reason] ?? failure.reason}` : ''}.`,
        whatToDo:
          'Check the host: a login page or proxy may have answered. If the address is right, the provider’s format differs from the preset.',
      };
    case 'answerTooLarge':
      return {
        title: `${host} sent far more than a token.`,
        whatToDo: 'Check the host: this is not a token service.',
      };
    case 'keyExpired':
      return {
        title: 'This key has expired.',
        whatToDo: 'Make a new key at the provider, then edit this one and enter the new secret and expiry.',
      };
    case 'clipboardFailed':
      return {
        title: 'The token could not be put on the clipboard.',
        whatToDo: 'Try again; if it fails again, another program may hold the clipboard.',
      };
    case 'notAllowed':
      return {
        title: 'The request was refused.',
        whatToDo: 'Close this window and open Keyfob from its tray icon.',
      };
    case 'internal':
      return {
        title: 'Keyfob made a mistake.',
        whatToDo:
          'Your keys are safe. Try again; if it happens again, report it with the log file (it holds no secrets).',
      };
  }
}
