import * as v from 'valibot';
import type { Argon2Cost, Argon2Params } from './passphrase-hash.ts';

/**
 * RFC 9106 section 4, second recommended option. Nothing below its memory and passes is ever made or accepted: an offline
 * attack on a stolen file is what the passphrase is for.
 */
export const leastCost: Argon2Cost = { memoryKiB: 65_536, passes: 3, lanes: 4 };
/** A file from elsewhere must not take all memory or a minute: 512 MiB and 8 passes are some 6 s. */
const mostCost: Argon2Cost = { memoryKiB: 524_288, passes: 8, lanes: 8 };
const saltBytes = 16;
/** Far more than our parameters need. */
const maxTextLength = 512;

function between(least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}

const paramsSchema = v.strictObject({
  algorithm: v.literal('argon2id'),
  version: v.literal(19),
  memoryKiB: between(leastCost.memoryKiB, mostCost.memoryKiB),
  passes: between(leastCost.passes, mostCost.passes),
  lanes: between(1, mostCost.lanes),
  salt: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{22}==$/)),
});

/** The parameters as they stand in a slot (docs/vault-format.md, "Passphrase"). */
export function writeArgon2Params({ memoryKiB, passes, lanes, salt }: Argon2Params): string {
  const text = Buffer.from(salt).toString('base64');
  return JSON.stringify({ algorithm: 'argon2id', version: 19, memoryKiB, passes, lanes, salt: text });
}

/** The parameters of a slot; null when they are no parameters, too cheap or too costly. Nothing is allocated before. */
export function readArgon2Params(text: string): Argon2Params | null {
  if (text.length > maxTextLength) return null;
  const read = v.safeParse(paramsSchema, parsed(text));
  if (!read.success) return null;
  const { memoryKiB, passes, lanes } = read.output;
  const salt = Buffer.from(read.output.salt, 'base64');
  return salt.length === saltBytes ? { memoryKiB, passes, lanes, salt } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
