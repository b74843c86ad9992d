import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataosService } from '../dataos-service.ts';

/**
 * How the table looks (contracts, section 2.2): `older` with `|` and UTC, `newer` with box characters and an offset. As no
 * source says where the log lines go, they are on stdout in the older variant and on stderr in the newer one.
 */
export type DataosCtlVariant = 'older' | 'newer';

/** A row of `user apikey get`. `expiration` is RFC 3339 in UTC. */
export interface DataosCtlRow {
  readonly token: string;
  readonly type: string;
  readonly expiration: string;
  readonly name: string;
}

/** What the program answers from: fixed rows, or the service at which it is signed in as the owner of the first key. */
export type DataosCtlSource = readonly DataosCtlRow[] | { readonly service: DataosService; caPem: string };

export interface DataosCtl {
  /** Absolute. The file stays the same while the rows change, so that an approval by its SHA-256 holds. */
  readonly path: string;
  /** The arguments of each run so far. */
  runs(): readonly (readonly string[])[];
  /** Answers from something else from now on. */
  answerFrom(source: DataosCtlSource): void;
}

/** Writes an executable `dataos-ctl` that knows `user apikey get` and `user apikey create` and needs no environment. */
export function writeDataosCtl(
  folder: string,
  source: DataosCtlSource,
  variant: DataosCtlVariant = 'newer',
): DataosCtl {
  const path = join(folder, 'dataos-ctl');
  const program = readFileSync(new URL('./dataos-ctl-program.cjs', import.meta.url), 'utf8');
  writeFileSync(path, `#!${process.execPath}\n${program}`);
  chmodSync(path, 0o700);
  const answerFrom = (from: DataosCtlSource) =>
    writeFileSync(join(folder, 'dataos-ctl.state.json'), JSON.stringify({ variant, ...stateOf(from) }), {
      mode: 0o600,
    });
  answerFrom(source);
  const runs = (): readonly string[][] => {
    const calls = join(folder, 'dataos-ctl.calls.jsonl');
    if (!existsSync(calls)) return [];
    const lines = readFileSync(calls, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as string[]);
  };
  return { path, runs, answerFrom };
}

function stateOf(source: DataosCtlSource) {
  if (!('service' in source)) return { rows: source };
  const { origin, credential } = source.service;
  return { origin, caPem: source.caPem, loginKey: credential.key, userId: credential.userId };
}
