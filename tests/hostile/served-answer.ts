import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hostileBodies } from './hostile-bodies.ts';
import { hostileText } from './hostile-texts.ts';

/** An answer of a token service before it is put on the wire. */
export interface ServedAnswer {
  /** The kind of hostility that it was made for. */
  readonly kind: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly framing: Framing;
}

/**
 * Framings that carry the whole body by RFC 9112; `unclear` ones, which a client may refuse or read; and `broken` ones, from
 * which no client may take anything.
 */
export const framings = {
  sound: ['length', 'untilClose', 'chunked', 'chunkExtensions', 'trailers', 'piecemeal'],
  unclear: [
    'interim',
    'early',
    'gzip',
    'bareLineFeeds',
    'foldedHeader',
    'nulInHeader',
    'longerThanSaid',
    'spaceAfterChunkSize',
    'lengthAndChunked',
    'unknownTransferCoding',
  ],
  broken: [
    'shorterThanSaid',
    'lastChunkMissing',
    'chunkSizeWrong',
    'chunkSizeNegative',
    'chunkSizeHuge',
    'lengthNegative',
    'lengthsDiffer',
    'unknownContentCoding',
    'gzipDamaged',
    'gzipBomb',
    'headersOfOneMegabyte',
    'notHttp',
    'noStatusLine',
    'cutInHeaders',
    'nothing',
    'reset',
  ],
} as const;

/** See {@link framings}. */
export type Framing = (typeof framings)[keyof typeof framings][number];

const allFramings: readonly Framing[] = Object.values(framings).flat();
const json = { 'content-type': 'application/json' };

