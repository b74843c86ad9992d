import type { Socket } from 'node:net';
import { Client } from 'undici';
import type { HttpLimits } from './undici-http-bounds.ts';

/**
 * HTTP over a connection that is already there. undici would connect anew when it breaks; this client does not, so that
 * nothing is sent twice and a failure before the request differs from one after it.
 */
export function clientOver(socket: Socket, origin: string, limits: HttpLimits): Client {
  let unused: Socket | null = socket;
  return new Client(origin, {
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.wholeMs,
    maxHeaderSize: limits.headerBytes,
    connect: (_options, callback) => {
      const given = unused;
      unused = null;
      // Later, as undici is not ready for the answer before this function has returned.
      queueMicrotask(() => {
        if (given === null) callback(Object.assign(new Error('cut'), { code: 'ECONNRESET' }), null);
        else callback(null, given);
      });
    },
  });
}
