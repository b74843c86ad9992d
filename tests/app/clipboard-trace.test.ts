import { describe, expect, it } from 'vitest';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

/** Copies a token, and lets the process end at once: it clears nothing and stores nothing any more. */
async function crashAfterCopy(): Promise<{ readonly keyfob: KeyfobInMemory; readonly token: string }> {
  const keyfob = await KeyfobInMemory.start();
  await keyfob.app.copy.copy(await keyfob.add());
  await keyfob.time.advance(0);
  keyfob.clipboard.clearIfHolds = async () => 'notThere';
  keyfob.vault.crashAt(0, false);
  return { keyfob, token: keyfob.clipboard.text };
}

describe('what a crash left on the clipboard', () => {
  it('is taken away by the next start, and looked for only once', async () => {
    const { keyfob, token } = await crashAfterCopy();
    await keyfob.restart();
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['', '']);
    keyfob.clipboard.text = token;
    await keyfob.restart();
    expect(keyfob.clipboard.text).toBe(token);
  });

  it('is left alone where another program put something else', async () => {
    const { keyfob } = await crashAfterCopy();
    keyfob.clipboard.text = 'a recipe';
    await keyfob.restart();
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['a recipe', '']);
  });

  it('is not known after a clearing', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    const token = keyfob.clipboard.text;
    await keyfob.app.copy.clearNow();
    keyfob.clipboard.text = token;
    await keyfob.restart();
    expect(keyfob.clipboard.text).toBe(token);
  });

  it('is still known when a later copy failed', async () => {
    const { keyfob, token } = await copyThenFail();
    keyfob.clipboard.text = token;
    keyfob.vault.crashAt(0, false);
    keyfob.clipboard.clearIfHolds = async () => 'notThere';
    await keyfob.restart();
    expect(keyfob.clipboard.text).toBe('');
  });

  it('stays to be cleared where nothing answers: until something does, and at the next start', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    await keyfob.app.copy.copy(id);
    const token = keyfob.clipboard.text;
    keyfob.clipboard.isSilent = true;
    await keyfob.time.advance(31_000);
    expect(keyfob.app.snapshot().clipboard).toMatchObject({ keyId: id });
    keyfob.clipboard.isSilent = false;
    keyfob.events.tell('focus');
    await keyfob.time.advance(0);
    expect([keyfob.clipboard.text, keyfob.app.snapshot().clipboard]).toEqual(['', null]);
    await keyfob.app.copy.copy(id);
    keyfob.clipboard.isSilent = true;
    await keyfob.app.copy.clearNow();
    expect(keyfob.clipboard.text).toBe(token);
    keyfob.clipboard.isSilent = false;
    await keyfob.time.advance(60_000);
    expect(keyfob.clipboard.text).toBe('');
    await keyfob.app.copy.copy(id);
    keyfob.clipboard.isSilent = true;
    await keyfob.app.stop();
    await keyfob.restart();
    expect(keyfob.clipboard.text).toBe(token);
    keyfob.clipboard.isSilent = false;
    await keyfob.restart();
    expect(keyfob.clipboard.text).toBe('');
  });

  it('is stored as a keyed hash that differs each time, and never as text', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.vault.commits.length = 0;
    await keyfob.app.copy.copy(id);
    await keyfob.app.copy.copy(id);
    const stored = keyfob.vault.commits.flat().flatMap((change) => {
      return 'put' in change && change.put === 'clipboard' ? [change.json] : [];
    });
    expect(new Set(stored).size).toBe(2);
    expect(stored.join()).not.toContain(keyfob.clipboard.text);
    expect(stored.join()).not.toContain(btoa(keyfob.clipboard.text));
  });

  it('costs no copy when it cannot be stored', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.vault.isFull = true;
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(keyfob.log.lines.join()).toContain('clipboard.traceNotStored');
    keyfob.vault.isFull = false;
  });
});

/** Copies one token, then another one that the clipboard does not take. */
async function copyThenFail(): Promise<{ readonly keyfob: KeyfobInMemory; readonly token: string }> {
  const keyfob = await KeyfobInMemory.start();
  const id = await keyfob.add();
  await keyfob.app.copy.copy(id);
  const token = keyfob.clipboard.text;
  keyfob.http.answerWith(
    json(200, { access_token: 'another-token', token_type: 'Bearer', expires_in: 3600 }),
  );
  keyfob.clipboard.isBroken = true;
  expect((await keyfob.app.copy.copy(await keyfob.add())).ok).toBe(false);
  await keyfob.time.advance(0);
  return { keyfob, token };
}

describe('a copy', () => {
  it.each(['screenLocked', 'suspend'] as const)('is cleared at once on %s', async (event) => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    keyfob.events.tell('focus');
    await keyfob.time.advance(0);
    expect(keyfob.clipboard.text).not.toBe('');
    keyfob.events.tell(event);
    await keyfob.time.advance(0);
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['', '']);
    expect(keyfob.app.snapshot().clipboard).toBeNull();
  });

  it('that still waits for its token is given up when the clipboard is cleared', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.http.hold();
    keyfob.time.sleep(61 * 60_000);
    const copying = keyfob.app.copy.copy(id);
    await keyfob.app.copy.clearNow();
    keyfob.http.release();
    expect(await copying).toMatchObject({ failure: { kind: 'clipboardFailed', reason: 'overtaken' } });
    expect(keyfob.clipboard.text).toBe('');
  });

  it('leaves one timer, however often it is made', async () => {
    const keyfob = await KeyfobInMemory.start();
    const ids = [await keyfob.add(), await keyfob.add()];
    await keyfob.app.copy.copy(ids[0] ?? ('' as never));
    await keyfob.time.advance(3_000);
    const timers = keyfob.time.pendingTimers;
    for (let n = 0; n < 100; n += 1) await keyfob.app.copy.copy(ids[n % 2] ?? ('' as never));
    await keyfob.time.advance(3_000);
    expect(keyfob.time.pendingTimers).toBeLessThanOrEqual(timers);
  });
});

describe('the test of the clipboard', () => {
  it('passes, says whether another program read it, and leaves nothing', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    expect(await keyfob.app.copy.test()).toEqual({ ok: true, value: { wasReadElsewhere: true } });
    expect([keyfob.clipboard.text, keyfob.app.snapshot().clipboard]).toEqual(['', null]);
    keyfob.clipboard.elsewhere = null;
    expect(await keyfob.app.copy.test()).toEqual({ ok: true, value: { wasReadElsewhere: false } });
  });

  it('fails when the text is not taken, not found by another program, or kept by one', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.clipboard.elsewhere = 'a recipe';
    expect(await keyfob.app.copy.test()).toMatchObject({ failure: { reason: 'notFoundElsewhere' } });
    let kept = '';
    keyfob.clipboard.readElsewhere = async () => {
      kept = keyfob.clipboard.text === '' ? kept : keyfob.clipboard.text;
      return kept;
    };
    expect(await keyfob.app.copy.test()).toMatchObject({ failure: { reason: 'notCleared' } });
    keyfob.clipboard.isBroken = true;
    expect(await keyfob.app.copy.test()).toEqual({ ok: false, failure: { kind: 'clipboardFailed' } });
  });
});
