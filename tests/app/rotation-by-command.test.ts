import { beforeEach, describe, expect, it } from 'vitest';
import { rotationWords } from '#contract/words/rotation-words';
import type { KeyId } from '#core/api-key';
import { ctlDraft, DataosCtlInMemory, listOf } from './dataos-ctl-rig.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const madeName = /^keyfob-\d{12}-[0-9a-f]{4}$/;

describe('the rotation of a key that dataos-ctl prints', () => {
  let keyfob: KeyfobInMemory;
  let ctl: DataosCtlInMemory;
  let id: KeyId;
  const rotation = () => keyfob.viewOf(id)?.rotation;
  const nameInUse = () => keyfob.viewOf(id)?.fields['keyName'];
  const rotate = () => keyfob.app.rotation.begin(id);
  const copied = async () => {
    await keyfob.app.copy.copy(id);
    return keyfob.clipboard.text;
  };

  beforeEach(async () => {
    keyfob = await KeyfobInMemory.start();
    ctl = new DataosCtlInMemory(keyfob);
    await keyfob.app.allowCommands(true);
    id = await keyfob.add(ctlDraft());
    keyfob.questions.length = 0;
    keyfob.details.length = 0;
    keyfob.commands.runs.length = 0;
  });

  it('is made by a command that the user was shown, tested, and used under its new name', async () => {
    expect(keyfob.viewOf(id)?.offers.rotate).toBe('automatic');
    expect(await rotate()).toEqual({ ok: true, value: undefined });
    const [name = ''] = ctl.madeNames();
    expect(name).toMatch(madeName);
    expect(ctl.created()).toEqual([['user', 'apikey', 'create', '-n', name, '-d', '720h']]);
    expect(keyfob.questions).toEqual(['Let this program make a new key?']);
    expect(keyfob.details[0]).toContain(`${ctl.path} user apikey create -n ${name} -d 720h\n`);
    expect(nameInUse()).toBe(name);
    expect(await copied()).toBe(`token-of-${name}`);
    expect(keyfob.viewOf(id)?.keyExpiresAtMs).toBe(ctl.rows.at(-1)?.endsAtMs);
    expect(rotation()).toEqual({
      kind: 'guided',
      state: 'overlap',
      newName: null,
      oldName: 'old',
      removesAtMs: null,
      failure: null,
    });
    const words = () => rotationWords(rotation() ?? expect.fail(), 'DataOS', 0);
    expect(words()).toBe('New secret in use. Delete the old one (old) at DataOS.');
    expect(JSON.stringify(keyfob.commands.runs)).not.toContain('token-of');
    await keyfob.restart();
    expect(await rotate()).toMatchObject({ failure: { reason: 'alreadyRuns' } });
    expect(await keyfob.app.rotation.end(id, 'undo')).toEqual({ ok: true, value: undefined });
    expect(words()).toBe(`The old secret is in use again. Delete the new one (${name}) at DataOS.`);
    expect(await copied()).toBe('token-of-old');
    expect(keyfob.viewOf(id)?.keyExpiresAtMs).toBeNull();
    expect(await keyfob.app.rotation.end(id, 'undo')).toEqual({ ok: true, value: undefined });
    ctl.rows = ctl.rows.filter((row) => row.name !== 'old');
    expect(await keyfob.app.rotation.end(id, 'undo')).toMatchObject({ failure: { kind: 'commandFailed' } });
    expect(await copied()).toBe(`token-of-${name}`);
    expect(await keyfob.app.rotation.end(id, 'removeOld')).toEqual({ ok: true, value: undefined });
    expect(rotation()).toBeNull();
  });

  it('lives as long as the last one that was made, and ends when it is edited', async () => {
    await rotate();
    const { name, description } = keyfob.viewOf(id) ?? expect.fail();
    await keyfob.app.keys.edit(id, ctlDraft({ name, description }));
    expect(rotation()).toBeNull();
    expect(nameInUse()).toBe('old');
    const times = {
      createdAtMs: keyfob.time.nowMs() - 50 * hourMs,
      keyExpiresAtMs: keyfob.time.nowMs() + 50 * hourMs,
    };
    await keyfob.app.keys.edit(id, ctlDraft(times));
    await rotate();
    expect(ctl.created().at(-1)?.at(-1)).toBe('100h');
  });

  it('makes nothing without the yes of the user, with a changed program, or where commands are forbidden', async () => {
    keyfob.saysYes = false;
    expect(await rotate()).toMatchObject({ failure: { kind: 'cancelled' } });
    keyfob.saysYes = true;
    ctl.write('changed');
    expect(await rotate()).toMatchObject({ failure: { reason: 'commandChanged' } });
    ctl.write();
    await keyfob.app.allowCommands(false);
    expect(await rotate()).toMatchObject({ failure: { reason: 'commandsOff' } });
    expect(ctl.created()).toEqual([]);
    expect(rotation()).toBeNull();
    expect(nameInUse()).toBe('old');
  });

  it('keeps the old one when none was made, and tries again under the same name', async () => {
    ctl.onCreate = () => ({ output: '', exitCode: 1 });
    expect(await rotate()).toMatchObject({ failure: { reason: 'commandExit' } });
    expect(rotation()).toMatchObject({ state: 'creating', failure: { reason: 'commandExit' } });
    expect(await copied()).toBe('token-of-old');
    ctl.onCreate = null;
    expect(await rotate()).toMatchObject({ ok: true });
    expect(new Set(ctl.created().map((args) => args[4]))).toEqual(new Set(ctl.madeNames()));
    expect(nameInUse()).toBe(ctl.madeNames()[0]);
  });

  it('takes up a key that was made though the command failed, without making another', async () => {
    ctl.onCreate = () => {
      ctl.make(ctl.created()[0]?.[4] ?? '', 720);
      return { output: 'connection lost', exitCode: 1 };
    };
    expect((await rotate()).ok).toBe(false);
    expect(nameInUse()).toBe('old');
    expect(await rotate()).toEqual({ ok: true, value: undefined });
    expect(ctl.created()).toHaveLength(1);
    expect(keyfob.questions).toHaveLength(1);
    expect(nameInUse()).toBe(ctl.madeNames()[0]);
  });

  it('does not use a key that does not pass its test, and can be given up', async () => {
    ctl.onCreate = () => ({
      output: listOf([{ token: 'x', endsAtMs: 0, name: ctl.created()[0]?.[4] ?? '' }]),
      exitCode: 0,
    });
    expect(await rotate()).toMatchObject({ failure: { kind: 'commandFailed', reason: 'notAToken' } });
    expect(rotation()).toMatchObject({ state: 'creating', newName: expect.stringMatching(madeName) });
    expect(await copied()).toBe('token-of-old');
    expect(await keyfob.app.rotation.end(id, 'keepOld')).toEqual({ ok: true, value: undefined });
    expect(rotation()).toBeNull();
    await keyfob.restart();
    expect(rotation()).toBeNull();
  });

  it('leaves an edit alone that is made meanwhile', async () => {
    ctl.make('third', 10);
    let edited: Promise<unknown> = Promise.resolve();
    ctl.onCreate = () => {
      edited = keyfob.app.keys.edit(id, ctlDraft({ fields: { command: ctl.path, keyName: 'third' } }));
      return { output: listOf([ctl.make(ctl.created()[0]?.[4] ?? '', 720)]), exitCode: 0 };
    };
    const rotated = await rotate();
    await edited;
    expect(rotated.ok).toBe(false);
    expect(nameInUse()).toBe('third');
  });

  it('uses, after a crash, the key that the command went on to make', async () => {
    keyfob.vault.crashAt(1, true);
    void rotate();
    await keyfob.until(() => keyfob.vault.hasCrashed);
    const [name = ''] = /keyfob-\d{12}-[0-9a-f]{4}/.exec(keyfob.details[0] ?? '') ?? [];
    ctl.make(name, 720);
    await keyfob.restart();
    await keyfob.until(() => rotation()?.state === 'overlap');
    expect(await copied()).toBe(`token-of-${name}`);
    expect(keyfob.viewOf(id)?.clientId).toBe(name);
    expect(ctl.created()).toEqual([]);
  });

  it('goes on after a crash at any commit, with one new key and no question but the first', async () => {
    for (const isKept of [true, false]) {
      for (let commit = 1; commit <= 3; commit += 1) {
        ctl.rows = ctl.rows.filter(({ name }) => name === 'old');
        keyfob.questions.length = 0;
        keyfob.vault.crashAt(commit, isKept);
        const begun = rotate();
        await Promise.race([begun, keyfob.until(() => keyfob.vault.hasCrashed)]);
        await keyfob.restart();
        await keyfob.until(() => rotation()?.state !== 'creating' || rotation()?.failure !== null);
        const where = `commit ${commit}, kept ${isKept}`;
        const view = rotation();
        // Before the program ran nothing was made; the row says that something may have been.
        const isMade = ctl.madeNames().length > 0;
        expect(nameInUse(), where).toBe(isMade ? ctl.madeNames()[0] : 'old');
        expect(await copied(), where).toBe(`token-of-${nameInUse()}`);
        expect(view?.state, where).toBe(isMade ? 'overlap' : isKept ? 'creating' : undefined);
        if (view?.state === 'creating') expect(view.failure?.reason).toBe('rotationInterrupted');
        expect(keyfob.questions, where).toHaveLength(1);
        if (isMade) await keyfob.app.rotation.end(id, 'undo');
        if (view) await keyfob.app.rotation.end(id, 'keepOld');
        expect(nameInUse(), where).toBe('old');
      }
    }
  });
});
