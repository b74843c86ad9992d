import type { LookupFunction, Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { fail, ok, type Result } from '#core/failure';
import type { ProxyAddress } from '#core/ports';
import type { HttpLimits } from './undici-http-bounds.ts';
import { clientOver } from './undici-http-client.ts';
import { transportFailure } from './undici-http-failures.ts';
import { CertificateRefused, openTcp, startTls } from './undici-http-sockets.ts';

/** What a tunnel is made with. */
export interface TunnelParts {
  readonly secureContext: SecureContext;
  readonly lookup: LookupFunction;
  readonly limits: HttpLimits;
}

/**
 * A connection to `authority` (host and port) through a proxy, by CONNECT (RFC 9110 section 9.3.6). The proxy learns the
 * authority, its own password and nothing else. Failures: proxyFailed with the proxy's host, and certificateRefused for the
 * certificate of an https proxy.
 */
export async function openTunnel(
  proxy: ProxyAddress,
  authority: string,
  parts: TunnelParts,
  signal: AbortSignal,
): Promise<Result<Socket>> {
  const { host } = new URL(proxy.origin);
  const failed = (reason: string) => fail('proxyFailed', { step: 'connect', host, reason });
  try {
    const socket = await reachProxy(proxy, parts, signal);
    const status = await askToConnect(proxy, authority, socket, parts.limits, signal);
    // The client speaks first in TLS: bytes that are here already are the proxy's own answer.
    if (status >= 200 && status < 300 && socket.readableLength === 0) return ok(socket);
    socket.destroy();
    return failed(status === 407 ? 'proxyAuthentication' : 'proxyRefused');
  } catch (error) {
    if (error instanceof CertificateRefused) return transportFailure(error, 'connect', host, false);
    return failed('proxyUnreachable');
  }
}

async function reachProxy(
  { origin }: ProxyAddress,
  { secureContext, lookup }: TunnelParts,
  signal: AbortSignal,
): Promise<Socket> {
  const { protocol, hostname, port } = new URL(origin);
  const isTls = protocol === 'https:';
  const socket = await openTcp({ hostname, port: Number(port || (isTls ? 443 : 80)) }, lookup, signal);
  return isTls ? startTls(socket, hostname, secureContext, signal) : socket;
}

/** The status of the answer. Throws, with the connection closed, when there is none. */
async function askToConnect(
  { origin, credentials }: ProxyAddress,
  authority: string,
  socket: Socket,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<number> {
  const client = await clientOver(socket, origin, limits);
  const authorization =
    credentials === null ? {} : { 'proxy-authorization': `Basic ${credentials.reveal()}` };
  try {
    const headers = { host: authority, ...authorization };
    const { statusCode } = await client.connect({ path: authority, headers, signal });
    return statusCode;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    await client.destroy();
    // The bound of its answer is not one of the tunnel.
    socket.removeAllListeners('readable');
  }
}
