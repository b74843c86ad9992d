import { describe, expect, it } from 'vitest';
import { type HealthItemView, type HealthSubject, healthSubjects } from '#contract/health-view';
import { healthSubjectWords, healthWords } from '#contract/words/health-words';
import type { SystemFacts } from '#core/system-health-port';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { callsOf, type LockRig, passphrase, startWithLock } from './lock-rig.ts';

async function itemsOf({ call }: LockRig): Promise<readonly HealthItemView[]> {
  const health = await call('health.read', {});
  if (!health.ok) throw new Error(health.failure.kind);
  return health.value.items;
}

async function itemOf(rig: LockRig, subject: HealthSubject): Promise<HealthItemView | undefined> {
  return (await itemsOf(rig)).find((item) => item.subject === subject);
}

describe('health', () => {
  it('tells of every subject once, in order and in words', async () => {
    const rig = await startWithLock();
    const items = await itemsOf(rig);
    expect(items.map(({ subject }) => subject)).toEqual(healthSubjects);
    for (const item of items) {
      expect(healthSubjectWords[item.subject]).toBeTruthy();
      expect(healthWords(item), item.subject).toMatch(/^[A-Z].+\.$/);
      expect(healthWords(item), item.subject).not.toContain('could not be found out');
    }
  });

  it('of the vault follows its ways in, its lock and its records', async () => {
    const rig = await startWithLock(false);
    expect(await itemOf(rig, 'protection')).toMatchObject({ state: 'notice', fix: 'setPassphrase' });
    expect(await itemOf(rig, 'recovery')).toMatchObject({ state: 'bad', fix: 'makeRecoveryCode' });
    await rig.call('vault.setPassphrase', { current: null, passphrase });
    await rig.call('vault.makeRecoveryCode', { current: passphrase });
    expect(await itemOf(rig, 'protection')).toMatchObject({ state: 'good', detail: 'keyringAndPassphrase' });
    expect(await itemOf(rig, 'recovery')).toMatchObject({ state: 'good' });
    expect(await itemOf(rig, 'records')).toMatchObject({ state: 'good' });
    rig.vault.isOlder = true;
    await rig.keyfob.app.lock.open();
    expect(await itemOf(rig, 'records')).toMatchObject({ state: 'bad', fix: 'acceptOlder' });
    expect((await rig.call('vault.acceptOlder', {})).ok).toBe(true);
    expect(await itemOf(rig, 'records')).toMatchObject({ state: 'good' });
    await rig.keyfob.app.lock.lock('byUser');
    expect(await itemOf(rig, 'protection')).toMatchObject({ state: 'good', detail: 'locked' });
    expect(await itemOf(rig, 'records')).toMatchObject({ state: 'unknown' });
  });

  it('of a session-only vault says that nothing is protected', async () => {
    const keyfob = new KeyfobInMemory();
    keyfob.lock();
    await keyfob.app.start();
    const { items } = await keyfob.app.health.read();
    const states = Object.fromEntries(items.map(({ subject, state }) => [subject, state]));
    expect(states).toMatchObject({ protection: 'bad', backups: 'notice' });
  });

  it('judges a locked vault by what is behind the lock, not by the ways that lead back in', async () => {
    const both = await startWithLock();
    const open = await itemOf(both, 'recovery');
    expect(open).toMatchObject({ state: 'notice', detail: 'noCode', fix: 'makeRecoveryCode' });
    await both.keyfob.app.lock.lock('byUser');
    expect(await itemOf(both, 'recovery')).toEqual({ ...open, fix: null });
    expect(await itemOf(both, 'protection')).toMatchObject({ state: 'good', detail: 'locked' });
    const keyringAlone = await startWithLock(false);
    await keyringAlone.keyfob.app.lock.lock('byUser');
    const protection = await itemOf(keyringAlone, 'protection');
    expect(protection).toMatchObject({ state: 'notice', detail: 'lockedForNobody', fix: null });
    expect(protection && healthWords(protection)).toContain('a click opens it');
    expect(await itemOf(keyringAlone, 'recovery')).toMatchObject({ state: 'bad', detail: 'oneWay' });
  });

  it('says of a locked session, too, that nothing is stored', async () => {
    const keyfob = new KeyfobInMemory();
    keyfob.lock();
    await keyfob.app.start();
    const ofVault = async () => {
      const { items } = await keyfob.app.health.read();
      return items.filter(({ subject }) => ['protection', 'recovery', 'backups'].includes(subject));
    };
    const open = await ofVault();
    expect(open.map(({ detail }) => detail)).toEqual(['sessionOnly', 'notKnown', 'nothingStored']);
    await keyfob.app.lock.lock('byUser');
    expect(await ofVault()).toEqual(open);
  });

  it('offers no restart behind a lock, where it is refused as it would end the keys of the session', async () => {
    const keyfob = new KeyfobInMemory();
    const call = callsOf(keyfob);
    keyfob.lock();
    const open = keyfob.vault.open.bind(keyfob.vault);
    keyfob.vault.open = async () => {
      await open();
      return { state: 'open', protection: { kind: 'sessionOnly', reason: 'weak' }, slots: [] };
    };
    await keyfob.app.start();
    const fix = async () => {
      const { items } = await keyfob.app.health.read();
      return items.find(({ subject }) => subject === 'protection')?.fix;
    };
    expect(await fix()).toBe('restart');
    await keyfob.app.lock.lock('byUser');
    expect(await call('app.restart', {})).toMatchObject({ failure: { kind: 'notAllowed' } });
    expect(await fix()).toBe(null);
    await call('vault.unlock', { with: 'os', secret: '' });
    expect(await fix()).toBe('restart');
    expect(await call('app.restart', {})).toMatchObject({ ok: true });
  });

  it('of backups says how many there are and how old the newest is', async () => {
    const rig = await startWithLock();
    expect(await itemOf(rig, 'backups')).toMatchObject({ state: 'notice', detail: 'none' });
    const madeAtMs = rig.keyfob.time.nowMs();
    rig.vault.storedBackups = [{ id: 'b', madeAtMs, generation: 3, sizeBytes: 10 }];
    expect(await itemOf(rig, 'backups')).toMatchObject({
      state: 'good',
      fact: '1, the newest less than a day old',
    });
    rig.keyfob.time.sleep(20 * 86_400_000);
    expect(await itemOf(rig, 'backups')).toMatchObject({
      state: 'notice',
      fact: '1, the newest 20 days old',
    });
  });

  it('of the clipboard is known once it was tested', async () => {
    const rig = await startWithLock();
    expect(await itemOf(rig, 'clipboard')).toMatchObject({ state: 'unknown', fix: 'testClipboard' });
    await rig.call('health.testClipboard', {});
    expect((await itemOf(rig, 'clipboard'))?.state).not.toBe('unknown');
    rig.keyfob.clipboard.isBroken = true;
    await rig.call('health.testClipboard', {});
    expect(await itemOf(rig, 'clipboard')).toMatchObject({ state: 'bad' });
  });

  const worse: readonly [HealthSubject, Partial<SystemFacts>][] = [
    ['files', { files: 'open', fileName: 'vault.db' }],
    ['memory', { memory: 'open' }],
    ['coreDumps', { coreDumps: 'on' }],
    ['sandbox', { sandbox: 'off' }],
    ['startSwitches', { dangerousSwitches: ['--no-sandbox'] }],
    ['runtime', { runtime: 'fromSources' }],
  ];
  it.each(worse)('of %s is looked up each time', async (subject, facts) => {
    const rig = await startWithLock();
    expect(await itemOf(rig, subject)).toMatchObject({ state: 'good' });
    const { systemHealth } = rig.keyfob.desktop;
    systemHealth.facts = { ...systemHealth.facts, ...facts };
    const item = await itemOf(rig, subject);
    expect(item?.state).not.toBe('good');
    if (item !== undefined && item.fact !== '') expect(healthWords(item)).toContain(item.fact);
  });
});
