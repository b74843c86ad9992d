import type { Page } from 'playwright-core';
import type { FakeBridge } from '../fake-bridge.ts';
import { formScenes } from './form-scenes.ts';
import { importScenes } from './import-scenes.ts';
import type { Scene } from './scene.ts';
import { trustScenes } from './trust-scenes.ts';
import { upkeepScenes } from './upkeep-scenes.ts';

const usual = { width: 1100, height: 720 };
const narrow = { width: 760, height: 600 };

const reveal = (page: Page) => page.getByRole('button', { name: 'Reveal Secret of prod-warehouse' }).click();
const copy = (page: Page) => page.getByRole('button', { name: 'Copy token of prod-warehouse' }).click();
const openMenu = (page: Page) => page.getByRole('button', { name: 'More for prod-warehouse' }).click();
const choose = async (page: Page, entry: string): Promise<void> => {
  await openMenu(page);
  await page.getByRole('menuitem', { name: entry }).click();
};
const addForm = async (page: Page, provider: string): Promise<void> => {
  await page.getByRole('button', { name: 'Add key' }).click();
  await page.getByRole('button', { name: provider }).click();
};
const failedTest = async (page: Page): Promise<void> => {
  await addForm(page, 'CelerData Cloud');
  await page.getByRole('textbox', { name: 'Client ID' }).fill('5f1d2c7e-8a34-4be0-9d11-7c2f6e0b93aa');
  await page.getByLabel('Secret', { exact: true }).fill('not-the-secret');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('The test failed').waitFor();
};

const failedLink = async (page: Page): Promise<void> => {
  await addForm(page, 'CelerData Cloud');
  await page.evaluate(() => {
    const { bridge } = globalThis as unknown as { bridge: FakeBridge };
    bridge.answer('app.openLink', () => ({ ok: false, failure: { kind: 'notAllowed' } }));
  });
  await page.getByRole('dialog').getByRole('button').first().click();
  await page.getByRole('button', { name: 'Dismiss message' }).waitFor();
};

/** Every picture. */
export const scenes: readonly Scene[] = [
  { name: 'six-light', state: 'six', size: usual },
  { name: 'six-dark', state: 'six', size: usual, scheme: 'dark' },
  { name: 'six-narrow-light', state: 'six', size: narrow },
  { name: 'six-narrow-dark', state: 'six', size: narrow, scheme: 'dark' },
  { name: 'six-wide', state: 'six', size: { width: 1400, height: 800 } },
  { name: 'six-contrast', state: 'six', size: usual, contrast: 'more' },
  { name: 'six-forced', state: 'six', size: usual, forcedColors: 'active', scheme: 'dark' },
  { name: 'six-zoom', state: 'six', size: { width: 550, height: 360 }, zoom: 2 },
  { name: 'six-640', state: 'six', size: { width: 640, height: 480 } },
  { name: 'six-tiny', state: 'six', size: { width: 380, height: 600 } },
  { name: 'revealed-light', state: 'six', size: usual, act: reveal },
  { name: 'revealed-dark', state: 'six', size: usual, scheme: 'dark', act: reveal },
  { name: 'revealed-narrow', state: 'six', size: narrow, act: reveal },
  { name: 'overdue-clearing', state: 'overdue', size: usual },
  { name: 'overdue-clearing-small', state: 'overdue', size: { width: 640, height: 420 }, scheme: 'dark' },
  { name: 'copied', state: 'six', size: usual, act: copy },
  { name: 'menu-light', state: 'six', size: usual, act: openMenu },
  { name: 'menu-dark', state: 'six', size: narrow, scheme: 'dark', act: openMenu },
  { name: 'delete-light', state: 'six', size: usual, act: (page) => choose(page, 'Delete…') },
  { name: 'edit-dark', state: 'six', size: usual, scheme: 'dark', act: (page) => choose(page, 'Edit…') },
  {
    name: 'add-gallery',
    state: 'six',
    size: usual,
    act: (page) => page.getByRole('button', { name: 'Add key' }).click(),
  },
  { name: 'add-failed-test-light', state: 'six', size: usual, act: failedTest },
  { name: 'add-failed-test-dark', state: 'six', size: narrow, scheme: 'dark', act: failedTest },
  { name: 'add-message-light', state: 'six', size: usual, act: failedLink },
  { name: 'add-message-dark', state: 'six', size: narrow, scheme: 'dark', act: failedLink },
  {
    name: 'add-errors',
    state: 'six',
    size: usual,
    act: async (page) => {
      await addForm(page, 'CelerData Cloud');
      await page.getByText('Advanced').click();
      await page.getByRole('button', { name: 'Save' }).click();
    },
  },
  {
    name: 'add-ibm-dbaas',
    state: 'six',
    size: usual,
    act: (page) => addForm(page, 'IBM Hyper Protect DBaaS'),
  },
  {
    name: 'add-dataos-tiny',
    state: 'fresh',
    size: { width: 380, height: 600 },
    act: (page) => addForm(page, 'DataOS'),
  },
  {
    name: 'discard',
    state: 'six',
    size: usual,
    act: async (page) => {
      await failedTest(page);
      await page.keyboard.press('Escape');
    },
  },
  { name: 'empty-light', state: 'empty', size: usual },
  { name: 'empty-dark', state: 'empty', size: usual, scheme: 'dark' },
  { name: 'empty-narrow', state: 'emptySession', size: narrow },
  { name: 'opening', state: 'opening', size: usual },
  { name: 'locked-light', state: 'locked', size: usual },
  { name: 'locked-dark', state: 'locked', size: narrow, scheme: 'dark' },
  { name: 'session', state: 'session', size: usual },
  { name: 'fresh', state: 'fresh', size: usual },
  { name: 'many-light', state: 'many', size: usual },
  { name: 'many-dark', state: 'many', size: narrow, scheme: 'dark' },
  {
    name: 'many-filtered',
    state: 'many',
    size: usual,
    act: (page) => page.getByRole('searchbox', { name: 'Filter keys' }).fill('ibm 3'),
  },
  { name: 'hostile-light', state: 'hostile', size: usual },
  { name: 'hostile-narrow', state: 'hostile', size: narrow, scheme: 'dark' },
  ...formScenes,
  ...importScenes,
  ...upkeepScenes,
  ...trustScenes,
];
