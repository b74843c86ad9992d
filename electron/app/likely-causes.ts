import { type CauseId, causeWords } from '#contract/words/cause-words';
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
      return failure.step === 'testCall' && known.preset.keyKind !== 'static'
        ? ['missingScope']
        : refusedCauses(failure, known);
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
function refusedCauses({ providerCode = '' }: Failure, known: Known): CauseId[] {
  const code = providerCode.toLowerCase();
  const isAssertion = signs(known);
  if (code === 'invalid_scope') return ['wrongScope'];
  if (code === 'unauthorized_client' || code === 'unsupported_grant_type') return ['grantNotAllowed'];
  if (code === 'invalid_request') return ['otherAuthentication', 'grantNotAllowed', 'wrongSecret'];
  if (code === 'invalid_grant')
    return isAssertion ? ['clockSkew', 'wrongAudience', 'wrongPrivateKey'] : ['usedUp'];
  if (isAssertion) return ['wrongPrivateKey', 'clockSkew', 'wrongAudience'];
  return [...encodingCauses(known), 'wrongSecret', 'otherAuthentication', 'keyGone'];
}

/** Only with special characters does it make a difference whether id and secret are form-encoded first. */
function encodingCauses({ preset, inputs }: Known): CauseId[] {
  const method = preset.keyKind === 'exchange' ? authenticationOf(preset, inputs) : undefined;
  if (method?.method !== 'client_secret_basic') return [];
  const secret = inputs.secrets[method.secretField]?.reveal() ?? '';
  const isPlain = /^[\w.-]*$/.test((inputs.fields[method.idField] ?? '') + secret);
  return isPlain ? [] : [method.formEncode ? 'encodedBasic' : 'rawBasic'];
}

function answerCauses({ reason = '' }: Failure, known: Known): CauseId[] {
  if (reason === 'expiredOnArrival') return ['clockSkew'];
  if (reason === 'html') return ['wrongHost', 'signInNetwork'];
  if (reason === 'notFound' || reason === 'methodNotAllowed') return ['wrongHost'];
  return isUsersOwn(known) ? ['wrongUrl', 'otherFormat'] : ['wrongHost', 'otherFormat'];
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

/** Whether the user entered the address of the endpoint, so that it may be another page than the token endpoint. */
function isUsersOwn({ preset }: Known): boolean {
  return preset.fields.some(({ kind }) => kind === 'url');
}
