import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ImportPreview } from '#contract/import-view';
import { done, type FakeBridge, failed } from './fake-bridge.ts';
import { importPreview, mixedPreview, newProvider } from './import-fixtures.ts';
import { key, snapshot } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

const importButton = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Import \d+ keys?$/ });
const row = (name: string) => within(screen.getByRole('form', { name }));
const allow = (host: RegExp | string) => screen.getByRole<HTMLInputElement>('checkbox', { name: host });
const canary = 'TYPED-CANARY';

async function open(prepare: (bridge: FakeBridge) => void = () => {}): Promise<Rendered> {
  const app = await renderApp({ keys: [key({ name: 'prod' })] }, prepare);
  await app.user.click(screen.getByRole('button', { name: 'Import…' }));
  return app;
}
async function show(preview: ImportPreview): Promise<Rendered> {
  const app = await open((fake) => fake.answer('import.readClipboard', () => done(preview)));
  await app.user.click(screen.getByRole('button', { name: 'From the clipboard' }));
  return app;
}

test('a paste never gets into the page: it is sent at once, with what was typed before it, and the field is empty', async () => {
  const { user, bridge } = await open();
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Paste here' });
  await user.type(field, 'name: ');
  await user.paste(canary);
  expect(bridge.inputs('import.readText')).toEqual([{ text: `name: ${canary}` }]);
  expect(field.value).toBe('');
  expect(document.documentElement.outerHTML).not.toContain(canary);
});

test('what was typed is wiped when it is read', async () => {
  const { user, bridge } = await open();
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Paste here' });
  await user.type(field, canary);
  await user.click(screen.getByRole('button', { name: 'Read' }));
  expect(bridge.inputs('import.readText')).toEqual([{ text: canary }]);
  expect(field.value).toBe('');
});

test('nothing found: the problems, and in words what can be imported', async () => {
  await show(importPreview([], { problems: ['Line 3: a quote is never closed.'] }));
  const dialog = screen.getByRole('dialog', { name: 'Import keys' });
  expect(dialog.textContent).toContain('No key was found in that.');
  expect(dialog.textContent).toContain('Line 3: a quote is never closed.');
  expect(dialog.textContent).toContain('A curl command');
  expect(screen.getByRole('button', { name: 'From a file…' })).toBeTruthy();
});

test('a text that is too long is not sent, and told', async () => {
  const { user, bridge } = await open();
  await user.click(screen.getByRole('textbox', { name: 'Paste here' }));
  await user.paste('x'.repeat(1_048_577));
  expect(bridge.inputs('import.readText')).toEqual([]);
  expect(screen.getByRole('alert').textContent).toContain('The text is too long');
});

test('a row shows what was found, secrets only as being there, and marks what is stored already', async () => {
  await show(mixedPreview);
  const warehouse = row('warehouse');
  expect(warehouse.getByText('found').parentElement?.textContent).toBe('Secret found');
  expect(warehouse.getByText('curl command')).toBeTruthy();
  expect(warehouse.getByText('cloud-api.celerdata.com')).toBeTruthy();
  expect(row('layar-research').getByText(/LAYAR_TOKEN was left out/)).toBeTruthy();

  const duplicate = row('prod-warehouse 2');
  expect(duplicate.getByText(/Same as “id-prod-warehouse”/)).toBeTruthy();
  expect(duplicate.getByRole<HTMLInputElement>('checkbox').checked).toBe(false);
  expect(importButton().textContent).toBe('Import 5 keys');
});

test('a duplicate is called by the name of the stored key', async () => {
  await show(importPreview([{ duplicateOf: 'id-prod' }]));
  expect(screen.getByText('Same as “prod”, which is stored already')).toBeTruthy();
});

test('a new provider is shown with its request and its fields', async () => {
  await show(importPreview([{ presetId: newProvider.preset.id }], { newPresets: [newProvider] }));
  const section = screen.getByRole('region', { name: 'This adds a provider' });
  expect(section.textContent).toContain('POST https://login.example.net/v2/token');
  expect(section.textContent).toContain('Client key, Client secret');
});

test('import waits until every host of a selected key is ticked', async () => {
  const { user, bridge } = await show(importPreview([{}, { name: 'other', host: 'other.example' }]));
  expect(importButton().disabled).toBe(true);
  await user.click(allow(/^cloud-api/));
  expect(importButton().disabled).toBe(true);
  await user.click(row('other').getByRole('checkbox'));
  expect(importButton().disabled).toBe(false);
  await user.click(importButton());
  expect(bridge.inputs('import.commit')).toEqual([
    {
      importId: 'import-1',
      items: [{ index: 0, name: 'warehouse', presetId: 'celerdata', fields: {} }],
      allowedHosts: ['cloud-api.celerdata.com'],
    },
  ]);
});

