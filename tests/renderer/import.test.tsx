import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { importPreview, mixedPreview, newProvider } from './import-fixtures.ts';
import { allow, importButton, row, showPreview } from './import-rig.ts';
import { presets } from './preset-fixtures.ts';

const canary = 'TYPED-CANARY';

test('a row shows what was found, secrets only as being there, and marks what is stored already', async () => {
  await showPreview(mixedPreview);
  const warehouse = row('warehouse');
  expect(warehouse.getByText('found').parentElement?.textContent).toBe('Secret found');
  expect(warehouse.getByText('curl command')).toBeTruthy();
  expect(warehouse.getByText('cloud-api.celerdata.com')).toBeTruthy();
  expect(row('layar-research').getByText(/LAYAR_TOKEN was left out/)).toBeTruthy();

  const duplicate = row('prod-warehouse 2');
  expect(duplicate.getByText('Same as “prod-warehouse”')).toBeTruthy();
  expect(duplicate.getByRole<HTMLInputElement>('checkbox').checked).toBe(false);
  expect(importButton().textContent).toBe('Import 5 keys');
});

test('a new provider is shown with its request and its fields', async () => {
  await showPreview(importPreview([{ presetId: newProvider.preset.id }], { newPresets: [newProvider] }));
  const section = screen.getByRole('region', { name: 'This adds a provider' });
  expect(section.textContent).toContain('POST https://login.example.net/v2/token');
  expect(section.textContent).toContain('Client key, Client secret');
});

test('import waits until every host of a selected key is ticked', async () => {
  const { user, bridge } = await showPreview(importPreview([{}, { name: 'other', host: 'other.example' }]));
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

test('a key that goes to two hosts needs leave for both', async () => {
  const { user } = await showPreview(importPreview([{ host: 'login.example, api.example' }]));
  await user.click(allow(/^login\.example/));
  expect(importButton().disabled).toBe(true);
  await user.click(allow(/^api\.example/));
  expect(importButton().disabled).toBe(false);
});

test('one tick allows all hosts', async () => {
  const { user } = await showPreview(importPreview([{}, { name: 'other', host: 'other.example' }]));
  await user.click(allow('Allow all'));
  expect(allow(/^other\.example/).checked).toBe(true);
  expect(importButton().disabled).toBe(false);
});

test('names and providers that were changed are sent', async () => {
  const { user, bridge } = await showPreview(
    importPreview([
      {
        presetId: 'ibm-iam',
        alternatives: [{ presetId: 'ibm-dbaas', host: 'dbaas900.hyperp-dbaas.cloud.ibm.com:20000' }],
        fields: {},
        secretFieldIds: ['apiKey'],
      },
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

const [addressField] = presets.find(({ id }) => id === 'layar')?.fields ?? [];
if (addressField === undefined) throw new Error('the preset has lost its host');
const field = addressField;
const layar = { presetId: 'layar', fields: { clientId: 'c' }, host: null } as const;

test('what is missing can be entered; a host that the user typed needs no tick', async () => {
  const { user, bridge } = await showPreview(importPreview([{ ...layar, name: 'research' }]));
  await user.type(row('research').getByRole('textbox', { name: 'Layar instance' }), 'me.certara.ai');
  await user.tab();
  expect(screen.getByText('1 key, entered by you')).toBeTruthy();
  await user.click(importButton());
  expect(bridge.inputs('import.commit')[0]).toMatchObject({
    items: [{ fields: { host: 'me.certara.ai' } }],
    allowedHosts: ['me.certara.ai'],
  });
});

test('a typed host gives no leave for the one that was found', async () => {
  const { user } = await showPreview(
    importPreview(
      [{ presetId: 'two-hosts', fields: { tokenUrl: 'https://login.example/token' }, host: 'login.example' }],
      {
        newPresets: [
          {
            ...newProvider,
            preset: {
              ...newProvider.preset,
              id: 'two-hosts',
              fields: ['tokenUrl', 'apiHost'].map((id) => ({ ...field, id, label: id })),
            },
          },
        ],
      },
    ),
  );
  await user.type(screen.getByRole('textbox', { name: 'apiHost' }), 'api.example');
  await user.tab();
  expect(screen.getByText('1 key, entered by you')).toBeTruthy();
  expect(importButton().disabled).toBe(true);
  await user.click(allow(/^login\.example/));
  expect(importButton().disabled).toBe(false);
});

test('a value that many rows lack is entered once', async () => {
  const rows = ['a', 'b', 'c'].map((name) => ({ ...layar, name }));
  const { user, bridge } = await showPreview(importPreview([...rows, { name: 'd' }]));
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
  const { user, bridge } = await showPreview(importPreview([{ ...layar, name: 'a' }, { name: 'A' }, {}, {}]));
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  const field = row('a').getByRole('textbox', { name: 'Layar instance' });
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(row('a').getByText('Enter the Layar instance.')).toBeTruthy();
  expect(row('A').getByText('Another row has this name.')).toBeTruthy();
  expect(bridge.inputs('import.commit')).toEqual([]);
});

test('a typed secret is in no markup, goes with its row, and leaves no input behind', async () => {
  const { user, bridge } = await showPreview(importPreview([{ secretFieldIds: [] }]));
  const input = screen.getByLabelText<HTMLInputElement>('Secret');
  await user.type(input, canary);
  expect(document.documentElement.outerHTML).not.toContain(canary);
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  expect(bridge.inputs('import.commit')[0]?.items[0]?.fields).toEqual({ clientSecret: canary });
  await waitFor(() => expect(input.value).toBe(''));
});

test('a test needs the leave of the host, then runs with what stands in the row', async () => {
  const { user, bridge } = await showPreview(importPreview([{}]));
  await user.click(screen.getByRole('button', { name: 'Test warehouse' }));
  expect(screen.getByText(/A test sends this key to cloud-api\.celerdata\.com\. Tick it/)).toBeTruthy();
  expect(bridge.inputs('import.test')).toEqual([]);
  await user.click(allow(/^cloud-api/));
  await user.click(screen.getByRole('button', { name: 'Test warehouse' }));
  expect(bridge.inputs('import.test')).toMatchObject([{ importId: 'import-1', item: { index: 0 } }]);
  expect(await screen.findByText('It works.')).toBeTruthy();
});

test('many rows can be narrowed, and the tick above them selects what is shown', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({ name: `key-${index}` }));
  const { user } = await showPreview(importPreview(rows));
  await user.click(screen.getByRole('checkbox', { name: 'Select all' }));
  expect(importButton().textContent).toBe('Import 0 keys');
  await user.type(screen.getByRole('searchbox', { name: 'Filter rows' }), 'key-1');
  expect(screen.getAllByRole('form').length).toBe(3);
  await user.click(screen.getByRole('checkbox', { name: 'Select all' }));
  expect(importButton().textContent).toBe('Import 3 keys');
});
