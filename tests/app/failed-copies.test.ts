import { describe, expect, it } from 'vitest';
import { fail } from '#core/failure';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const another = json(200, { access_token: 'another-token', token_type: 'Bearer', expires_in: 3600 });

describe('a copy that fails while the clipboard does not answer', () => {
  it('is shown, and cleared as soon as something answers', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    Object.assign(keyfob.clipboard, { isDeaf: true, isSilent: true });
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'clipboardFailed' } });
    const nowMs = keyfob.time.nowMs();
    expect(keyfob.app.snapshot().clipboard).toEqual({ keyId: id, clearsAtMs: nowMs });
    await keyfob.time.advance(60_000);
    expect(keyfob.clipboard.text).not.toBe('');
    keyfob.clipboard.isSilent = false;
    await keyfob.time.advance(60_000);
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['', '']);
    expect(keyfob.app.snapshot().clipboard).toBeNull();
  });

  it('is cleared at the next start', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    Object.assign(keyfob.clipboard, { isDeaf: true, isSilent: true });
    await keyfob.app.copy.copy(id);
    await keyfob.app.stop();
    expect(keyfob.clipboard.text).not.toBe('');
    keyfob.clipboard.isSilent = false;
    await keyfob.restart();
    expect(keyfob.clipboard.text).toBe('');
  });

  it.each([
    ['the new token', { isDeaf: true }, false],
    ['the one before', { isBroken: true }, false],
    ['the new token, at the next start', { isDeaf: true }, true],
    ['the one before, at the next start', { isBroken: true }, true],
  ])('is cleared of whichever is there: %s', async (_, fault, isEnded) => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    keyfob.http.answerWith(another);
    const id = await keyfob.add();
    Object.assign(keyfob.clipboard, { ...fault, isSilent: true });
    await keyfob.app.copy.copy(id);
    await keyfob.time.advance(0);
    expect(keyfob.clipboard.text).not.toBe('');
    if (isEnded) await keyfob.app.stop();
    keyfob.clipboard.isSilent = false;
    if (isEnded) await keyfob.restart();
    else await keyfob.time.advance(60_000);
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['', '']);
  });

  it('is nothing to be cleared where it was never written', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.clipboard.isSilent = true;
    keyfob.clipboard.write = async () => fail('clipboardFailed', { reason: 'waylandToolsMissing' });
    expect((await keyfob.app.copy.copy(id)).ok).toBe(false);
    expect(keyfob.app.snapshot().clipboard).toBeNull();
  });
});

describe('what a former run left on a clipboard that did not answer at the start', () => {
  it.each(['at once', 'later', 'never'])(
    'is still known after a copy that fails (answers: %s)',
    async (answers) => {
      const keyfob = await KeyfobInMemory.start();
      await keyfob.app.copy.copy(await keyfob.add());
      keyfob.clipboard.isSilent = true;
      await keyfob.app.stop();
      await keyfob.restart();
      keyfob.http.answerWith(another);
      const id = await keyfob.add();
      keyfob.clipboard.isBroken = true;
      keyfob.clipboard.isSilent = answers !== 'at once';
      expect((await keyfob.app.copy.copy(id)).ok).toBe(false);
      keyfob.clipboard.isSilent = answers === 'never';
      // Not for long: the former app of this test still has its timer.
      await keyfob.time.advance(0);
      expect(keyfob.app.snapshot().clipboard === null).toBe(answers !== 'never');
      await keyfob.app.stop();
      expect(keyfob.clipboard.text).not.toBe('');
      keyfob.clipboard.isSilent = false;
      await keyfob.restart();
      expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['', '']);
    },
  );
});

describe('a token that cannot be cleared when the vault is locked', () => {
  it('is shown there without a name, and can be cleared from window and tray', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'my-own-key' });
    await keyfob.app.copy.copy(id);
    keyfob.clipboard.isSilent = true;
    await keyfob.app.lock.lock('byUser');
    const shown = () => keyfob.app.snapshot().clipboard;
    const entries = () => keyfob.app.tray().items.map(({ kind }) => kind);
    expect(shown()).toEqual({ keyId: id, clearsAtMs: keyfob.time.nowMs() });
    expect(entries()).toContain('clearClipboard');
    expect(JSON.stringify([keyfob.app.snapshot(), keyfob.app.tray()])).not.toContain('my-own-key');
    keyfob.clipboard.isSilent = false;
    keyfob.tray.clearClipboard();
    await keyfob.time.advance(0);
    expect([keyfob.clipboard.text, shown()]).toEqual(['', null]);
    expect(entries()).not.toContain('clearClipboard');
  });

  it('is not shown while the clearing is only on its way', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    const locked = keyfob.app.lock.lock('byUser');
    expect(keyfob.app.snapshot()).toMatchObject({ vault: { state: 'locked' }, clipboard: null });
    await locked;
  });
});