/** Bytes that are not what their Content-Type says, of a text that may be a good answer. */
const encodings: readonly (readonly [contentType: string, encode: (text: string) => Buffer])[] = [
  ['application/json', (text) => Buffer.from(`\ufeff${text}`)],
  ['application/json', (text) => Buffer.from(`\ufeff\ufeff${text}`)],
  ['application/json; charset=utf-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['application/json; charset=utf-8', (text) => Buffer.from(text, 'utf16le')],
  ['application/json; charset=utf-16be', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['application/json; charset=iso-8859-1', (text) => Buffer.from(text.replace('good', 'g\u00f6d'), 'latin1')],
  ['application/json; charset=no-such', (text) => Buffer.from(text)],
  ['application/json', (text) => Buffer.from(text.replace('good', '\u00c0\u00af'), 'latin1')],
  ['application/json', (text) => Buffer.from(text.replace('Bearer', 'Bearer\u00ff'), 'latin1')],
  ['application/json', (text) => Buffer.from(text.replace('good', '\u00ed\u00a0\u0080'), 'latin1')],
  ['text/html', (text) => Buffer.from(text)],
  ['application/x-www-form-urlencoded', (text) => Buffer.from(text)],
  ['application/octet-stream', (text) => Buffer.concat([Buffer.from(text), Buffer.alloc(3)])],
  ['', (text) => Buffer.from(text)],
];

const statuses = [
  100, 101, 199, 201, 202, 204, 206, 226, 300, 301, 302, 304, 307, 399, 400, 401, 402, 403, 404, 405,
];
const laterStatuses = [407, 408, 418, 425, 429, 451, 499, 500, 502, 503, 504, 511, 599, 600, 999];

/** Hostile answers to a client that sent this secret, every kind as often as every other. */
export function hostileAnswer(secret: string): fc.Arbitrary<ServedAnswer> {
  const bodies = hostileBodies(secret);
  const anyBody = fc.oneof(...Object.values(bodies));
  const goodBody = bodies['good'] ?? anyBody;
  const headers = hostileHeaders(secret);
  const plain = { status: 200, headers: json, framing: 'length' as const };
  const ofBodies = Object.entries(bodies).map(([kind, body]) =>
    fc
      .record({
        headers: fc.constantFrom(json, json, {
          'content-type': kind === 'form' ? 'application/x-www-form-urlencoded' : 'text/plain',
        }),
        body: body.map((text) => Buffer.from(text)),
        framing: fc.constantFrom(...framings.sound),
      })
      .map((part) => ({ ...plain, ...part, kind })),
  );
  const encoded = fc.tuple(goodBody, fc.constantFrom(...encodings)).map(([text, [type, encode]]) => ({
    ...plain,
    kind: 'encoding',
    headers: type === '' ? {} : { 'content-type': type },
    body: encode(text),
  }));
  const mixed = { headers, body: fc.oneof(goodBody, anyBody).map((text) => Buffer.from(text)) };
  const status = fc.constantFrom(...statuses, ...laterStatuses);
  return fc.oneof(
    ...ofBodies,
    encoded,
    fc.record({ ...mixed, status }).map((part) => ({ ...plain, ...part, kind: 'status' })),
    fc.record(mixed).map((part) => ({ ...plain, ...part, kind: 'headers' })),
    fc
      .record({ ...mixed, headers: fc.constant(json), framing: fc.constantFrom(...allFramings) })
      .map((part) => ({ ...plain, ...part, kind: 'framing' })),
  );
}

function hostileHeaders(secret: string): fc.Arbitrary<Record<string, string>> {
  const text = hostileText(secret).map((value) => value.slice(0, 4_000).replace(/[^\x20-\x7e]/g, '?'));
  const target = fc.constantFrom(
    `https://${secret.replace(/\W/g, '')}.example/?key=${encodeURIComponent(secret)}`,
    `/elsewhere?key=${encodeURIComponent(secret)}`,
    'http://[',
    'javascript:alert(1)',
  );
  return fc.record(
    {
      'content-type': fc.oneof(fc.constantFrom('application/json', 'text/html', 'text/plain'), text),
      'retry-after': fc.oneof(
        text,
        fc.nat().map(String),
        fc.constantFrom('-1', '9'.repeat(400), 'Thu, 01 Jan 1970'),
      ),
      date: text,
      location: target,
      'www-authenticate': text.map((value) => `Basic realm="${value}"`),
      'x-request-id': text,
      'set-cookie': text,
      refresh: fc.constant('0; url=https://elsewhere.example/'),
    },
    { requiredKeys: ['content-type'] },
  );
}

/** What goes over the wire, in pieces, and how the connection then ends. */
export interface Wire {
  readonly pieces: readonly Buffer[];
  readonly end: 'close' | 'reset';
  /** Sent before the request is read. */
  readonly isEarly?: true;
}

/** Puts an answer on the wire. */
export function wireOf({ status, headers, body, framing }: ServedAnswer): Wire {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = (further: readonly string[], lineEnd = '\r\n') =>
    Buffer.from([`HTTP/1.1 ${status} Any`, ...lines, ...further, '', ''].join(lineEnd), 'latin1');
  const whole = (further: readonly string[], content = body): Wire => ({
    pieces: [head(further), content],
    end: 'close',
  });
  const length = (said: number | string) => `content-length: ${said}`;
  const chunked = (
    text: (size: string) => readonly [before: string, after: string],
    further = ['transfer-encoding: chunked'],
  ) => {
    const [before, after] = text(body.length.toString(16));
    return whole(further, Buffer.concat([Buffer.from(before), body, Buffer.from(after)]));
  };
  const oneChunk = (size: string) => [`${size}\r\n`, '\r\n0\r\n\r\n'] as const;
  const wires: Record<Framing, () => Wire> = {
    length: () => whole([length(body.length)]),
    untilClose: () => whole([]),
    chunked: () => chunked(oneChunk),
    chunkExtensions: () => chunked((size) => [`${size};name="a;b"\r\n`, '\r\n0;last\r\n\r\n']),
    trailers: () => chunked((size) => [`${size}\r\n`, '\r\n0\r\ncontent-type: text/html\r\nx: y\r\n\r\n']),
    piecemeal: () => ({ pieces: inPieces(Buffer.concat([head([length(body.length)]), body])), end: 'close' }),
    interim: () => ({
      pieces: [
        Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n'),
        ...whole([length(body.length)]).pieces,
      ],
      end: 'close',
    }),
    early: () => ({ ...whole([length(body.length)]), isEarly: true }),
    gzip: () => whole(['content-encoding: gzip'], gzipSync(body)),
    bareLineFeeds: () => ({ pieces: [head([length(body.length)], '\n'), body], end: 'close' }),
    foldedHeader: () => whole(['x-folded: a', ' b', length(body.length)]),
    longerThanSaid: () => whole([length(Math.floor(body.length / 2))]),
    spaceAfterChunkSize: () => chunked((size) => [`${size} \r\n`, '\r\n0\r\n\r\n']),
    shorterThanSaid: () => whole([length(body.length + 5)]),
    lastChunkMissing: () => chunked((size) => [`${size}\r\n`, '\r\n']),
    chunkSizeWrong: () => chunked((size) => [`${size}x\r\n`, '\r\n0\r\n\r\n']),
    chunkSizeNegative: () => chunked((size) => [`-${size}\r\n`, '\r\n0\r\n\r\n']),
    chunkSizeHuge: () => chunked(() => [`${'f'.repeat(17)}\r\n`, '\r\n0\r\n\r\n']),
    lengthNegative: () => whole([length(-body.length - 1)]),
    lengthsDiffer: () => whole([length(body.length), length(body.length + 1)]),
    lengthAndChunked: () => chunked(oneChunk, [length(body.length), 'transfer-encoding: chunked']),
    unknownTransferCoding: () => chunked(oneChunk, ['transfer-encoding: no-such, chunked']),
    unknownContentCoding: () => whole(['content-encoding: no-such', length(body.length)]),
    gzipDamaged: () => whole(['content-encoding: gzip'], damaged(gzipSync(body))),
    gzipBomb: () =>
      whole(['content-encoding: gzip'], gzipSync(Buffer.concat([body, Buffer.alloc(8 << 20, 32)]))),
    nulInHeader: () => whole(['x-nul: a\u0000b', length(body.length)]),
    headersOfOneMegabyte: () => whole([`x-long: ${'a'.repeat(1 << 20)}`, length(body.length)]),
    notHttp: () => ({ pieces: [Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'), body], end: 'close' }),
    noStatusLine: () => ({ pieces: [body], end: 'close' }),
    cutInHeaders: () => ({ pieces: [head([]).subarray(0, -3)], end: 'close' }),
    nothing: () => ({ pieces: [], end: 'close' }),
    reset: () => ({ ...whole([length(body.length + 1)]), end: 'reset' }),
  };
  return wires[framing]();
}

function damaged(bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  return Buffer.concat([
    bytes.subarray(0, middle),
    Buffer.from([(bytes[middle] ?? 0) ^ 0xff]),
    bytes.subarray(middle + 1),
  ]);
}

/** Short pieces first, so that every boundary near the headers is met. */
function inPieces(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, size = 1; at < bytes.length; at += size, size = Math.min(size * 2, 65_536))
    pieces.push(bytes.subarray(at, at + size));
  return pieces;
}
