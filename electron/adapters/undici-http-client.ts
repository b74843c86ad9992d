import type { Socket } from 'node:net';
import type { Client, errors } from 'undici';
import { AnswerTooLarge, type HttpLimits } from './undici-http-bounds.ts';

/**
 * What comes over the wire, as a multiple of headers and body. Reasons, early hints and chunk extensions are none of these
 * and have no bound in undici: they would keep the process busy until the time is over.
 */
const wireShare = 4;

/**
 * HTTP over a connection that is already there. undici would connect anew when it breaks; this client does not, so that
 * nothing is sent twice and a failure before the request differs from one after it.
 */
export async function clientOver(socket: Socket, origin: string, limits: HttpLimits): Promise<Client> {
  // Loaded with the first request: it is half of the program's code, and would delay the tray icon.
  const { Client, errors } = await import('undici');
  forgetUnparsedBytes(errors.HTTPParserError);
  const wireBytes = wireShare * (limits.headerBytes + limits.bodyBytes);
  let unused: Socket | null = socket;
  return new Client(origin, {
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.wholeMs,
    maxHeaderSize: limits.headerBytes,
    connect: (_options, callback) => {
      const given = unused;
      unused = null;
      given?.on('readable', () => {
        if (given.bytesRead > wireBytes) given.destroy(new AnswerTooLarge());
      });
      // Later, as undici is not ready for the answer before this function has returned.
      queueMicrotask(() => {
        if (given === null) callback(Object.assign(new Error('cut'), { code: 'ECONNRESET' }), null);
        else callback(null, given);
      });
    },
  });
}

/**
 * undici's error about an answer that is no HTTP keeps the bytes that it could not parse, in which a token can be
 * (docs/rules-and-findings.md, F30). What its constructor sets is dropped here, before anything can log the error.
 */
function forgetUnparsedBytes(parserError: typeof errors.HTTPParserError): void {
  Object.defineProperty(parserError.prototype, 'data', {
    configurable: true,
    get: () => undefined,
    set: () => {},
  });
}
