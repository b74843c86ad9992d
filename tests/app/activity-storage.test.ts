import { describe, expect, it } from 'vitest';
import { ActivityLog } from '#app/activity-log';
import { ActivityStorage, longestLog } from '#app/activity-storage';
import { AppState } from '#app/app-state';
import { ok } from '#core/failure';
import { defaultSettings } from '#core/settings';
import { FakeTime } from '../fakes/fake-time.ts';
import { MemoryLog } from '../fakes/memory-desktop.ts';
import { MemoryVault } from '../simulation/memory-vault.ts';
import { given } from './activity-rig.ts';

/** A log on a vault, without the rest of the app. */
function logOn(vault: MemoryVault): { log: ActivityLog; time: FakeTime } {
  const time = new FakeTime();
  const needs = { state: new AppState(defaultSettings), clock: time, timer: time, log: new MemoryLog() };
  return { log: new ActivityLog({ ...needs, storage: new ActivityStorage(vault) }), time };
}

async function record(log: ActivityLog, count: number, detail = ''): Promise<void> {
  for (let i = 0; i < count; i++) log.record('copied', null, { detail });
  await log.save();
}

const serialsOf = async (log: ActivityLog) => given(await log.all()).map(({ serial }) => serial);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const everything = { search: '', keyId: null, kinds: null, beforeSerial: null } as const;

async function openVault(): Promise<MemoryVault> {
  const vault = new MemoryVault();
  await vault.open();
  return vault;
}

describe('a log that is full', () => {
  it('keeps the 10,000 newest events, in memory and stored', async () => {
    const vault = await openVault();
    const { log } = logOn(vault);
    for (let i = 0; i < 107; i++) await record(log, 113);
    const all = 107 * 113;
    const kept = range(all - longestLog, all);
    expect(await serialsOf(log)).toEqual(kept);
    expect(await serialsOf(logOn(vault).log)).toEqual(kept);
    await record(log, 500);
    expect(await serialsOf(log)).toEqual(range(all + 500 - longestLog, all + 500));
    expect(given(await vault.readAll('activity')).records.size).toBeLessThanOrEqual(51);
  });

  it('keeps them also when more come at once', async () => {
    const vault = await openVault();
    const { log } = logOn(vault);
    await record(log, 150);
    await record(log, longestLog + 30);
    expect((await serialsOf(log)).length).toBe(longestLog);
    const stored = await serialsOf(logOn(vault).log);
    expect(stored.length).toBe(longestLog);
    expect(stored).toEqual(await serialsOf(log));
  });

  it('looked at early or late says the same', async () => {
    const vault = await openVault();
    const { log: early } = logOn(vault);
    await record(early, 190);
    await early.all();
    for (let i = 0; i < 30; i++) await record(early, 77);
    expect(await serialsOf(early)).toEqual(range(0, 190 + 30 * 77));
    expect(await serialsOf(logOn(vault).log)).toEqual(range(0, 190 + 30 * 77));
  });

  it('is searched to its end', async () => {
    const { log } = logOn(await openVault());
    await record(log, 1, 'first');
    await record(log, longestLog - 1);
    const page = given(await log.list({ ...everything, search: 'first' }));
    expect(page).toMatchObject({ hasMore: false, events: [{ serial: 0 }] });
  });
});

describe('a record of the log that cannot be read', () => {
  it.each(['no JSON', '{}', 'null', '[]', '{"from":200,"keys":[],"events":[null]}'])(
    'as it holds %s is left out',
    async (json) => {
      const vault = await openVault();
      await record(logOn(vault).log, 500);
      await vault.commit([{ put: 'activity', id: '1', json }]);
      expect(await serialsOf(logOn(vault).log)).toEqual([...range(0, 200), ...range(400, 500)]);
    },
  );

  it('as the newest one is left out, and no serial is given twice', async () => {
    const vault = await openVault();
    await record(logOn(vault).log, 450);
    const readAll = vault.readAll.bind(vault);
    vault.readAll = async (type) => {
      const all = await readAll(type);
      if (!all.ok || type !== 'activity') return all;
      const records = new Map(all.value.records);
      records.delete('2');
      return ok({ records, damagedIds: ['2'] });
    };
    const { log } = logOn(vault);
    await record(log, 3);
    expect(await serialsOf(log)).toEqual([...range(0, 400), ...range(600, 603)]);
  });
});
