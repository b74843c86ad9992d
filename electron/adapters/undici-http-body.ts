import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AnswerTooLarge } from './undici-http-bounds.ts';

const decoders = {
  br: createBrotliDecompress,
  deflate: createInflate,
  gzip: createGunzip,
  'x-gzip': createGunzip,
} as const;

/** Whether {@link readBody} can decode this `Content-Encoding`. */
export function isKnownEncoding(encoding: string): encoding is keyof typeof decoders | 'identity' {
  return encoding === 'identity' || Object.hasOwn(decoders, encoding);
}

/**
 * The body as text. The limit counts decoded bytes and ends the stream when it is passed, so that a small compressed body
 * cannot grow without bound. Throws AnswerTooLarge and what the stream throws.
 */
export async function readBody(
  body: Readable,
  encoding: keyof typeof decoders | 'identity',
  limitBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > limitBytes) throw new AnswerTooLarge();
      chunks.push(chunk);
    }
  };
  try {
    if (encoding === 'identity') await pipeline(body, collect);
    else await pipeline(body, decoders[encoding](), collect);
  } catch (error) {
    // A pipeline that was stopped can report the closing of one of its streams instead.
    throw size > limitBytes ? new AnswerTooLarge() : error;
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
