import type { Page } from 'playwright-core';
import type { ImportPreview } from '#contract/import-view';
import { importPreview, largePreview, mixedPreview } from '../import-fixtures.ts';
import { answer, emit } from './bridge-in-page.ts';
import { rowScenes } from './row-scenes.ts';
import type { Scene } from './scene.ts';

const usual = { width: 1100, height: 720 };
const small = { width: 640, height: 420 };
const tiny = { width: 380, height: 600 };

const openImport = (page: Page): Promise<void> => page.getByRole('button', { name: 'Import…' }).click();
const shows =
  (preview: ImportPreview, act: (page: Page) => Promise<void> = async () => {}) =>
  async (page: Page): Promise<void> => {
    await answer(page, 'import.readClipboard', { value: preview });
    await openImport(page);
    await page.getByRole('button', { name: 'From the clipboard' }).click();
    await act(page);
  };
const dragFile = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'keys.txt'));
    window.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
  });
const allowAll = (page: Page): Promise<void> => page.getByRole('checkbox', { name: 'Allow all' }).check();
const progress = (page: Page): Promise<void> =>
  emit(page, 'importProgress', { importId: 'import-1', done: 2, all: 3 });
const commits = (act: (page: Page) => Promise<void>, after = async (_: Page): Promise<void> => {}) =>
  shows(importPreview([{}, { name: 'second', host: 'api.example.com' }, { name: 'third' }]), async (page) => {
    await act(page);
    await allowAll(page);
    await page.getByRole('button', { name: 'Import 3 keys' }).click();
    await after(page);
  });

const missingHost = importPreview([
  {
    name: 'layar-research',
    presetId: 'layar',
    source: '.env lines',
    fields: { clientId: 'c_9b1f' },
    host: null,
  },
]);

/** Pictures of the import, and with them those of a key's menus. */
export const importScenes: readonly Scene[] = [
  { name: 'import-source-light', state: 'six', size: usual, act: openImport },
  { name: 'import-source-dark', state: 'six', size: small, scheme: 'dark', act: openImport },
  {
    name: 'import-nothing',
    state: 'empty',
    size: usual,
    act: shows(
      importPreview([], {
        problems: ['The text: it is the answer of a token endpoint, whose token is dead in an hour.'],
      }),
    ),
  },
  {
    name: 'import-reading',
    state: 'six',
    size: usual,
    act: async (page) => {
      await answer(page, 'import.readClipboard', null);
      await openImport(page);
      await page.getByRole('button', { name: 'From the clipboard' }).click();
    },
  },
  {
    name: 'import-failed-reading',
    state: 'six',
    size: usual,
    act: async (page) => {
      await answer(page, 'import.readClipboard', {
        failure: { kind: 'invalidInput', field: 'The text', reason: 'tooLong' },
      });
      await openImport(page);
      await page.getByRole('button', { name: 'From the clipboard' }).click();
    },
  },
  { name: 'import-drop-light', state: 'six', size: usual, act: dragFile },
  {
    name: 'import-drop-dark',
    state: 'six',
    size: small,
    scheme: 'dark',
    act: async (page) => {
      await openImport(page);
      await dragFile(page);
    },
  },
  { name: 'import-mixed-light', state: 'six', size: usual, act: shows(mixedPreview) },
  {
    name: 'import-mixed-dark',
    state: 'six',
    size: usual,
    scheme: 'dark',
    act: shows(mixedPreview, allowAll),
  },
  { name: 'import-mixed-small', state: 'six', size: small, scheme: 'dark', act: shows(mixedPreview) },
  { name: 'import-mixed-tiny', state: 'six', size: tiny, act: shows(mixedPreview) },
  {
    name: 'import-mixed-forced',
    state: 'six',
    size: usual,
    forcedColors: 'active',
    act: shows(mixedPreview),
  },
  { name: 'import-one', state: 'empty', size: usual, act: shows(missingHost) },
  {
    name: 'import-one-errors',
    state: 'six',
    size: usual,
    act: shows(missingHost, async (page) => {
      await page.getByRole('textbox', { name: 'Name' }).fill('');
      await page.getByRole('button', { name: 'Import 1 key' }).click();
    }),
  },
  {
    name: 'import-test-blocked',
    state: 'six',
    size: usual,
    act: shows(importPreview([{}]), (page) => page.getByRole('button', { name: 'Test warehouse' }).click()),
  },
  {
    name: 'import-tested',
    state: 'six',
    size: usual,
    act: shows(importPreview([{}, { name: 'second' }]), async (page) => {
      await page.getByRole('checkbox', { name: /cloud-api/ }).check();
      await page.getByRole('button', { name: 'Test warehouse' }).click();
    }),
  },
  { name: 'import-large-light', state: 'many', size: usual, act: shows(largePreview) },
  {
    name: 'import-large-filtered',
    state: 'many',
    size: small,
    scheme: 'dark',
    act: shows(largePreview, (page) =>
      page.getByRole('searchbox', { name: 'Filter rows' }).fill('service-49'),
    ),
  },
  {
    name: 'import-running',
    state: 'six',
    size: usual,
    act: commits(async (page) => {
      await answer(page, 'import.commit', null);
    }, progress),
  },
  {
    name: 'import-refused-light',
    state: 'six',
    size: usual,
    act: commits((page) =>
      answer(page, 'import.commit', {
        value: {
          keyIds: ['a'],
          refused: [
            { index: 1, failure: { kind: 'nameTaken', field: 'name' } },
            { index: 2, failure: { kind: 'vaultWriteFailed' } },
          ],
        },
      }),
    ),
  },
  {
    name: 'import-done',
    state: 'six',
    size: usual,
    act: commits((page) =>
      answer(page, 'import.commit', { value: { keyIds: ['a', 'b', 'c'], refused: [] } }),
    ),
  },
  ...rowScenes,
];
