import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { ServerCertificate } from './certificate-authority.ts';

export interface LoopbackListener {
  /** `http(s)://127.0.0.1:<port>`; the port is the system's choice. */
  readonly origin: string;
  /** While down every connection is cut at once, open ones too; the port stays ours, so that going up cannot fail. */
  setDown(down: boolean): void;
  stop(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1, with TLS if there is a certificate. */
export async function listenOnLoopback(
  handler: RequestListener,
  certificate?: ServerCertificate,
): Promise<LoopbackListener> {
  const server: Server = certificate
    ? createHttpsServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem }, handler)
    : createHttpServer(handler);
  const sockets = new Set<Socket>();
  let isDown = false;
  server.on('connection', (socket: Socket) => {
    if (isDown) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // A client that does not trust the certificate ends the handshake; that is its right and no fault here.
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setDown(down) {
      isDown = down;
      if (down) cutAll();
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cutAll();
      await closed;
    },
  };
}
