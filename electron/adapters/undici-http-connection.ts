import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { fail, ok, type Result } from '#core/failure';
import type { ConnectionFacts, ProxyAddress, ProxyFinder } from '#core/ports';
import { openTunnel, type TunnelParts } from './proxy-tunnel.ts';
import { withoutRefused } from './undici-http-addresses.ts';
import { orAborted, within } from './undici-http-bounds.ts';
import { codeOf, transportFailure } from './undici-http-failures.ts';
import { CertificateRefused, openTcp, peerCertificate, startTls } from './undici-http-sockets.ts';

type Way = ProxyAddress | 'direct';

/** A connection over which nothing of the request was sent yet. */
export interface Connection {
  readonly socket: Socket;
  readonly facts: ConnectionFacts;
}

/**
 * Connects to the target by the first way that works. A proxy that cannot be reached makes room for the next way; one that
 * refuses has decided, and is not gone around. Every failure has step `connect` and the host that failed: the proxy's, or the
 * target's where no way was left to try.
 */
export async function openConnection(
  target: URL,
  proxies: ProxyFinder,
  parts: TunnelParts,
  signal: AbortSignal,
): Promise<Result<Connection>> {
  const step = 'connect';
  const { host, origin, protocol } = target;
  const { connectMs } = parts.limits;
  // SECURITY: http leads to this computer only (P6); a proxy would read it. PAC scripts see no path and no query.
  const ways: readonly Way[] | null =
    protocol === 'http:'
      ? ['direct']
      : await within(connectMs, signal, (bounded) => orAborted(proxies.find(`${origin}/`), bounded)).catch(
          () => null,
        );
  if (ways === null) return fail('timedOut', { step, host });
  // What holds when no way is left: there are proxies, but of a kind that Keyfob does not speak to.
  let result: Result<Connection> = fail('proxyFailed', { step, host, reason: 'proxyNotSupported' });
  for (const way of ways) {
    result = await within(connectMs, signal, (bounded) => connectBy(way, target, parts, bounded));
    if (result.ok || signal.aborted || result.failure.reason !== 'proxyUnreachable') break;
  }
  return result;
}

async function connectBy(
  way: Way,
  target: URL,
  parts: TunnelParts,
  signal: AbortSignal,
): Promise<Result<Connection>> {
  const startedAtMs = performance.now();
  const carrier =
    way === 'direct'
      ? await connectDirectly(target, parts, signal)
      : await openTunnel(way, `${target.hostname}:${target.port || 443}`, parts, signal);
  if (!carrier.ok) return carrier;
  const end =
    target.protocol === 'https:' ? await secure(carrier.value, way, target, parts, signal) : carrier;
  if (!end.ok) return end;
  const facts = {
    connectMs: Math.round(performance.now() - startedAtMs),
    proxyHost: way === 'direct' ? null : new URL(way.origin).host,
    tls: tlsFacts(end.value),
  };
  return ok({ socket: end.value, facts });
}

async function connectDirectly(
  { hostname, port, protocol, host }: URL,
  { lookup }: TunnelParts,
  signal: AbortSignal,
): Promise<Result<Socket>> {
  const at = { hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  try {
    return ok(await openTcp(at, withoutRefused(lookup), signal));
  } catch (error) {
    return transportFailure(error, 'connect', host, signal.aborted);
  }
}

async function secure(
  socket: Socket,
  way: Way,
  { hostname, host }: URL,
  { secureContext }: TunnelParts,
  signal: AbortSignal,
): Promise<Result<Socket>> {
  try {
    return ok(await startTls(socket, hostname, secureContext, signal));
  } catch (error) {
    const isProxysFault =
      way !== 'direct' &&
      !signal.aborted &&
      !(error instanceof CertificateRefused) &&
      // These codes show that TLS was spoken, and only the service can have done that.
      !/ALERT|PROTOCOL/.test(codeOf(error) ?? '');
    return isProxysFault
      ? fail('proxyFailed', { step: 'connect', host: new URL(way.origin).host, reason: 'proxyRefused' })
      : transportFailure(error, 'connect', host, signal.aborted);
  }
}

function tlsFacts(socket: Socket): ConnectionFacts['tls'] {
  const certificate = socket instanceof TLSSocket ? peerCertificate(socket) : null;
  if (!(socket instanceof TLSSocket) || certificate === null) return null;
  return { protocol: socket.getProtocol() ?? '', certificate };
}
