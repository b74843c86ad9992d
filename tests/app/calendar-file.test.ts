import { beforeEach, describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { KeyId } from '#core/api-key';
import { fail, ok } from '#core/failure';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const dayMs = 86_400_000;
const path = '/home/me/keyfob.ics';
const fields = { host: 'https://cloud-api.celerdata.com', clientId: 'an-id' };

let keyfob: KeyfobInMemory;
let shell: MemoryShell;
let calls: ReturnType<typeof callHandlers>;

beforeEach(async () => {
  keyfob = await KeyfobInMemory.start();
  shell = new MemoryShell();
  calls = callHandlers(keyfob.app, shell);
});

const inDays = (days: number) => keyfob.time.nowMs() + days * dayMs;
const file = () => keyfob.files.texts.get(path) ?? '';
const titles = () => [...file().matchAll(/^SUMMARY:(.*)\r$/gm)].map(([, title]) => title);
const keep = async () => {
  shell.newFile = path;
  return calls['calendar.keep']({ isKept: true });
};
/** Long enough for the file to follow. */
const later = () => keyfob.time.advance(2_000);

describe('the calendar', () => {
  it('is exported with the keys that expire, their console and their reminders', async () => {
    await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(40) });
    await keyfob.add({ name: 'lasting' });
    shell.newFile = 'mine.ics';
    expect(await calls['calendar.export']({})).toEqual(ok({ fileName: 'mine.ics' }));
    const text = shell.saved.get('keyfob.ics') ?? '';
    expect(text).toContain('SUMMARY:prod expires');
    expect(text).not.toContain('lasting');
    expect(text).toContain('URL:https://cloud.celerdata.com/login');
    expect([...text.matchAll(/^TRIGGER:(.*)\r$/gm)].map(([, trigger]) => trigger)).toEqual([
      '-P30D',
      '-P14D',
      '-P7D',
      '-P1D',
    ]);
  });

  it('is not exported when nothing expires or no place is chosen', async () => {
    const empty = await calls['calendar.export']({});
    expect(empty).toEqual(fail('invalidInput', { field: 'Calendar', reason: 'noKeyExpires' }));
    await keyfob.add({ keyExpiresAtMs: inDays(40) });
    expect(await calls['calendar.export']({})).toEqual(ok({ fileName: null }));
    expect(shell.saved.size).toBe(0);
  });
});

describe('a calendar file that is kept', () => {
  let id: KeyId;

  beforeEach(async () => {
    id = await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(40) });
    await keep();
  });

  it('follows names, expiries, new and deleted keys, and lead days', async () => {
    expect(titles()).toEqual(['prod expires']);
    const other = await keyfob.add({ name: 'other', keyExpiresAtMs: inDays(5) });
    await later();
    expect(titles()).toEqual(['prod expires', 'other expires']);
    await keyfob.app.keys.edit(id, draft({ name: 'production', fields, keyExpiresAtMs: inDays(50) }));
    await keyfob.app.keys.delete(other);
    await later();
    expect(titles()).toEqual(['production expires']);
    expect(file()).toContain(
      `DTSTART:${new Date(inDays(50) - 2_000).toISOString().slice(0, 10).replaceAll('-', '')}`,
    );
    keyfob.app.updateSettings({ noticeLeadDays: { exchanged: [3], static: [] } });
    await later();
    expect(file().match(/^TRIGGER:.*/gm)).toEqual(['TRIGGER:-P3D']);
  });

  it('is written only when it changes', async () => {
    await later();
    const { writes } = keyfob.files;
    await keyfob.app.tokens.renew(id, true);
    await keyfob.app.copy.copy(id);
    await keyfob.time.advance(10 * 60_000);
    await keyfob.app.keys.edit(
      id,
      draft({ name: 'prod', description: 'new', fields, keyExpiresAtMs: inDays(40) }),
    );
    await keyfob.restart();
    await later();
    expect(keyfob.files.writes).toBe(writes + 1);
    await keyfob.restart();
    await later();
    expect(keyfob.files.writes).toBe(writes + 1);
  });

  it('is written anew at the next start when it was removed', async () => {
    keyfob.files.texts.clear();
    await keyfob.restart();
    await later();
    expect(titles()).toEqual(['prod expires']);
  });

  it('is not emptied by a start with a locked vault', async () => {
    keyfob.lock();
    await keyfob.restart();
    await later();
    expect(keyfob.app.snapshot().keys).toEqual([]);
    expect(titles()).toEqual(['prod expires']);
  });

  it('that could not be written is tried again, and the log says so once', async () => {
    keyfob.files.isFull = true;
    await keyfob.add({ name: 'other', keyExpiresAtMs: inDays(5) });
    await later();
    await keyfob.add({ name: 'lasting' });
    await later();
    expect(keyfob.log.lines.filter((line) => line.includes('calendar.notWritten'))).toHaveLength(1);
    expect(titles()).toEqual(['prod expires']);
    keyfob.files.isFull = false;
    await keyfob.app.copy.copy(id);
    await later();
    expect(titles()).toEqual(['prod expires', 'other expires']);
  });

  it('stays as it is when it is no longer kept', async () => {
    await calls['calendar.keep']({ isKept: false });
    expect(keyfob.app.settings.calendarFile).toBe(null);
    await keyfob.app.keys.delete(id);
    await later();
    expect(titles()).toEqual(['prod expires']);
  });
});

describe('to keep a calendar file', () => {
  it('does nothing when no place is chosen', async () => {
    expect(await calls['calendar.keep']({ isKept: true })).toEqual(ok({}));
    expect(keyfob.app.settings.calendarFile).toBe(null);
  });

  it('fails where it cannot be written, and keeps the former one', async () => {
    await keep();
    keyfob.files.isFull = true;
    await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(40) });
    shell.newFile = '/read-only/keyfob.ics';
    const kept = await calls['calendar.keep']({ isKept: true });
    expect(kept).toMatchObject(fail('invalidInput', { field: 'File', reason: 'cannotBeWritten' }));
    expect(keyfob.app.settings.calendarFile).toBe(path);
  });
});
