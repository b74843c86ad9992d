import type { KeyfobWindow } from '../desktop/flows/keyfob-window.ts';
import type { DemoReport } from './demo-report.ts';
import type { WindowPictures } from './window-pictures.ts';

interface Stage {
  readonly window: KeyfobWindow;
  readonly pictures: WindowPictures;
}

/** What keeps keys fresh and tells of them: the list of notices, the activity, a key's details, the settings, what protects them. */
export async function showUpkeep(report: DemoReport, stage: Stage): Promise<void> {
  await report.step('every notice is in the window, too', () => showNotices(stage));
  await report.step('the activity tells what happened', () => showActivity(stage));
  await report.step('the details of a key', () => showDetails(stage));
  await report.step('the settings', () => showSettings(stage));
  await report.step('what protects the keys, and how well', () => showProtection(stage));
  await report.step('all keys are renewed at once', () => refreshAll(stage));
}

async function showNotices({ window, pictures }: Stage): Promise<string> {
  const bell = window.page.getByRole('button', { name: /^Notices/ });
  const before = await bell.getAttribute('aria-label');
  await bell.click();
  const item = window.dialog.getByRole('listitem').first();
  await item.waitFor();
  const title = await item.getByRole('heading').textContent();
  // Once they were seen they are read.
  await window.page.locator('button[aria-label="Notices"]').waitFor({ state: 'attached' });
  await pictures.take('notices', 'The list of notices, each with its way out', { small: true });
  await window.dialog.getByRole('button', { name: 'Close' }).click();
  return `"${before}", then read: "${title}"`;
}

async function refreshAll({ window }: Stage): Promise<string> {
  await window.page.getByRole('button', { name: 'Refresh all' }).click();
  const message = window.page.getByText(/^\d+ renewed/);
  await message.waitFor();
  return (await message.textContent()) ?? '';
}

async function showActivity({ window, pictures }: Stage): Promise<string> {
  await window.page.getByRole('button', { name: 'Activity' }).click();
  await window.dialog.getByRole('listitem').first().waitFor();
  await pictures.take('activity', 'What happened to keys and tokens, without any secret', { small: true });
  await window.dialog.getByRole('searchbox').fill('copied');
  const copies = window.dialog.getByRole('listitem').filter({ hasText: 'Token copied' });
  await copies.first().waitFor();
  const found = await copies.count();
  await window.dialog.getByRole('button', { name: 'Close' }).click();
  return `${found} copies found by a search`;
}

async function showDetails({ window, pictures }: Stage): Promise<string> {
  const row = window.page.locator('tbody').filter({ hasText: 'Static' }).first();
  await row.getByRole('button', { name: /^More for/ }).click();
  await window.page.getByRole('menuitem', { name: 'Details…' }).click();
  const text = await window.dialog.getByText(/^It works until/).textContent();
  await pictures.take('details', 'The details of a key: what its state means, and when it ends');
  await window.dialog.getByRole('button', { name: 'Close' }).click();
  return text ?? '';
}

async function showSettings({ window, pictures }: Stage): Promise<string> {
  await window.page.getByRole('button', { name: 'Settings', exact: true }).click();
  const days = window.dialog.getByRole('textbox', { name: 'Before a static key expires' });
  await days.fill('20, 5');
  await days.press('Enter');
  await pictures.take('settings', 'The settings: each choice holds at once', { small: true });
  await window.dialog.getByRole('button', { name: 'Close' }).click();
  return `notices of static keys come ${await daysShown(window)} days before`;
}

/** What is stored, not what was typed: the dialog is opened anew. */
async function daysShown(window: KeyfobWindow): Promise<string> {
  await window.page.getByRole('button', { name: 'Settings', exact: true }).click();
  const shown = await window.dialog
    .getByRole('textbox', { name: 'Before a static key expires' })
    .inputValue();
  await window.dialog.getByRole('button', { name: 'Close' }).click();
  if (shown !== '20, 5') throw new Error(`"${shown}" is shown after "20, 5" was entered`);
  return shown;
}

async function showProtection({ window, pictures }: Stage): Promise<string> {
  const foot = window.page.getByRole('contentinfo');
  await foot.getByRole('button', { name: 'Protection…' }).click();
  await pictures.take('protection', 'What protects the vault, and when it is locked');
  await window.dialog.getByRole('button', { name: 'Close' }).click();
  await foot.getByRole('button', { name: 'Health…' }).click();
  await window.dialog.getByRole('listitem').first().waitFor();
  await pictures.take('health', 'Health: how each protection really stands, and what to do about it');
  const summary = await window.dialog.getByRole('status').first().textContent();
  await window.dialog.getByRole('button', { name: 'Close' }).click();
  return summary ?? '';
}
