import fs, { fstatSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** From now on until the end of the test, a folder cannot be synced while `isHit`: the system answers `code`. */
export function failFolderSyncs(code: string, isHit: () => boolean = () => true): void {
  const real = fs.fsyncSync;
  const replace = (sync: typeof fs.fsyncSync) => {
    fs.fsyncSync = sync;
    syncBuiltinESMExports();
  };
  replace((fd) => {
    if (fstatSync(fd).isDirectory() && isHit()) throw Object.assign(new Error(code), { code });
    real(fd);
  });
  onTestFinished(() => replace(real));
}
