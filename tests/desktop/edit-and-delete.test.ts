import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { type KeyToAdd, sixKeys } from './flows/six-keys.ts';
import { waitUntil } from './rig/wait-until.ts';

describe('a key in the real window', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;
  let key: KeyToAdd;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    const [celerdata] = sixKeys(keyfob.services);
    if (celerdata === undefined) throw new Error('no key');
    key = celerdata;
    window = await keyfob.addKeys([key]);
  });

  afterAll(() => keyfob?.stop());

  const openEdit = async () => {
    await window
      .row(key.name)
      .getByRole('button', { name: `More for ${key.name}` })
      .click();
    await window.page.getByRole('menuitem', { name: 'Edit…' }).click();
    await window.dialog.getByRole('button', { name: 'Save' }).waitFor();
  };
  const save = () => window.dialog.getByRole('button', { name: 'Save' }).click();

  it('keeps secret and token when only the description is edited', async () => {
    keyfob.services.journal.clear();
    await openEdit();
    expect(await window.field('fields.clientSecret').inputValue()).toBe('');
    await window.field('description').fill('other words');
    await save();
    await window.row(key.name).getByText('other words').waitFor();
    expect(await keyfob.copyFromTray(key.name)).toBe(keyfob.services.celerdata.issuedTokens().at(-1)?.token);
    expect(keyfob.services.journal.exchangeCount()).toBe(0);
  });

  it('is rejected with a wrong secret, says what to do, shows it in the tray and is not asked again', async () => {
    const freshIcon = (await keyfob.desktop.tray.icon()).digest;
    await openEdit();
    await window.field('fields.clientSecret').fill('wrong-secret');
    await save();
    await window.waitForState(key.name, 'rejected');
    await window
      .row(key.name)
      .getByText(/refused this key/)
      .waitFor();
    await waitUntil('the icon never changed', 5_000, async () =>
      (await keyfob.desktop.tray.icon()).digest !== freshIcon ? true : undefined,
    );
    const menu = await keyfob.desktop.tray.readMenu();
    expect(menu.map(({ label }) => label)).toContain('1 key needs you');
    await keyfob.desktop.notifications.waitFor(
      ({ summary }) => summary === `${key.name} can no longer be renewed`,
    );
    const asked = keyfob.services.journal.exchangeCount();
    await keyfob.desktop.tray.press(({ label }) => label.startsWith(key.name));
    await keyfob.desktop.notifications.waitFor(({ summary }) => summary === `${key.name}: not copied`);
    expect(keyfob.services.journal.exchangeCount()).toBe(asked);
  });

  it('works again when the right secret is saved', async () => {
    await openEdit();
    await window.field('fields.clientSecret').fill(key.secrets[0] ?? '');
    await save();
    await window.waitForState(key.name, 'fresh');
  });

  it('shows what is wrong at the field, and asks before it throws input away', async () => {
    await openEdit();
    await window.field('name').fill('');
    await save();
    await window.dialog.getByText('Enter a name for this key.').waitFor();
    await window.page.keyboard.press('Escape');
    await window.page.getByRole('button', { name: 'Discard' }).click();
    await window.dialog.waitFor({ state: 'detached' });
  });

  it('retries while the service is down and recovers by itself', async () => {
    keyfob.services.celerdata.failNext('http503', 1);
    await window
      .row(key.name)
      .getByRole('button', { name: `More for ${key.name}` })
      .click();
    await window.page.getByRole('menuitem', { name: 'Refresh now' }).click();
    await window.waitForState(key.name, 'retrying');
    // The first pause is at most 40 s (rule P11).
    await window.waitForState(key.name, 'fresh', 45_000);
  });

  it('hides a revealed secret when the window loses the focus', async () => {
    await window.eye(key.name).click();
    await window.page.getByText(key.secrets[0] ?? '').waitFor();
    await keyfob.app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await waitUntil('still in the page', 3_000, async () =>
      (await window.page.content()).includes(key.secrets[0] ?? '') ? undefined : true,
    );
    await keyfob.app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
  });

  it('is deleted after a confirmation that says that it lives on at the provider', async () => {
    await window
      .row(key.name)
      .getByRole('button', { name: `More for ${key.name}` })
      .click();
    await window.page.getByRole('menuitem', { name: 'Delete…' }).click();
    await window.dialog.getByText(/still lives at CelerData Cloud/).waitFor();
    await window.dialog.getByRole('button', { name: 'Delete key' }).click();
    await window.row(key.name).waitFor({ state: 'detached' });
    const menu = await keyfob.desktop.tray.readMenu();
    expect(menu.map(({ label }) => label)).toContain('No keys yet');
    await keyfob.restart(['--hidden']);
    const labels = async () => (await keyfob.desktop.tray.readMenu()).map(({ label }) => label);
    await expect.poll(labels, { timeout: 10_000 }).toContain('No keys yet');
  });
});