test('one tick allows all hosts', async () => {
  const { user } = await show(importPreview([{}, { name: 'other', host: 'other.example' }]));
  await user.click(allow('Allow all'));
  expect(allow(/^other\.example/).checked).toBe(true);
  expect(importButton().disabled).toBe(false);
});

test('names and providers that were changed are sent', async () => {
  const { user, bridge } = await show(
    importPreview([
      { presetId: 'ibm-iam', alternatives: ['ibm-dbaas'], fields: {}, secretFieldIds: ['apiKey'] },
    ]),
  );
  await user.clear(row('warehouse').getByRole('textbox', { name: 'Name' }));
  await user.type(row('warehouse').getByRole('textbox', { name: 'Name' }), 'billing');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Provider of warehouse' }), 'ibm-dbaas');
  await user.click(allow(/^dbaas900/));
  await user.click(importButton());
  expect(bridge.inputs('import.commit')[0]?.items).toEqual([
    { index: 0, name: 'billing', presetId: 'ibm-dbaas', fields: {} },
  ]);
});

const layar = { presetId: 'layar', fields: { clientId: 'c' }, host: null } as const;

test('what is missing can be entered; a host that the user typed needs no tick', async () => {
  const { user, bridge } = await show(importPreview([{ ...layar, name: 'research' }]));
  await user.type(row('research').getByRole('textbox', { name: 'Layar instance' }), 'me.certara.ai');
  await user.tab();
  expect(screen.getByText('1 key, entered by you')).toBeTruthy();
  await user.click(importButton());
  expect(bridge.inputs('import.commit')[0]).toMatchObject({
    items: [{ fields: { host: 'me.certara.ai' } }],
    allowedHosts: ['me.certara.ai'],
  });
});

test('a value that many rows lack is entered once', async () => {
  const rows = ['a', 'b', 'c'].map((name) => ({ ...layar, name }));
  const { user, bridge } = await show(importPreview([...rows, { name: 'd' }]));
  await user.click(row('a').getByRole('button', { name: 'Fill in' }));
  await user.type(row('a').getByRole('textbox', { name: 'Layar instance' }), 'me.certara.ai');
  await user.click(row('a').getByRole('button', { name: /^Use for all others/ }));
  await user.click(row('d').getByRole('checkbox'));
  await user.click(importButton());
  expect(bridge.inputs('import.commit')[0]?.items.map(({ fields }) => fields['host'])).toEqual([
    'me.certara.ai',
    'me.certara.ai',
    'me.certara.ai',
  ]);
});

test('what is still missing is told at its field, and nothing is sent', async () => {
  const { user, bridge } = await show(importPreview([{ ...layar, name: 'a' }, { name: 'A' }, {}, {}]));
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  const field = row('a').getByRole('textbox', { name: 'Layar instance' });
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(row('a').getByText('Enter the Layar instance.')).toBeTruthy();
  expect(row('A').getByText('Another row has this name.')).toBeTruthy();
  expect(bridge.inputs('import.commit')).toEqual([]);
});

test('a typed secret is in no markup, goes with its row, and leaves no input behind', async () => {
  const { user, bridge } = await show(importPreview([{ secretFieldIds: [] }]));
  const input = screen.getByLabelText<HTMLInputElement>('Secret');
  await user.type(input, canary);
  expect(document.documentElement.outerHTML).not.toContain(canary);
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  expect(bridge.inputs('import.commit')[0]?.items[0]?.fields).toEqual({ clientSecret: canary });
  await waitFor(() => expect(input.value).toBe(''));
});

test('a test needs the leave of the host, then runs with what stands in the row', async () => {
  const { user, bridge } = await show(importPreview([{}]));
  await user.click(screen.getByRole('button', { name: 'Test warehouse' }));
  expect(screen.getByText(/A test sends this key to cloud-api\.celerdata\.com\. Tick it/)).toBeTruthy();
  expect(bridge.inputs('import.test')).toEqual([]);
  await user.click(allow(/^cloud-api/));
  await user.click(screen.getByRole('button', { name: 'Test warehouse' }));
  expect(bridge.inputs('import.test')).toMatchObject([{ importId: 'import-1', item: { index: 0 } }]);
  expect(await screen.findByText('It works.')).toBeTruthy();
});

