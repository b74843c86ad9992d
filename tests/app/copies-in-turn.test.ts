import { describe, expect, it } from 'vitest';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

describe('copies that take time', () => {
  it('say that they wait, and an older one does not replace a newer one', async () => {
    const keyfob = await KeyfobInMemory.start();
    const slow = await keyfob.add({ name: 'slow' });
    const quick = await keyfob.add({ name: 'quick' });
    keyfob.http.hold();
    keyfob.time.sleep(61 * 60_000);
    const first = keyfob.tray.copy(slow);
    await keyfob.time.advance(1_100);
    expect(keyfob.notifier.notices.at(-1)?.body).toBe('Asking the provider for a new token…');
    const second = keyfob.tray.copy(quick);
    await keyfob.time.advance(0);
    keyfob.http.release();
    await Promise.all([first, second]);
    const quickToken = await keyfob.app.tokens.handOut(quick, 'person');
    expect(quickToken.ok && keyfob.clipboard.text === quickToken.value.token.reveal()).toBe(true);
    expect(keyfob.notifier.warnings).toEqual([]);
  });

  it('write nothing after the app was told to stop', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.http.hold();
    keyfob.time.sleep(61 * 60_000);
    const copying = keyfob.app.copy.copy(id);
    const stopping = keyfob.app.stop();
    keyfob.http.release();
    await Promise.all([copying, stopping]);
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['', '']);
  });

  it('are cleared after a sleep in which the timer stood still', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    keyfob.time.sleep(60_000);
    keyfob.events.tell('online');
    await keyfob.time.advance(0);
    expect(keyfob.clipboard.text).toBe('');
  });
});

describe('a copy that the clipboard did not confirm', () => {
  it('leaves nothing behind', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.clipboard.isDeaf = true;
    expect((await keyfob.app.copy.copy(id)).ok).toBe(false);
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['', '']);
  });
});

describe('keys that can no longer be renewed', () => {
  const refusal = json(401, { error: 'invalid_client' });

  it('become one notification when they are refused together', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(...Array.from({ length: 6 }, () => refusal));
    for (let i = 0; i < 6; i++) {
      await keyfob.add();
      await keyfob.time.advance(100);
    }
    await keyfob.time.advance(5_000);
    expect(keyfob.notifier.warnings).toEqual(['6 keys can no longer be renewed']);
  });

  it('are announced again only after they were fresh in between', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(refusal, refusal, refusal);
    const id = await keyfob.add({ name: 'prod' });
    await keyfob.time.advance(5_000);
    for (let i = 0; i < 2; i++) {
      await keyfob.app.tokens.renew(id);
      await keyfob.time.advance(5_000);
    }
    expect(keyfob.notifier.warnings).toHaveLength(1);
    await keyfob.app.tokens.renew(id);
    await keyfob.time.advance(5_000);
    keyfob.http.answerWith(refusal);
    await keyfob.app.tokens.renew(id);
    await keyfob.time.advance(90_000);
    expect(keyfob.notifier.warnings).toHaveLength(2);
  });

  it('are announced once there is somebody to show it', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.notifier.available = false;
    keyfob.http.answerWith(refusal);
    await keyfob.add({ name: 'prod' });
    await keyfob.time.advance(60_000);
    expect(keyfob.notifier.warnings).toEqual([]);
    keyfob.notifier.available = true;
    await keyfob.time.advance(60_000);
    expect(keyfob.notifier.warnings).toEqual(['prod can no longer be renewed']);
  });
});
