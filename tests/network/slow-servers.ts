import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Identity } from './openssl-authority.ts';
import { type RunningServer, track } from './tracked-server.ts';

/** A way to keep a client waiting once the connection stands. */
export interface Slowness {
  readonly what: string;
  /** Whether it begins after the handshake of TLS. */
  readonly afterTls: boolean;
  readonly behave: (socket: Socket, everyMs: number) => void;
}

const drip = (text: string, first = ''): Slowness['behave'] => {
  return (socket, everyMs) => {
    socket.once('data', () => {
      socket.write(first);
      let sent = 0;
      const timer = setInterval(() => socket.write(text[sent++ % text.length] ?? ''), everyMs);
      socket.once('close', () => clearInterval(timer));
    });
  };
};
const say = (text: string): Slowness['behave'] => {
  return (socket) => socket.once('data', () => socket.write(text));
};

/** Each one alone would keep a client for ever. */
export const slownesses: readonly Slowness[] = [
  { what: 'no handshake', afterTls: false, behave: () => {} },
  { what: 'a handshake that stops', afterTls: false, behave: say('\x16\x03\x03\x40\x00\x02') },
  { what: 'a handshake byte by byte', afterTls: false, behave: drip('\x00', '\x16\x03\x03\x40\x00') },
  { what: 'no answer', afterTls: true, behave: () => {} },
  { what: 'headers byte by byte', afterTls: true, behave: drip('x', 'HTTP/1.1 200 OK\r\n') },
  { what: 'headers that stop', afterTls: true, behave: say('HTTP/1.1 200 OK\r\ncontent-type: te') },
  {
    what: 'a body byte by byte',
    afterTls: true,
    behave: drip(' ', 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n'),
  },
  {
    what: 'a body that never ends',
    afterTls: true,
    behave: say('HTTP/1.1 200 OK\r\n\r\n{"access_token":"x"}'),
  },
  {
    what: 'chunks one by one',
    afterTls: true,
    behave: drip('1\r\nx\r\n', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'),
  },
  {
    what: 'hints for ever',
    afterTls: true,
    behave: (socket, everyMs) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'), everyMs);
      socket.once('close', () => clearInterval(timer));
    },
  },
];

/** Starts a server that is slow in this way. */
export function startSlow(slowness: Slowness, identity: Identity, everyMs: number): Promise<RunningServer> {
  const behave = (socket: Socket) => {
    socket.on('error', () => {});
    // What is not read would hide that the other side has gone.
    socket.resume();
    slowness.behave(socket, everyMs);
  };
  return track(slowness.afterTls ? createTlsServer(identity, behave) : createServer(behave));
}