test('a running import shows how far it is, and cannot be left', async () => {
  let finish: () => void = () => {};
  const { user, bridge } = await show(importPreview([{}]));
  bridge.answer(
    'import.commit',
    () =>
      new Promise((resolve) => {
        finish = () => resolve(done({ keyIds: ['id-new'], refused: [] }));
      }),
  );
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  act(() => bridge.emit('importProgress', { importId: 'another', done: 9, all: 9 }));
  act(() => bridge.emit('importProgress', { importId: 'import-1', done: 3, all: 12 }));
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Importing…' }).value).toBe(3);
  expect(screen.getByText('3 of 12 keys')).toBeTruthy();
  await user.keyboard('{Escape}');
  expect(screen.getByRole('dialog')).toBeTruthy();
  await act(async () => finish());
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('an import can be undone from its message', async () => {
  const { user, bridge } = await show(importPreview([{}]));
  bridge.answer('import.commit', () => done({ keyIds: ['id-new'], refused: [] }));
  bridge.answer('import.undo', () => done({ removed: 1 }));
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  expect(screen.getByText('Imported 1 key')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(bridge.inputs('import.undo')).toEqual([{ importId: 'import-1' }]);
  expect(await screen.findByText('Removed 1 imported key again')).toBeTruthy();
  expect(screen.queryByText('Imported 1 key')).toBeNull();
});

test('refused rows stay with the reason, and can be corrected and imported', async () => {
  const { user, bridge } = await show(importPreview([{}, { name: 'second' }]));
  bridge.answer('import.commit', () =>
    done({ keyIds: ['id-a'], refused: [{ index: 1, failure: { kind: 'nameTaken', field: 'name' } }] }),
  );
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  expect(screen.queryByRole('form', { name: 'warehouse' })).toBeNull();
  expect(row('second').getByText('Another key has this name.')).toBeTruthy();
  expect(screen.getByText(/^Imported 1 key; 1 key was not imported\./)).toBeTruthy();

  bridge.answer('import.commit', () => done({ keyIds: ['id-b'], refused: [] }));
  await user.type(row('second').getByRole('textbox', { name: 'Name' }), ' b');
  expect(row('second').queryByText('Another key has this name.')).toBeNull();
  await user.click(importButton());
  expect(bridge.inputs('import.commit')[1]?.items.map(({ name }) => name)).toEqual(['second b']);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByText('Imported 2 keys')).toBeTruthy();
});

test('a failed import says why and keeps the rows', async () => {
  const { user } = await show(importPreview([{}])).then((app) => {
    app.bridge.answer('import.commit', () => failed({ kind: 'vaultWriteFailed' }));
    return app;
  });
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  expect((await screen.findByText(/nothing was changed/)).closest('[role=alert]')).toBeTruthy();
  expect(row('warehouse')).toBeTruthy();
});

test('leaving forgets what was read, and asks only if something was edited', async () => {
  const { user, bridge } = await show(importPreview([{}]));
  await user.click(row('warehouse').getByRole('checkbox'));
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  await waitFor(() => expect(bridge.inputs('import.cancel')).toEqual([{ importId: 'import-1' }]));

  await user.click(screen.getByRole('button', { name: 'Import…' }));
  await user.click(screen.getByRole('button', { name: 'From the clipboard' }));
  await user.type(row('warehouse').getByRole('textbox', { name: 'Name' }), 'x');
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  await waitFor(() => expect(bridge.inputs('import.cancel').length).toBe(2));
});

test('a lock takes the import away and forgets it', async () => {
  const { bridge } = await show(importPreview([{}]));
  const locked = { state: 'locked', detail: 'notAnswering' } as const;
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, vault: locked, keys: [key()] })));
  await waitFor(() => expect(bridge.inputs('import.cancel')).toEqual([{ importId: 'import-1' }]));
  act(() => bridge.emit('snapshot', snapshot({ revision: 3, keys: [key()] })));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a file that is dropped on the window is read, but not over a form', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('import.readText', () => done(importPreview([{}]))),
  );
  const file = new File(['curl …'], 'keys.txt', { type: 'text/plain' });
  const dataTransfer = { types: ['Files'], files: [file], dropEffect: '' };
  await user.click(screen.getByRole('button', { name: 'Add key' }));
  fireEvent.drop(window, { dataTransfer });
  await user.keyboard('{Escape}');
  fireEvent.dragOver(window, { dataTransfer });
  expect(screen.getByText('Drop the file to see which keys are in it')).toBeTruthy();
  fireEvent.drop(window, { dataTransfer });
  expect(await screen.findByRole('form', { name: 'warehouse' })).toBeTruthy();
  expect(bridge.inputs('import.readText')).toEqual([{ text: 'curl …' }]);
});

test('many rows can be narrowed, and the tick above them selects what is shown', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({ name: `key-${index}` }));
  const { user } = await show(importPreview(rows));
  await user.click(screen.getByRole('checkbox', { name: 'Select all' }));
  expect(importButton().textContent).toBe('Import 0 keys');
  await user.type(screen.getByRole('searchbox', { name: 'Filter rows' }), 'key-1');
  expect(screen.getAllByRole('form').length).toBe(3);
  await user.click(screen.getByRole('checkbox', { name: 'Select all' }));
  expect(importButton().textContent).toBe('Import 3 keys');
});
