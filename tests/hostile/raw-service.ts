import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Wire } from './served-answer.ts';

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server on a bare socket: what it sends need not be HTTP. */
export interface RawService {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts it on a free port. `answer` is asked once for each request; what `early` gives is sent before it is read. */
export async function startRawService(
  answer: (request: RawRequest) => Promise<Wire> | Wire,
  early: () => Wire | null = () => null,
): Promise<RawService> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    void serve(socket, answer, early());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function serve(
  socket: Socket,
  answer: (request: RawRequest) => Promise<Wire> | Wire,
  early: Wire | null,
): Promise<void> {
  if (early !== null) return send(socket, early);
  const request = await readRequest(socket);
  if (request !== null) await send(socket, await answer(request));
}

async function send(socket: Socket, { pieces, end }: Wire): Promise<void> {
  socket.setNoDelay(true);
  for (const [at, piece] of pieces.entries()) {
    if (at > 0) await turn();
    if (socket.destroyed) return;
    socket.write(piece);
  }
  if (end === 'reset') {
    await turn();
    socket.resetAndDestroy();
  } else socket.end();
}

/** Null when the connection ends before the request does. */
function readRequest(socket: Socket): Promise<RawRequest | null> {
  let text = '';
  socket.setEncoding('latin1');
  return new Promise((resolve) => {
    socket.on('data', (chunk: string) => {
      text += chunk;
      const request = parse(text);
      if (request !== null) resolve(request);
    });
    socket.once('close', () => resolve(null));
  });
}

function parse(text: string): RawRequest | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((header) => [
      header.slice(0, header.indexOf(':')).toLowerCase(),
      header.slice(header.indexOf(':') + 1).trim(),
    ]),
  );
  const body = text.slice(end + 4);
  if (body.length < Number(headers['content-length'] ?? 0)) return null;
  const [method = '', path = ''] = line.split(' ');
  return { method, path, headers, body: Buffer.from(body, 'latin1').toString('utf8') };
}
