import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastSeenFolder } from '#adapters/vault-last-seen';
import { putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
let older: string;
beforeEach(async () => {
  rig = new VaultRig();
  older = join(rig.folder, '..', 'older');
  await rig.store(putKey('a', '1'));
  cpSync(rig.folder, older, { recursive: true });
  await rig.store(putKey('a', '2'));
});
afterEach(() => rig.dispose());

function putBack(): void {
  rmSync(rig.folder, { recursive: true });
  cpSync(older, rig.folder, { recursive: true });
}

function lastSeenFile(): string {
  const [name = ''] = readdirSync(rig.stateFolder);
  return join(rig.stateFolder, name);
}

const isOlder = { state: 'open', isOlder: true };

describe('an older vault', () => {
  it('is told at each opening, also when it has outgrown the newer one, until it is accepted', async () => {
    expect((await rig.reopen()).opening).not.toHaveProperty('isOlder');
    putBack();
    const { opening, records } = await rig.reopen();
    expect(opening).toMatchObject(isOlder);
    expect(records).toEqual({ a: '1' });
    for (let i = 0; i < 5; i++) await rig.store(putKey('b', `${i}`));
    expect((await rig.reopen()).opening).toMatchObject(isOlder);
    const vault = rig.vault();
    await vault.open();
    await vault.acceptOlder();
    expect(await vault.open()).not.toHaveProperty('isOlder');
    vault.close();
    expect((await rig.reopen()).opening).not.toHaveProperty('isOlder');
    putBack();
    expect((await rig.reopen()).opening).toMatchObject(isOlder);
  });

  it('is told when it is another vault, or when the number was tampered with', async () => {
    rmSync(rig.folder, { recursive: true });
    expect((await rig.reopen()).opening).toMatchObject(isOlder);
    const vault = rig.vault();
    await vault.open();
    await vault.acceptOlder();
    await vault.commit([putKey('a', '3')]);
    vault.close();
    const seen = readFileSync(lastSeenFile(), 'utf8');
    for (const forged of [seen.replace(/"generation":"\d+"/, '"generation":"0"'), '', 'null', '{}']) {
      writeFileSync(lastSeenFile(), forged);
      expect((await rig.reopen()).opening, forged).toMatchObject(isOlder);
      writeFileSync(lastSeenFile(), seen);
      expect((await rig.reopen()).opening).not.toHaveProperty('isOlder');
    }
  });

  it('is not told of a vault that was never open here, or went on elsewhere', async () => {
    const seen = readFileSync(lastSeenFile(), 'utf8');
    await rig.store(putKey('c', 'elsewhere'));
    writeFileSync(lastSeenFile(), seen);
    expect((await rig.reopen()).opening).not.toHaveProperty('isOlder');
    rmSync(rig.stateFolder, { recursive: true });
    putBack();
    expect((await rig.reopen()).opening).not.toHaveProperty('isOlder');
  });
});

it.each([
  ['linux', { XDG_STATE_HOME: '/state' }, '/state/keyfob'],
  ['linux', { XDG_STATE_HOME: 'state' }, '/home/u/.local/state/keyfob'],
  ['linux', {}, '/home/u/.local/state/keyfob'],
  ['darwin', {}, '/home/u/Library/Application Support/Keyfob State'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/Keyfob'],
] as const)('keeps the number outside of the vault folder on %s', (platform, env, expected) => {
  expect(lastSeenFolder(platform, env, '/home/u')).toBe(expected);
});
