import { chmodSync, chownSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
beforeEach(async () => {
  rig = new VaultRig();
  await rig.store(putKey('a', '1'));
});
afterEach(() => rig.dispose());

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe.skipIf(process.platform === 'win32')('modes that a copy made wide', () => {
  it('are repaired at the next opening: vault, backups, what was seen last, and their folders', async () => {
    const folders = [rig.folder, join(rig.folder, 'backups'), rig.stateFolder];
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => join(folder, name)),
    );
    expect(files).toHaveLength(3);
    for (const path of [...folders, ...files]) chmodSync(path, 0o755);
    rig.keyring.state = 'unavailable';
    await rig.vault().open();
    expect(folders.map(modeOf)).toEqual(['700', '700', '700']);
    expect(files.map(modeOf)).toEqual(['600', '600', '600']);
  });

  it.skipIf(process.getuid?.() !== 0)('stay where a file is a link or somebody else’s', async () => {
    const [theirs, target] = [join(rig.folder, 'backups/vault-1-1.db'), join(rig.folder, '../target')];
    for (const path of [theirs, target]) writeFileSync(path, '', { mode: 0o644 });
    chownSync(theirs, 65_534, 65_534);
    symlinkSync(target, join(rig.folder, 'backups/vault-2-2.db'));
    expect((await rig.vault().open()).state).toBe('open');
    expect([theirs, target].map(modeOf)).toEqual(['644', '644']);
  });
});
