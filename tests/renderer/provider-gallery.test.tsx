import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ImportPreview } from '#contract/import-view';
import type { Snapshot } from '#contract/view';
import { cardAfter } from '../../renderer/src/features/key-form/card-keys.ts';
import { findPresets } from '../../renderer/src/features/key-form/find-presets.ts';
import { done, failed } from './fake-bridge.ts';
import { key, snapshot } from './key-fixtures.ts';
import { preset } from './preset-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';
import { manyPresets } from './special-presets.ts';

const searchBox = () => screen.getByRole('searchbox', { name: 'Search providers' });
const cards = () => within(screen.getByRole('dialog')).getAllByRole('listitem');
const cardNames = () => cards().map((card) => card.querySelector('bdi')?.textContent);

async function openGallery(
  given: Partial<Snapshot> = {},
  prepare?: Parameters<typeof renderApp>[1],
): Promise<Rendered> {
  const app = await renderApp({ keys: [key()], presets: manyPresets, ...given }, prepare);
  await app.user.click(screen.getByRole('button', { name: 'Add key' }));
  return app;
}

const preview: ImportPreview = { importId: 'i1', rows: [], newPresets: [], problems: [] };

test('a search looks in names, keywords and summaries for every word, names first', () => {
  const found = (search: string) => findPresets(manyPresets, search).map(({ name }) => name);
  expect(found('sales')).toEqual(['Salesforce']);
  expect(found('bigquery')).toEqual(['Google service account']);
  expect(found('TOKEN exchange')[0]).toBe('Token exchange');
  expect(found('ibm iam')).toEqual(['IBM Cloud IAM']);
  expect(found('oau')[0]).toBe('OAuth 2.0');
  expect(found('service now')).not.toContain('Stripe');
  expect(found('  ')).toEqual(manyPresets.map(({ name }) => name));
  expect(found('nothing like it')).toEqual([]);
});

test('typing narrows the cards at once, and Enter takes the first of them', async () => {
  const app = await openGallery();
  expect(document.activeElement).toBe(searchBox());
  expect(cards().length).toBe(manyPresets.length);
  await app.user.keyboard('{Enter}');
  expect(cards().length).toBe(manyPresets.length);
  await app.user.keyboard('oau');
  expect(cardNames()[0]).toBe('OAuth 2.0');
  expect(cards().length).toBeGreaterThan(1);
  await app.user.keyboard('{Enter}');
  expect(screen.getByRole('dialog', { name: 'Add a key: OAuth 2.0' })).toBeTruthy();
});

test('arrow keys walk from the search through the cards and back, and typing there searches', async () => {
  const app = await openGallery();
  await app.user.keyboard('{ArrowDown}');
  expect(cards()[0]?.contains(document.activeElement)).toBe(true);
  await app.user.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
  expect(cards()[1]?.contains(document.activeElement)).toBe(true);
  await app.user.keyboard('{Home}{ArrowUp}');
  expect(document.activeElement).toBe(searchBox());
  await app.user.keyboard('{ArrowDown}layar');
  expect(document.activeElement).toBe(searchBox());
  expect(cardNames()).toEqual(['Certara Layar']);
});

test('arrow keys keep their column in a grid', () => {
  const grid = [0, 0, 0, 50, 50].map((offsetTop) => ({ offsetTop }) as HTMLElement);
  expect(cardAfter(grid, 1, 'ArrowDown')).toBe(4);
  expect(cardAfter(grid, 2, 'ArrowDown')).toBe(4);
  expect(cardAfter(grid, 4, 'ArrowUp')).toBe(1);
  expect(cardAfter(grid, 1, 'ArrowUp')).toBe(-1);
  expect(cardAfter(grid, 4, 'ArrowRight')).toBeNull();
  expect(cardAfter(grid, 4, 'Enter')).toBeNull();
});

test('without a match there is the general form, an import and the folder for presets', async () => {
  const app = await openGallery();
  await app.user.keyboard('no such provider');
  const dialog = screen.getByRole('dialog');
  expect(dialog.textContent).toContain('No provider found');
  const [count] = within(dialog).getAllByRole('status');
  expect(count?.textContent).toBe('No provider found');
  expect(within(dialog).getByRole('button', { name: 'Paste what you have' })).toBeTruthy();
  expect(within(dialog).getByRole('button', { name: 'Import from a file…' })).toBeTruthy();
  await app.user.click(within(dialog).getByRole('button', { name: 'Open presets folder' }));
  expect(app.bridge.inputs('presets.openFolder')).toEqual([{}]);
  await app.user.click(within(dialog).getByRole('button', { name: 'OAuth 2.0' }));
  expect(screen.getByRole('dialog', { name: 'Add a key: OAuth 2.0' })).toBeTruthy();
});

