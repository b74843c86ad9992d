import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publishFile, removeUnfinishedFile } from '#adapters/vault-files';
import { putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
let unfinished: string;
beforeEach(async () => {
  rig = new VaultRig();
  await rig.store(putKey('a', '1'));
  rig.removeBackups();
  unfinished = join(rig.folder, 'vault.db.creating-x');
  renameSync(rig.file, unfinished);
});
afterEach(() => rig.dispose());

/** `link` of a file system that answers with this code. */
const answering = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EISDIR'])(
  'a vault gets its name where links are refused with %s',
  async (code) => {
    const before = process.umask(0o000);
    try {
      publishFile(unfinished, rig.file, answering(code));
    } finally {
      process.umask(before);
    }
    expect(existsSync(unfinished)).toBe(false);
    expect(statSync(rig.file).mode & 0o777).toBe(0o600);
    expect((await rig.reopen()).records).toEqual({ a: '1' });
  },
);

it.each(['EPERM', 'EEXIST'])('a vault that another process made stays, also with %s', (code) => {
  writeFileSync(rig.file, 'theirs');
  publishFile(unfinished, rig.file, answering(code));
  expect(readFileSync(rig.file, 'utf8')).toBe('theirs');
  expect(existsSync(unfinished)).toBe(false);
});

it('any other error is told, and nothing gets the name', () => {
  expect(() => publishFile(unfinished, rig.file, answering('EACCES'))).toThrow('EACCES');
  expect(existsSync(unfinished)).toBe(true);
  expect(existsSync(rig.file)).toBe(false);
});

it('goes on where an unfinished file cannot be removed', () => {
  removeUnfinishedFile(unfinished);
  expect(existsSync(unfinished)).toBe(false);
  writeFileSync(rig.file, '');
  expect(() => removeUnfinishedFile(join(rig.file, 'below a file'))).not.toThrow();
});
