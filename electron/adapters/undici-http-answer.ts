import type { Dispatcher } from 'undici';
import { fail, ok, type Result } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import { isKnownEncoding, readBody } from './undici-http-body.ts';

/** The whole answer. Failures: redirected, unusableAnswer. Throws what reading the body throws. */
export async function readAnswer(
  answer: Dispatcher.ResponseData,
  host: string,
  limitBytes: number,
): Promise<Result<HttpAnswer>> {
  const { statusCode: status, body } = answer;
  // A body that is left unread ends with an error event when the connection is closed.
  body.on('error', () => {});
  const headers = plainHeaders(answer.headers);
  // RFC 9110 section 15.4. Credentials are never sent on to another address, not even to another path.
  if (status >= 300 && status < 400)
    return fail('redirected', {
      step: 'answer',
      httpStatus: status,
      ...targetHost(headers['location'], host),
    });
  const encoding = headers['content-encoding']?.trim().toLowerCase() || 'identity';
  if (!isKnownEncoding(encoding))
    return fail('unusableAnswer', { step: 'answer', host, httpStatus: status, reason: 'contentEncoding' });
  return ok({ status, headers, body: await readBody(body, encoding, limitBytes) });
}

function targetHost(location: string | undefined, host: string): { host?: string } {
  if (location === undefined || !URL.canParse(location, `https://${host}`)) return {};
  const target = new URL(location, `https://${host}`).host;
  return target === '' ? {} : { host: target };
}

/** Header names are lower case already; cookies are dropped. */
function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain = Object.entries(headers).filter(
    ([name, value]) => name !== 'set-cookie' && value !== undefined,
  );
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}