test('a preset of the user says so, and one that cannot be used says where and how to mend it', async () => {
  const problem = { file: 'warehouse.json', path: 'exchange.request.url', fix: 'Begin it with https://.' };
  await openGallery({ presetProblems: [problem] });
  expect(screen.getByRole('button', { name: /^Acme billing Your preset/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Auth0.*Your preset/ })).toBeNull();
  const words = screen.getByText('A preset file of yours cannot be used').closest('details')?.textContent;
  for (const part of Object.values(problem)) expect(words).toContain(part);
});

test('what cannot be read from the clipboard is told, and the gallery stays', async () => {
  const app = await openGallery({}, (fake) =>
    fake.answer('import.readClipboard', () => failed({ kind: 'vaultWriteFailed' })),
  );
  await app.user.click(screen.getByRole('button', { name: 'Paste what you have' }));
  expect(app.bridge.inputs('import.readClipboard')).toEqual([{}]);
  await waitFor(() => expect(screen.getByText(/could not be written/)).toBeTruthy());
  expect(searchBox()).toBeTruthy();
});

test('what was read leads from the gallery to the import', async () => {
  const app = await openGallery({}, (fake) => fake.answer('import.readFile', () => done(preview)));
  await app.user.click(screen.getByRole('button', { name: 'Import from a file…' }));
  await waitFor(() => expect(screen.queryByRole('searchbox', { name: 'Search providers' })).toBeNull());
  expect(app.bridge.inputs('import.readFile')).toEqual([{}]);
});

test('no file chosen changes nothing', async () => {
  const app = await openGallery();
  const button = screen.getByRole('button', { name: 'Import from a file…' });
  await app.user.click(button);
  await waitFor(() => expect(button.getAttribute('aria-busy')).toBeNull());
  expect(searchBox()).toBeTruthy();
});

test('an import that was read after the user went on is forgotten', async () => {
  let answer = (): void => {};
  const app = await openGallery({}, (fake) =>
    fake.answer(
      'import.readFile',
      () =>
        new Promise((resolve) => {
          answer = () => resolve(done(preview));
        }),
    ),
  );
  await app.user.click(screen.getByRole('button', { name: 'Import from a file…' }));
  await app.user.click(screen.getByRole('button', { name: /^DataOS/ }));
  await act(async () => answer());
  expect(app.bridge.inputs('import.cancel')).toEqual([{ importId: 'i1' }]);
  expect(screen.getByRole('dialog', { name: 'Add a key: DataOS' })).toBeTruthy();
});

test('a key pasted into the search is read by the main process and never put into the page', async () => {
  const app = await openGallery();
  const paste = (text: string) => fireEvent.paste(searchBox(), { clipboardData: { getData: () => text } });
  expect(paste('layar')).toBe(true);
  expect(app.bridge.inputs('import.readClipboard')).toEqual([]);
  expect(paste('CLIENT_ID=a\nCLIENT_SECRET=PASTED-CANARY')).toBe(false);
  expect(app.bridge.inputs('import.readClipboard')).toEqual([{}]);
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Add a key' })).toBeNull());
});

test('a long line pasted into the search is a key as well', async () => {
  const app = await openGallery({}, (fake) =>
    fake.answer('import.readClipboard', () => failed({ kind: 'unusableAnswer' })),
  );
  const line = `curl -u id:PASTED-CANARY https://login.example.com/oauth2/token -d grant_type=client_credentials`;
  expect(fireEvent.paste(searchBox(), { clipboardData: { getData: () => line } })).toBe(false);
  await waitFor(() => expect(app.bridge.inputs('import.readClipboard')).toEqual([{}]));
  await waitFor(() => expect(document.documentElement.outerHTML).not.toContain('PASTED-CANARY'));
});

test('a form that is being filled in outlives its preset file', async () => {
  const mine = preset({ id: 'mine', name: 'Mine', source: 'user' });
  const app = await openGallery({ presets: [mine] });
  await app.user.click(screen.getByRole('button', { name: /^Mine/ }));
  await app.user.type(screen.getByLabelText('Secret'), 'x');
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, keys: [key()], presets: [] })));
  expect(screen.getByLabelText<HTMLInputElement>('Secret').value).toBe('x');
});
