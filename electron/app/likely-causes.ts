import { type CauseId, causeWords } from '#contract/words/cause-words';
import { asksForLicence } from '#contract/words/failure-answer-words';
import { shownAddress } from '#core/address-rules';
import type { Failure } from '#core/failure';
import { authenticationOf } from '#core/providers/build-request';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';

/** What is known besides the failure. */
interface Known {
  readonly preset: Preset;
  readonly inputs: KeyInputs;
  readonly nowMs: number;
}

/** Likely causes of a failed test with their fixes, the likeliest first. */
export function likelyCauses(failure: Failure, known: Known): string[] {
  return [...new Set(causesOf(failure, known))].map((cause) => causeWords[cause]);
}

function causesOf(failure: Failure, known: Known): CauseId[] {
  switch (failure.kind) {
    case 'refused':
      return refusedCauses(failure, known);
    case 'unusableAnswer':
      return answerCauses(failure, known);
    case 'certificateRefused':
      return certificateCauses(failure, known);
    case 'serviceFailed':
      return failure.reason === 'webPage' ? ['signInNetwork', 'wrongHost'] : ['serviceDown'];
    case 'redirected':
      return ['wrongHost', 'signInNetwork'];
    case 'unreachable':
      return failure.reason === 'ENOTFOUND'
        ? ['mistypedHost', 'vpn']
        : ['vpn', 'proxyNeeded', 'mistypedHost'];
    case 'timedOut':
      return ['vpn', 'proxyNeeded'];
    case 'rateLimited':
      return ['tooManyRequests'];
    default:
      return [];
  }
}

/** RFC 6749 section 5.2 names what was wrong, as far as the service follows it. */
function refusedCauses(failure: Failure, known: Known): CauseId[] {
  if (asksForLicence(failure)) return ['licence'];
  if (failure.step === 'testCall' && known.preset.keyKind !== 'static') return ['missingScope'];
  const code = failure.providerCode?.toLowerCase();
  if (code === 'invalid_scope') return ['wrongScope'];
  if (code === 'unauthorized_client') return clientCauses(known);
  if (code === 'unsupported_grant_type') return ['grantNotAllowed'];
  if (code === 'invalid_request') return ['otherAuthentication', 'grantNotAllowed', 'wrongSecret'];
  if (code === 'invalid_grant') return grantCauses(known);
  if (signs(known)) return ['wrongPrivateKey', 'clockSkew', 'wrongAudience'];
  return [...encodingCauses(known), 'wrongSecret', 'otherAuthentication', 'keyGone'];
}

/** By its name a client that may not use the grant; Keycloak and Entra say so of an unknown ID or a wrong secret. */
function clientCauses(known: Known): CauseId[] {
  const credential: CauseId[] = signs(known)
    ? ['wrongPrivateKey']
    : [...encodingCauses(known), 'wrongSecret'];
  return [...credential, 'keyGone', 'grantNotAllowed'];
}

/** Meant for what is exchanged; Salesforce says so of a host or client that does not serve client credentials, too. */
function grantCauses(known: Known): CauseId[] {
  if (signs(known)) return ['clockSkew', 'wrongAudience', 'wrongPrivateKey'];
  const { preset } = known;
  const hasRefreshToken = preset.keyKind === 'exchange' && preset.exchange.answer.refreshToken !== undefined;
  return hasRefreshToken ? ['usedUp'] : [elsewhere(known), ...clientCauses(known)];
}

/** Only with special characters does it make a difference whether id and secret are form-encoded first. */
function encodingCauses({ preset, inputs }: Known): CauseId[] {
  const method = preset.keyKind === 'exchange' ? authenticationOf(preset, inputs) : undefined;
  if (method?.method !== 'client_secret_basic') return [];
  const secret = inputs.secrets[method.secretField]?.reveal() ?? '';
  const isPlain = /^[\w.-]*$/.test((inputs.fields[method.idField] ?? '') + secret);
  return isPlain ? [] : [method.formEncode ? 'encodedBasic' : 'rawBasic'];
}

function answerCauses({ reason = '', providerCode, providerMessage }: Failure, known: Known): CauseId[] {
  if (reason === 'expiredOnArrival') return ['clockSkew'];
  if (reason === 'html') return ['wrongHost', 'signInNetwork'];
  // Who says why there is nothing is the service, or one like it.
  if (reason === 'notFound') return [(providerCode ?? providerMessage) ? 'wrongAddress' : 'wrongHost'];
  if (reason === 'methodNotAllowed') return ['wrongHost'];
  return [elsewhere(known), 'otherFormat'];
}

function certificateCauses({ reason = '', certificate, host }: Failure, { inputs, nowMs }: Known): CauseId[] {
  if (certificate !== undefined && nowMs < certificate.validFromMs) return ['clockSkew'];
  if (/EXPIRED/.test(reason)) return ['certificateExpired', 'clockSkew'];
  if (/ALTNAME|HOSTNAME/.test(reason)) return ['mistypedHost', 'interception'];
  const isLocal = host !== undefined && shownAddress(`https://${host}/`).host.startsWith('127.');
  const own: CauseId = inputs.extraCaPem === null ? 'ownAuthority' : 'otherAuthority';
  return isLocal ? [own] : [own, 'interception'];
}

function signs({ preset, inputs }: Known): boolean {
  if (preset.keyKind !== 'exchange') return preset.keyKind === 'signed';
  return (
    preset.exchange.assertion !== undefined || authenticationOf(preset, inputs)?.method === 'private_key_jwt'
  );
}

/** Where the user entered the address of the endpoint, it may be another page than the token endpoint. */
function elsewhere({ preset }: Known): CauseId {
  return preset.fields.some(({ kind }) => kind === 'url') ? 'wrongUrl' : 'wrongHost';
}
