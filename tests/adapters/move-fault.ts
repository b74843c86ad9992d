import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import { onTestFinished } from 'vitest';

type Move = (from: fs.PathLike, to: fs.PathLike) => void;

/** From now on until the end of the test, no file gets a name by a rename or link where `isHit`: the system answers `code`. */
export function failMoves(code: string, isHit: (from: string, to: string) => boolean): void {
  const { renameSync, linkSync } = fs;
  const set = (moves: { readonly renameSync: Move; readonly linkSync: Move }) => {
    Object.assign(fs, moves);
    syncBuiltinESMExports();
  };
  const failing = (real: Move): Move => {
    return (from, to) => {
      if (isHit(`${from}`, `${to}`)) throw Object.assign(new Error(code), { code });
      real(from, to);
    };
  };
  set({ renameSync: failing(renameSync), linkSync: failing(linkSync) });
  onTestFinished(() => set({ renameSync, linkSync }));
}

/** From now on until the end of the test, this folder is on another file system than the rest. */
export function putOnOtherDisk(folder: string): void {
  failMoves('EXDEV', (from, to) => (dirname(from) === folder) !== (dirname(to) === folder));
}
