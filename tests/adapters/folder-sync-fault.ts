import fs, { fstatSync, type Stats } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** From now on until the end of the test, a folder for which `isHit` cannot be synced: the system answers `code`. */
export function failFolderSyncs(code: string, isHit: (folder: Stats) => boolean = () => true): void {
  const real = fs.fsyncSync;
  const replace = (sync: typeof fs.fsyncSync) => {
    fs.fsyncSync = sync;
    syncBuiltinESMExports();
  };
  replace((fd) => {
    const facts = fstatSync(fd);
    if (facts.isDirectory() && isHit(facts)) throw Object.assign(new Error(code), { code });
    real(fd);
  });
  onTestFinished(() => replace(real));
}
