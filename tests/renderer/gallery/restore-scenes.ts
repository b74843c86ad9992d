import type { Page } from 'playwright-core';
import { answer } from './bridge-in-page.ts';
import { everyWay, type Scene, small, usual } from './scene.ts';

const fromSettings = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
};
const openBackups = (page: Page) => fromSettings(page, 'Backups…');
const openExport = (page: Page) => fromSettings(page, 'Export keys…');
const chooseFile = async (page: Page, isEncrypted: boolean): Promise<void> => {
  await answer(page, 'export.open', {
    value: { exportId: 'e', fileName: 'keyfob-keys-2026-11-10.age', isEncrypted },
  });
  await fromSettings(page, 'Restore keys…');
  await page.getByRole('button', { name: 'Choose file…' }).click();
};
const preview = async (page: Page): Promise<void> => {
  await chooseFile(page, false);
  await page.getByRole('table', { name: '' }).last().waitFor();
};

/** Pictures of backups, exports and what is restored from them. */
export const restoreScenes: readonly Scene[] = [
  {
    name: 'settings-vault',
    state: 'trustBoth',
    size: usual,
    act: async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Export keys…' }).scrollIntoViewIfNeeded();
    },
  },
  ...everyWay('backups', 'trustBoth', openBackups),
  {
    name: 'backups-empty',
    state: 'trustBoth',
    size: usual,
    scheme: 'dark',
    act: async (page) => {
      await answer(page, 'vault.listBackups', { value: { backups: [] } });
      await openBackups(page);
    },
  },
  {
    name: 'backups-failed',
    state: 'trustBoth',
    size: small,
    act: async (page) => {
      await answer(page, 'vault.listBackups', { failure: { kind: 'internal' } });
      await openBackups(page);
    },
  },
  {
    name: 'backups-confirm',
    state: 'trustBoth',
    size: usual,
    act: async (page) => {
      await openBackups(page);
      await page
        .getByRole('button', { name: /^Restore…/ })
        .nth(2)
        .click();
    },
  },
  { name: 'export-light', state: 'trustBoth', size: usual, act: openExport },
  { name: 'export-small-dark', state: 'trustBoth', size: small, scheme: 'dark', act: openExport },
  {
    name: 'export-plain',
    state: 'trustBoth',
    size: usual,
    act: async (page) => {
      await openExport(page);
      await page.getByRole('button', { name: 'Without protection…' }).click();
      await page.getByLabel(/^Type/).fill('not');
      await page.getByRole('button', { name: 'Export without protection…' }).click();
    },
  },
  {
    name: 'restore-choose',
    state: 'trustBoth',
    size: usual,
    act: (page) => fromSettings(page, 'Restore keys…'),
  },
  { name: 'restore-passphrase', state: 'trustBoth', size: usual, act: (page) => chooseFile(page, true) },
  {
    name: 'restore-wrong-dark',
    state: 'trustBoth',
    size: small,
    scheme: 'dark',
    act: async (page) => {
      await chooseFile(page, true);
      await answer(page, 'export.preview', {
        failure: { kind: 'invalidInput', field: 'File', reason: 'wrongPassphrase' },
      });
      await page.getByLabel('Passphrase of the file', { exact: true }).fill('not it');
      await page.getByRole('button', { name: 'Open file' }).click();
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'restore-opening',
    state: 'trustBoth',
    size: usual,
    act: async (page) => {
      await chooseFile(page, true);
      await answer(page, 'export.preview', null);
      await page.getByLabel('Passphrase of the file', { exact: true }).fill('right');
      await page.getByRole('button', { name: 'Open file' }).click();
    },
  },
  ...everyWay('restore-preview', 'trustBoth', preview),
  {
    name: 'restore-replace',
    state: 'trustBoth',
    size: usual,
    act: async (page) => {
      await preview(page);
      await page.getByRole('radio', { name: 'Replace all' }).click();
      await page.getByRole('button', { name: 'Replace all…' }).click();
    },
  },
];
