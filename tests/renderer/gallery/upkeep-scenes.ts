import type { Page } from 'playwright-core';
import { answer, changeKey, emit } from './bridge-in-page.ts';
import { everyWay, type Scene, small, usual } from './scene.ts';

const openInbox = (page: Page) => page.getByRole('button', { name: /^Notices/ }).click();
const openSettings = (page: Page) => page.getByRole('button', { name: 'Settings' }).click();
const openActivity = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Activity' }).click();
  await page.getByRole('listitem').first().waitFor();
};
const more = async (page: Page, name: string, entry: string): Promise<void> => {
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: entry }).click();
};
const details = (page: Page) => more(page, 'ibm-cloud', 'Details…');
const scrollToEnd = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('dialog').getByText(name).last().scrollIntoViewIfNeeded();
};

/** Pictures of what keeps keys fresh and tells of them. */
export const upkeepScenes: readonly Scene[] = [
  ...everyWay('upkeep-list', 'upkeep', async () => {}),
  { name: 'upkeep-list-narrow', state: 'upkeep', size: { width: 760, height: 600 } },
  { name: 'upkeep-list-wide', state: 'upkeep', size: { width: 1400, height: 800 } },
  ...everyWay('inbox', 'upkeep', openInbox),
  { name: 'inbox-failed', state: 'upkeepFailed', size: usual, act: openInbox },
  { name: 'inbox-empty', state: 'upkeepNone', size: usual, scheme: 'dark', act: openInbox },
  { name: 'inbox-empty-small', state: 'upkeepNone', size: small, act: openInbox },
  { name: 'inbox-many', state: 'upkeepMany', size: usual, act: openInbox },
  {
    name: 'inbox-snooze',
    state: 'upkeep',
    size: usual,
    act: async (page) => {
      await openInbox(page);
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Snooze dataos-audit/ })
        .click();
    },
  },
  {
    name: 'inbox-shows-row',
    state: 'upkeep',
    size: usual,
    act: async (page) => {
      await openInbox(page);
      await page.getByRole('button', { name: /^warehouse-eu/ }).click();
    },
  },
  ...everyWay('activity', 'upkeep', openActivity),
  {
    name: 'activity-nothing',
    state: 'upkeep',
    size: usual,
    act: async (page) => {
      await openActivity(page);
      await page.getByRole('searchbox', { name: 'Search activity' }).fill('zzz');
      await page.getByText('Nothing matches').waitFor();
    },
  },
  {
    name: 'activity-failed',
    state: 'upkeep',
    size: usual,
    scheme: 'dark',
    act: async (page) => {
      await answer(page, 'activity.list', { failure: { kind: 'vaultDamaged' } });
      await page.getByRole('button', { name: 'Activity' }).click();
      await page.getByRole('button', { name: 'Try again' }).last().waitFor();
    },
  },
  {
    name: 'activity-of-key',
    state: 'upkeep',
    size: usual,
    act: async (page) => {
      await more(page, 'warehouse-eu', 'Activity…');
      await page.getByRole('combobox').selectOption('used');
      await page
        .getByText(/Token copied/)
        .first()
        .waitFor();
    },
  },
  ...everyWay('details', 'upkeep', details),
  {
    name: 'details-own-days',
    state: 'upkeep',
    size: usual,
    act: async (page) => {
      await changeKey(page, 'ibm-cloud', { noticeLeadDays: [60, 10], refreshMode: 'onDemand' });
      await details(page);
      await scrollToEnd(page, 'Snooze its notices');
    },
  },
  ...everyWay('settings-set', 'upkeepSet', openSettings),
  {
    name: 'settings-quiet',
    state: 'upkeepSet',
    size: usual,
    act: async (page) => {
      await openSettings(page);
      await scrollToEnd(page, 'An import never adds a command');
    },
  },
  {
    name: 'settings-wrong',
    state: 'upkeepSet',
    size: usual,
    scheme: 'dark',
    act: async (page) => {
      await openSettings(page);
      await page.getByLabel('Before a key expires').fill('30, soon');
      await page.keyboard.press('Tab');
    },
  },
  {
    name: 'refresh-all-runs',
    state: 'upkeep',
    size: usual,
    act: async (page) => {
      await answer(page, 'tokens.refreshAll', null);
      await page.getByRole('button', { name: 'Refresh all' }).click();
      await emit(page, 'refreshProgress', { done: 3, all: 9 });
    },
  },
  {
    name: 'refresh-all-done',
    state: 'upkeep',
    size: small,
    scheme: 'dark',
    act: async (page) => {
      await answer(page, 'tokens.refreshAll', { value: { renewed: 12, failed: 1 } });
      await page.getByRole('button', { name: 'Refresh all' }).click();
      await page.getByText('12 renewed, 1 failed').waitFor();
    },
  },
];
