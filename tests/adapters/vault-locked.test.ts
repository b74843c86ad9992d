import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { lockedFor, putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
beforeEach(() => {
  rig = new VaultRig();
});
afterEach(() => rig.dispose());

function bytes() {
  return readFileSync(rig.file).toString('base64');
}

describe('a vault that exists', () => {
  beforeEach(async () => {
    await rig.store(putKey('a', '1'));
    rig.removeBackups();
  });

  it.each(['unavailable', 'weak', 'notAnswering'] as const)(
    'stays as it is when the keyring is %s',
    async (state) => {
      const before = bytes();
      rig.keyring.state = state;
      expect(await rig.vault().open()).toEqual(lockedFor(state));
      expect(bytes()).toBe(before);
      rig.keyring.state = 'working';
      expect((await rig.reopen()).records).toEqual({ a: '1' });
    },
  );

  it('stays as it is when the keyring holds another key', async () => {
    const before = bytes();
    expect(await rig.vault(new FakeKeyring('another')).open()).toEqual(lockedFor('keyChanged'));
    expect(bytes()).toBe(before);
  });

  it('is not opened by a right blob with a wrong wrapping key', async () => {
    const kek = Buffer.alloc(32, 7);
    const wrong = await rig.keyring.protect(kek);
    if (!wrong.ok) throw new Error('the fake keyring refused');
    rig.tamper((db) => db.prepare('UPDATE slot SET protected_kek = ?').run(wrong.blob));
    expect(await rig.vault().open()).toEqual(lockedFor('keyChanged'));
  });

  it('stays as it is when a later Keyfob wrote it', async () => {
    rig.tamper((db) => db.exec('CREATE TABLE unheard_of (a); PRAGMA user_version = 2'));
    const before = bytes();
    expect(await rig.vault().open()).toEqual(lockedFor('newerFormat'));
    expect(bytes()).toBe(before);
  });

  it.each([
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON record BEGIN DELETE FROM record; END'],
    ['a view', 'CREATE VIEW v AS SELECT * FROM record'],
    ['another application id', 'PRAGMA application_id = 7'],
    ['no format', 'PRAGMA user_version = 0'],
    ['no header', 'DELETE FROM header'],
    ['no slot', 'DELETE FROM slot'],
    ['another creation time', 'UPDATE header SET created_at_ms = created_at_ms + 1'],
  ])('is damaged with %s', async (_name, sql) => {
    rig.tamper((db) => db.exec(sql));
    const before = bytes();
    expect(await rig.vault().open()).toEqual(lockedFor('damaged'));
    expect(bytes()).toBe(before);
  });

  it.each([0, 1, 100, 4096, 8191])('is damaged when cut to %i bytes, and never replaced', async (length) => {
    const cut = readFileSync(rig.file).subarray(0, length);
    writeFileSync(rig.file, cut);
    expect(await rig.vault().open()).toEqual(lockedFor('damaged'));
    expect(readFileSync(rig.file).equals(cut)).toBe(true);
  });

  it('is damaged as zeros, as text and as another database', async () => {
    const { length } = readFileSync(rig.file);
    for (const content of [Buffer.alloc(length), Buffer.from('not a vault '.repeat(1000))]) {
      writeFileSync(rig.file, content);
      expect(await rig.vault().open()).toEqual(lockedFor('damaged'));
      expect(readFileSync(rig.file).equals(content)).toBe(true);
    }
  });

  it('is refused where the system cannot even look for it', async () => {
    const elsewhere = `${rig.folder}-elsewhere`;
    renameSync(rig.folder, elsewhere);
    symlinkSync(rig.folder, rig.folder);
    expect(await rig.vault().open()).toEqual(lockedFor('unusableFile'));
    rmSync(rig.folder);
    renameSync(elsewhere, rig.folder);
    expect((await rig.vault().open()).state).toBe('open');
  });

  it('is refused as a link, as a pipe, as a folder, and with a link as its log', async () => {
    const elsewhere = join(rig.folder, 'elsewhere.db');
    renameSync(rig.file, elsewhere);
    symlinkSync(elsewhere, rig.file);
    expect(await rig.vault().open()).toEqual(lockedFor('unusableFile'));
    renameSync(rig.file, join(rig.folder, 'link'));
    execFileSync('mkfifo', [rig.file]);
    expect(await rig.vault().open()).toEqual(lockedFor('unusableFile'));
    renameSync(rig.file, join(rig.folder, 'pipe'));
    mkdirSync(rig.file);
    expect(await rig.vault().open()).toEqual(lockedFor('unusableFile'));
    renameSync(rig.file, join(rig.folder, 'folder'));
    renameSync(elsewhere, rig.file);
    symlinkSync('/dev/null', `${rig.file}-wal`);
    expect(await rig.vault().open()).toEqual(lockedFor('unusableFile'));
  });
});

it.each([0o000, 0o022, 0o077])('keeps folder 0700 and files 0600 under umask %i', async (umask) => {
  const before = process.umask(umask);
  try {
    const vault = rig.vault();
    await vault.open();
    await vault.commit([putKey('a', '1')]);
    const names = readdirSync(rig.folder).sort();
    expect(names).toEqual(['vault.db', 'vault.db-wal']);
    for (const name of names) expect(statSync(join(rig.folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(rig.folder).mode & 0o777).toBe(0o700);
    vault.close();
  } finally {
    process.umask(before);
  }
});

it('repairs modes that a copy has widened', async () => {
  await rig.store(putKey('a', '1'));
  chmodSync(rig.file, 0o644);
  chmodSync(rig.folder, 0o755);
  expect((await rig.reopen()).records).toEqual({ a: '1' });
  expect(statSync(rig.file).mode & 0o777).toBe(0o600);
  expect(statSync(rig.folder).mode & 0o777).toBe(0o700);
});

it('writes nothing without a keyring', async () => {
  rig.keyring.state = 'weak';
  const vault = rig.vault();
  await vault.open();
  await vault.commit([putKey('a', '1')]);
  expect(existsSync(rig.folder)).toBe(false);
});

it('makes no vault with a keyring that does not give back what it took', async () => {
  const forgetful = new FakeKeyring();
  const protect = forgetful.protect.bind(forgetful);
  forgetful.protect = async (key) => {
    const answer = await protect(key);
    forgetful.password += '!';
    return answer;
  };
  expect(await rig.vault(forgetful).open()).toMatchObject({ protection: { kind: 'sessionOnly' } });
  expect(existsSync(rig.folder)).toBe(false);
});

it('removes what a crash during creation left, and keeps the vault', async () => {
  await rig.store(putKey('a', '1'));
  writeFileSync(join(rig.folder, 'vault.db.creating-x'), 'half');
  writeFileSync(join(rig.folder, 'vault.db.creating-x-journal'), 'half');
  expect((await rig.reopen()).records).toEqual({ a: '1' });
  expect(readdirSync(rig.folder)).toEqual(['backups', 'vault.db']);
});
