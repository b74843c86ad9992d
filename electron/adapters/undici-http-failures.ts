import { errors } from 'undici';
import { fail } from '#core/failure';

/** Error codes of OpenSSL and Node that speak about the certificate. */
const certificateCode =
  /CERT|SELF_SIGNED|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|PATH_LENGTH|HOSTNAME_MISMATCH|CRL/;
const timeOutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** An answer grew over its limit while it was read. */
export class AnswerTooLarge extends Error {}

/** The failure of an error that the network gave, with the host only: error messages can hold more than that. */
export function transportFailure(
  error: unknown,
  step: 'connect' | 'answer',
  host: string,
  timedOut: boolean,
) {
  const code = codeOf(error);
  const facts = { step, host, ...(code === undefined ? {} : { reason: code }) };
  if (timedOut || timeOutCodes.has(code ?? '')) return fail('timedOut', { step, host });
  if (error instanceof AnswerTooLarge || code === 'UND_ERR_HEADERS_OVERFLOW')
    return fail('answerTooLarge', { step, host });
  if (error instanceof errors.HTTPParserError)
    return fail('unusableAnswer', { step, host, reason: 'notHttp' });
  if (code === undefined) return fail('unreachable', facts);
  if (certificateCode.test(code)) return fail('certificateRefused', facts);
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_)/.test(code))
    return fail('unusableAnswer', { step, host, reason: 'contentEncoding' });
  return fail('unreachable', facts);
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[A-Z0-9_]{1,64}$/.test(error.code) ? error.code : undefined;
}
