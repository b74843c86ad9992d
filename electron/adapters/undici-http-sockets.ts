import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { CertificateFacts } from '#core/failure';
import { certificateFacts } from './certificate-facts.ts';
import { bare } from './undici-http-addresses.ts';

/** The peer proved to own a certificate that is not trusted for this host. Nothing was sent to it. */
export class CertificateRefused extends Error {
  readonly certificate: CertificateFacts | null;
  /** Node's code of the reason, such as `CERT_HAS_EXPIRED`. */
  readonly code: unknown;

  constructor(certificate: CertificateFacts | null, cause: unknown) {
    super('certificate refused', { cause });
    this.certificate = certificate;
    this.code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  }
}

/** A TCP connection. Throws what the network or the lookup throws, and when the signal fires. */
export function openTcp(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<Socket> {
  // With autoSelectFamily the lookup is asked for all addresses; see withoutRefused.
  const options = { host: bare(hostname), port, lookup, autoSelectFamily: true, noDelay: true };
  return ready(connect(options), 'connect', signal);
}

/**
 * TLS over a connection, with the certificate checked for `hostname`. Throws {@link CertificateRefused}, what the network
 * throws, and when the signal fires; the connection is then closed.
 */
export async function startTls(
  socket: Socket,
  hostname: string,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const host = bare(hostname);
  const tls = connectTls({
    socket,
    host,
    // Server names are names only (RFC 6066 section 3); the certificate is then checked for `host`.
    servername: isIP(host) === 0 ? host : '',
    secureContext,
    // SECURITY: explicit, so that NODE_TLS_REJECT_UNAUTHORIZED has no effect.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
  });
  let certificate: CertificateFacts | null | undefined;
  // Node judges the certificate on this event and closes at once, so that it must be read before.
  tls.prependOnceListener('secure', () => {
    certificate = peerCertificate(tls);
  });
  try {
    return await ready(tls, 'secureConnect', signal);
  } catch (error) {
    // The handshake was done, so all that was left to fail was the certificate.
    throw certificate === undefined || signal.aborted ? error : new CertificateRefused(certificate, error);
  }
}

/**
 * What the certificate of the other side says; null for one that Node cannot read again. From its bytes, as
 * `getPeerX509Certificate` of Node 20 takes it away, so that the check of its name finds none.
 */
export function peerCertificate(tls: TLSSocket): CertificateFacts | null {
  try {
    return certificateFacts(new X509Certificate(tls.getPeerCertificate().raw));
  } catch {
    return null;
  }
}

async function ready<S extends Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  // An error that nobody listens for would end the process, and a second one may follow the first.
  socket.on('error', () => {});
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
