import { describe, expect, it } from 'vitest';
import type { KeyId, RefreshMode } from '#core/api-key';
import { fail } from '#core/failure';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const asked = (keyfob: KeyfobInMemory) => keyfob.http.requests.length;

/** A laptop on which Keyfob looks at the clock now and then. */
async function pass(keyfob: KeyfobInMemory, days: number): Promise<void> {
  for (let n = 0; n < days * 4; n += 1) {
    keyfob.time.sleep(6 * hourMs - 31_000);
    await keyfob.time.advance(31_000);
  }
}

async function startWith(mode: RefreshMode): Promise<{ keyfob: KeyfobInMemory; id: KeyId }> {
  const keyfob = await KeyfobInMemory.start();
  keyfob.http.lifetimeS = 12 * 3600;
  const id = await keyfob.add();
  if (mode !== 'whileUsed') expect((await keyfob.app.setRefreshMode(id, mode)).ok).toBe(true);
  return { keyfob, id };
}

describe('a key that is renewed while it is used', () => {
  it('is left alone when nobody used it for 30 days, also after a restart, until somebody needs it', async () => {
    const { keyfob, id } = await startWith('whileUsed');
    await pass(keyfob, 31);
    const before = asked(keyfob);
    expect(before).toBeGreaterThan(55);
    await pass(keyfob, 5);
    await keyfob.restart();
    await pass(keyfob, 5);
    expect(asked(keyfob)).toBe(before);
    expect(keyfob.stateOf(id)).toBe('onDemand');
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(asked(keyfob)).toBe(before + 1);
    expect(keyfob.stateOf(id)).toBe('fresh');
    await pass(keyfob, 1);
    expect(asked(keyfob)).toBeGreaterThan(before + 1);
  });

  it('counts as used when its token is handed out to another key', async () => {
    const { keyfob, id } = await startWith('whileUsed');
    await pass(keyfob, 29);
    await keyfob.app.tokens.handOut(id, 'person');
    await keyfob.restart();
    await pass(keyfob, 25);
    expect(keyfob.stateOf(id)).toBe('fresh');
    await pass(keyfob, 6);
    expect(keyfob.stateOf(id)).toBe('onDemand');
  });

  it('is renewed for ever when the setting says so, and at once when it begins to say so', async () => {
    const { keyfob, id } = await startWith('whileUsed');
    await pass(keyfob, 40);
    expect(keyfob.stateOf(id)).toBe('onDemand');
    keyfob.app.updateSettings({ unusedAfterDays: null });
    await keyfob.time.advance(1_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
    await pass(keyfob, 40);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('a key that is always renewed', () => {
  it('is renewed although nobody uses it', async () => {
    const { keyfob, id } = await startWith('always');
    await pass(keyfob, 60);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('a key that is renewed on demand', () => {
  it('gets its first token, and others only when somebody needs one', async () => {
    const { keyfob, id } = await startWith('onDemand');
    expect(keyfob.stateOf(id)).toBe('fresh');
    await pass(keyfob, 5);
    expect(keyfob.stateOf(id)).toBe('onDemand');
    expect(asked(keyfob)).toBe(1);
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    await pass(keyfob, 5);
    expect(asked(keyfob)).toBe(2);
  });

  it('is not retried by itself, and does not say that it is', async () => {
    const { keyfob, id } = await startWith('onDemand');
    await pass(keyfob, 1);
    keyfob.http.answerWith(json(503, {}), fail('unreachable'));
    for (const kind of ['serviceFailed', 'unreachable']) {
      expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind } });
      expect(keyfob.stateOf(id)).toBe('onDemand');
      const before = asked(keyfob);
      await pass(keyfob, 1);
      keyfob.events.tell('online');
      await pass(keyfob, 1);
      expect(asked(keyfob)).toBe(before);
    }
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
  });

  it('stays so over a restart, and is renewed at once when it is to be renewed always', async () => {
    const { keyfob, id } = await startWith('onDemand');
    await keyfob.restart();
    expect(keyfob.viewOf(id)?.refreshMode).toBe('onDemand');
    await pass(keyfob, 1);
    expect(asked(keyfob)).toBe(1);
    await keyfob.app.setRefreshMode(id, 'always');
    await keyfob.time.advance(1_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('keeps its mode when the disk does not take another', async () => {
    const { keyfob, id } = await startWith('onDemand');
    keyfob.vault.isFull = true;
    expect(await keyfob.app.setRefreshMode(id, 'always')).toMatchObject({
      failure: { kind: 'vaultWriteFailed' },
    });
    expect(keyfob.viewOf(id)?.refreshMode).toBe('onDemand');
    expect(await keyfob.app.setRefreshMode('gone' as KeyId, 'always')).toMatchObject({
      failure: { kind: 'keyNotFound' },
    });
  });
});
