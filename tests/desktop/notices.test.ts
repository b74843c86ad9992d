import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askBridge, keyDraft, waitForSnapshot } from './flows/bridge-calls.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { NotificationDaemon } from './rig/notification-daemon.ts';

const dayMs = 86_400_000;

let keyfob: RunningKeyfob;
let page: Page;
beforeAll(async () => {
  keyfob = await RunningKeyfob.start();
  page = (await keyfob.window()).page;
});
afterAll(() => keyfob?.stop());

const add = (name: string, expiresInDays: number | null) => {
  const { id, secret } = keyfob.services.celerdata.addCredential();
  const fields = { host: keyfob.services.celerdata.origin, clientId: id, clientSecret: secret };
  const keyExpiresAtMs = expiresInDays === null ? null : Date.now() + expiresInDays * dayMs;
  return askBridge(page, 'keys.add', keyDraft({ name, presetId: 'celerdata', fields, keyExpiresAtMs }));
};

it('a click on a notification opens the closed window at the key, whose name is shown as it is', async () => {
  const name = 'lake <b>& co';
  await add('other', null);
  await add(name, 6.5);
  const notice = await keyfob.desktop.notifications.waitFor(({ summary }) => summary.startsWith('lake'));
  expect(notice.summary).toBe(`${name} expires in 6 days`);
  expect(notice.body).not.toMatch(/[<>&]/);
  await keyfob.closeWindow();
  const opened = keyfob.app.electronApp.waitForEvent('window', { timeout: 15_000 });
  keyfob.desktop.notifications.click(notice.id);
  page = await opened;
  await page.locator(`tbody[data-key-name="${name}"][data-shown]`).waitFor();
  expect(await page.locator('tbody[data-shown]').count()).toBe(1);
});

it('a notice that no notification service showed is in the inbox, and on the desktop when one is there', async () => {
  keyfob.desktop.notifications.stop();
  // The second notification in a row comes a minute after the first; a start does not wait.
  await keyfob.restart();
  page = (await keyfob.window()).page;
  await add('unseen', 5.5);
  const failed = await waitForSnapshot(
    page,
    'the failure is not seen',
    ({ inbox }) => inbox.notifications === 'failed',
  );
  expect(failed.inbox.items).toMatchObject([{ keyName: 'unseen', kind: 'keyExpires', isRead: false }, {}]);
  const daemon = await NotificationDaemon.start(keyfob.desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  await keyfob.restart();
  page = (await keyfob.window()).page;
  await daemon.waitFor(({ summary }) => summary === 'unseen expires in 5 days', 15_000);
  await waitForSnapshot(page, 'it counts as failed', ({ inbox }) => inbox.notifications === 'shown');
  expect(daemon.all()).toHaveLength(1);
  daemon.stop();
});
