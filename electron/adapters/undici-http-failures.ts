import { fail } from '#core/failure';
import { MetadataAddress } from './undici-http-addresses.ts';
import { AnswerTooLarge } from './undici-http-bounds.ts';
import { CertificateRefused } from './undici-http-sockets.ts';

const timeOutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

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
  if (error instanceof MetadataAddress)
    return fail('addressRefused', { step, host, reason: 'metadataAddress' });
  if (error instanceof CertificateRefused)
    return fail('certificateRefused', {
      ...facts,
      ...(error.certificate && { certificate: error.certificate }),
    });
  if (error instanceof AnswerTooLarge || code === 'UND_ERR_HEADERS_OVERFLOW')
    return fail('answerTooLarge', { step, host });
  // By its name: the class would load undici at start.
  if (error instanceof Error && error.name === 'HTTPParserError')
    return fail('unusableAnswer', { step, host, reason: 'notHttp' });
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_)/.test(code ?? ''))
    return fail('unusableAnswer', { step, host, reason: 'contentEncoding' });
  return fail('unreachable', facts);
}

/** The code of an error of Node or OpenSSL, such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[A-Z0-9_]{1,64}$/.test(error.code) ? error.code : undefined;
}
