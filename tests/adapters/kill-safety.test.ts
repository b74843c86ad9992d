import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killVaultWriter } from '../bar/checks/storage-kills.ts';
import { AcknowledgedKeys } from '../kill/acknowledged-keys.ts';
import { runWriter, withWriter } from '../kill/run-writer.ts';
import { putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
beforeEach(() => {
  rig = new VaultRig();
});
afterEach(() => rig.dispose());

it('loses nothing that was acknowledged when the process is killed (ST-01, ST-12)', {
  timeout: 120_000,
}, async () => {
  const { figure, passed } = await killVaultWriter('reduced');
  console.log(figure);
  expect(passed, figure).toBe(true);
});

/** A file-size limit fails writes as a full disk does, at an offset that we choose, without a file system of our own. */
describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('never acknowledges what it did not keep', { timeout: 60_000 }, async () => {
    let failedCommits = 0;
    let failedOpenings = 0;
    await withWriter(async (writer) => {
      for (let blocks = 1; blocks < 400; blocks += blocks < 100 ? 7 : 50) {
        const target = join(rig.folder, `${blocks}`);
        const keys = new AcknowledgedKeys();
        const limited = `ulimit -f ${blocks}; exec "$@"`;
        const plan = JSON.stringify({ folder: target, seed: blocks });
        const command = ['sh', '-c', limited, 'sh', process.execPath, writer, plan];
        await runWriter(command, (line) => {
          keys.take(line);
          if (line.line === 'failed') failedCommits++;
          if (line.line === 'opened' && line.state !== 'open') failedOpenings++;
        });
        expect(await keys.compare(target)).toEqual({ unreadable: 0, lostAcks: 0, halfWritten: 0 });
      }
    });
    console.log(JSON.stringify({ failedCommits, failedOpenings }));
    expect(failedCommits).toBeGreaterThan(3);
    expect(failedOpenings).toBeGreaterThan(3);
  });
});

describe('the comparison after a kill', () => {
  const whole = { unreadable: 0, lostAcks: 0, halfWritten: 0 };
  let keys: AcknowledgedKeys;
  beforeEach(async () => {
    keys = new AcknowledgedKeys();
    for (const id of ['a', 'b']) {
      await rig.store(putKey(id, 'old'), { put: 'keySecrets', id, json: 'old' });
      keys.take({ line: 'begin', id, value: 'old' });
      keys.take({ line: 'done' });
    }
  });

  it('finds nothing in a whole vault', async () => {
    expect(await keys.compare(rig.folder)).toEqual(whole);
  });

  it('allows a commit that was cut off to be there or not', async () => {
    keys.take({ line: 'begin', id: 'a', value: 'new' });
    expect(await keys.compare(rig.folder)).toEqual(whole);
    keys.take({ line: 'begin', id: 'a', value: 'new' });
    await rig.store(putKey('a', 'new'), { put: 'keySecrets', id: 'a', json: 'new' });
    expect(await keys.compare(rig.folder)).toEqual(whole);
  });

  it('finds a lost acknowledgement and a half commit', async () => {
    keys.take({ line: 'begin', id: 'a', value: 'new' });
    keys.take({ line: 'done' });
    expect(await keys.compare(rig.folder)).toEqual({ ...whole, lostAcks: 1 });
    await rig.store(putKey('a', 'new'));
    expect(await keys.compare(rig.folder)).toEqual({ ...whole, halfWritten: 1 });
  });

  it('finds records that cannot be read', async () => {
    rig.tamper((db) => db.exec("UPDATE record SET version = 9 WHERE id = 'a'"));
    expect((await keys.compare(rig.folder)).unreadable).toBe(1);
  });

  it('takes a vault that is not the one that was written for one that cannot be read', async () => {
    rmSync(rig.file);
    expect((await keys.compare(rig.folder)).unreadable).toBe(1);
  });
});
