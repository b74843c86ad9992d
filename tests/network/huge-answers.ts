import { createServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliCompress, createDeflate, createGzip, constants as zlib } from 'node:zlib';
import { type RunningServer, track } from './tracked-server.ts';

/** A way to send far too much. */
export interface HugeAnswer {
  readonly what: string;
  readonly send: (response: ServerResponse, bytes: number) => void;
}

const chunk = Buffer.alloc(64 * 1024);

function* zeros(bytes: number): Generator<Buffer> {
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
}

const packed = (encoding: string, packer: () => NodeJS.ReadWriteStream): HugeAnswer => ({
  what: `a ${encoding} bomb`,
  send: (response, bytes) => {
    response.writeHead(200, { 'content-encoding': encoding });
    void pipeline(Readable.from(zeros(bytes)), packer(), response).catch(() => {});
  },
});

/** Writes the same again and again, as fast as it is taken. */
const endless = (what: string, first: string, again: string): HugeAnswer => ({
  what,
  send: ({ socket }) => {
    if (socket === null) return;
    const block = Buffer.from(again.repeat(Math.ceil(chunk.length / again.length)));
    const push = (wire: Socket) => {
      while (wire.writable && wire.write(block));
      wire.once('drain', () => push(wire));
    };
    socket.write(first);
    push(socket);
  },
});

const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

/** Answers that would fill the memory of who reads them. */
export const hugeAnswers: readonly HugeAnswer[] = [
  {
    what: 'a body of known length',
    send: (response, bytes) => {
      response.writeHead(200, { 'content-length': bytes });
      void pipeline(Readable.from(zeros(bytes)), response).catch(() => {});
    },
  },
  {
    what: 'a body of unknown length',
    send: (response, bytes) => void pipeline(Readable.from(zeros(bytes)), response).catch(() => {}),
  },
  packed('gzip', () => createGzip({ level: 9 })),
  packed('deflate', () => createDeflate({ level: 9 })),
  packed('br', () => createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 5 } })),
  {
    what: 'one header of 1 MB',
    send: (response) => response.socket?.end(`HTTP/1.1 200 OK\r\nx: ${'v'.repeat(1024 * 1024)}\r\n\r\n`),
  },
  {
    what: 'headers of 1 MB',
    send: (response) =>
      response.socket?.end(`HTTP/1.1 200 OK\r\n${`x: ${'v'.repeat(1_000)}\r\n`.repeat(1_048)}\r\n`),
  },
  endless('endless headers', 'HTTP/1.1 200 OK\r\n', 'x: y\r\n'),
  endless('an endless reason', 'HTTP/1.1 200 ', 'O'),
  endless('endless hints', '', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'),
  endless('endless small chunks', chunked, '1\r\nx\r\n'),
  endless('an endless chunk', `${chunked}fffffffff\r\n`, 'x'),
  endless('endless chunk extensions', `${chunked}1;`, 'a=b;'),
  endless('endless trailers', `${chunked}0\r\n`, 'x: y\r\n'),
];

/** Starts a server that sends this with so many bytes, before compression and where they have an end. */
export function startHuge(answer: HugeAnswer, bytes: number): Promise<RunningServer> {
  return track(createServer((_message, response) => answer.send(response, bytes)));
}
