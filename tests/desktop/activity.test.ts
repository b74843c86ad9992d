import { readFileSync, statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askBridge, callBridge, keyDraft, waitForSnapshot } from './flows/bridge-calls.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { SystemDialogs } from './rig/system-dialog.ts';
import { waitUntil } from './rig/wait-until.ts';

let keyfob: RunningKeyfob;
let page: Page;
beforeAll(async () => {
  keyfob = await RunningKeyfob.start();
  page = (await keyfob.window()).page;
});
afterAll(() => keyfob?.stop());

const everything = { search: '', keyId: null, kinds: null, beforeSerial: null };
const inFolder = (name: string) => `${keyfob.desktop.folder}/${name}`;
/** Its expiry is too far away for a notice. */
const draft = (name: string) => {
  const keyExpiresAtMs = Date.now() + 40 * 86_400_000;
  const { id, secret } = keyfob.services.celerdata.addCredential();
  const fields = { host: keyfob.services.celerdata.origin, clientId: id, clientSecret: secret };
  return keyDraft({ name, presetId: 'celerdata', fields, keyExpiresAtMs });
};
const kinds = async (of: Page) =>
  (await askBridge(of, 'activity.list', everything)).events.map(({ kind }) => kind);
/** Answers the dialog that a call opens. */
const saveTo = (suggested: string, path: string) =>
  new SystemDialogs(keyfob.desktop.env, 'Keyfob').chooseFile(`Save ${suggested}`, path);

it('the log is exported to where the user wants it, for this user alone', async () => {
  await askBridge(page, 'keys.add', draft('prod'));
  await waitForSnapshot(page, 'the key gets no token', ({ keys }) => keys[0]?.token.state === 'fresh');
  const exported = askBridge(page, 'activity.export', { format: 'csv' });
  await saveTo('keyfob-activity.csv', inFolder('log.csv'));
  expect(await exported).toEqual({ fileName: 'log.csv' });
  expect(readFileSync(inFolder('log.csv'), 'utf8')).toMatch(
    /"prod","Token issued, valid until [^"]+","issued"/,
  );
  expect(statSync(inFolder('log.csv')).mode & 0o777).toBe(0o600);
});

it('a place that cannot be written to is said', async () => {
  const exported = callBridge(page, 'calendar.export', {});
  await saveTo('keyfob.ics', '/proc/keyfob.ics');
  expect(await exported).toMatchObject({ ok: false, failure: { reason: 'cannotBeWritten' } });
});

it('a calendar that is kept follows the keys', async () => {
  const kept = askBridge(page, 'calendar.keep', { isKept: true });
  await saveTo('keyfob.ics', inFolder('keys.ics'));
  await kept;
  expect(readFileSync(inFolder('keys.ics'), 'utf8')).toContain('SUMMARY:prod expires\r\n');
  await askBridge(page, 'keys.add', draft('test'));
  const hasBoth = () =>
    readFileSync(inFolder('keys.ics'), 'utf8').includes('SUMMARY:test expires') || undefined;
  await waitUntil('the calendar does not follow', 10_000, hasBoth);
});

it('the log is there after a quit', async () => {
  const before = await kinds(page);
  expect(before).toEqual(expect.arrayContaining(['added', 'issued', 'unlocked']));
  await keyfob.app.quit();
  await keyfob.restart();
  ({ page } = await keyfob.window());
  expect(await kinds(page)).toEqual(['unlocked', ...before]);
});
