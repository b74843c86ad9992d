import type { AddressInfo, Server, Socket } from 'node:net';

/** A server of 127.0.0.1 whose connections are counted. */
export interface RunningServer {
  /** Host and port. */
  readonly host: string;
  readonly port: number;
  /** Connections since the start. */
  connections(): number;
  openSockets(): number;
  stop(): Promise<void>;
}

/** Lets a server listen on a free port of 127.0.0.1. */
export async function track(server: Server): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  // A client that does not trust the certificate ends the handshake; that is its right and no fault here.
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    port,
    connections: () => connections,
    openSockets: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Runs `use` and stops all that it started, whatever happens. */
export async function withServers<T>(
  use: (keep: <S extends { stop(): Promise<void> }>(server: S) => S) => Promise<T>,
): Promise<T> {
  const started: { stop(): Promise<void> }[] = [];
  try {
    return await use((server) => {
      started.push(server);
      return server;
    });
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}
