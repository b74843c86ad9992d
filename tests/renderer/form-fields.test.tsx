import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { done, type FakeBridge, failed } from './fake-bridge.ts';
import { key, settings } from './key-fixtures.ts';
import { openAdd, save } from './open-add-form.tsx';
import { choose, type Rendered, renderApp } from './render-app.tsx';
import { manyPresets } from './special-presets.ts';

const pem = '-----BEGIN PRIVATE KEY-----\nTYPED-CANARY\n-----END PRIVATE KEY-----\n';
const privateKey = () => screen.getByLabelText<HTMLTextAreaElement>('Private key');
const open = (provider: string, prepare?: (bridge: FakeBridge) => void): Promise<Rendered> =>
  openAdd(provider, prepare, { presets: manyPresets });

test('a private key keeps its lines, is masked, and is in no markup', async () => {
  const app = await open('Google service account');
  await app.user.click(privateKey());
  await app.user.paste(pem);
  expect(privateKey().value).toBe(pem);
  expect(document.documentElement.outerHTML).not.toContain('TYPED-CANARY');
  const masked = privateKey().className;
  await app.user.click(screen.getByRole('button', { name: 'Show Private key while typing' }));
  expect(privateKey().className).not.toBe(masked);
  const area = privateKey();
  await app.user.type(screen.getByLabelText('Client email'), 'a@b');
  await app.user.type(screen.getByLabelText('Scope'), 's');
  await save(app);
  expect(app.bridge.inputs('keys.add')[0]?.fields['privateKey']).toBe(pem);
  await waitFor(() => expect(area.value).toBe(''));
});

test('a dropped file is read into the field and counts as typed', async () => {
  const app = await open('Google service account');
  const drop = (file: File) =>
    fireEvent.drop(privateKey(), { dataTransfer: { types: ['Files'], files: [file] } });
  drop(new File(['\u0000\u0001'], 'key.der'));
  await screen.findByText('key.der is not a text file.');
  drop(new File(['x'.repeat(20_000)], 'big.pem'));
  await screen.findByText('big.pem is too large for this field.');
  drop(new File([pem], 'key.pem'));
  await waitFor(() => expect(privateKey().value).toBe(pem));
  expect(screen.queryByText(/too large/)).toBeNull();
  await app.user.keyboard('{Escape}');
  expect(screen.getByRole('alertdialog', { name: 'Discard what you entered?' })).toBeTruthy();
});

test('a source key is chosen by name and sent by id, never the key itself', async () => {
  const chained = key({
    name: 'exchanged',
    presetId: 'chained',
    fields: { source: 'id-base', audience: 'a' },
  });
  const app = await renderApp({ keys: [chained, key({ name: 'base' })], presets: manyPresets });
  await choose(app.user, 'exchanged', 'Edit…');
  const select = screen.getByLabelText<HTMLSelectElement>('Source key');
  expect([...select.options].map(({ textContent }) => textContent)).toEqual([
    'Choose a key…',
    'base (CelerData Cloud)',
  ]);
  expect(select.value).toBe('id-base');
  await app.user.selectOptions(select, 'Choose a key…');
  await save(app);
  expect(screen.getByText('Choose the Source key.')).toBeTruthy();
  await app.user.selectOptions(select, 'base (CelerData Cloud)');
  await save(app);
  expect(app.bridge.inputs('keys.edit')[0]?.draft.fields['source']).toBe('id-base');
});

test('a field that depends on another is shown, required and sent only while it counts', async () => {
  const app = await open('OpenID Connect');
  const secret = () => screen.getByLabelText<HTMLInputElement>('Client secret');
  const isHidden = () => secret().closest('[hidden]') !== null;
  expect(screen.queryByLabelText('Refresh token')).toBeNull();
  expect(screen.queryByText(/You sign in after saving/)).toBeNull();
  await app.user.type(secret(), 'kept');
  await app.user.selectOptions(screen.getByLabelText('Grant'), 'Sign-in with a code');
  expect(isHidden()).toBe(true);
  expect(screen.getByText(/You sign in after saving/)).toBeTruthy();
  await app.user.type(screen.getByLabelText('Issuer'), 'https://i');
  await app.user.type(screen.getByLabelText('Client ID'), 'c');
  await app.user.click(screen.getByRole('button', { name: 'Test' }));
  expect(app.bridge.inputs('keys.test')[0]?.draft.fields).toEqual({
    issuer: 'https://i',
    grant: 'code',
    clientId: 'c',
  });
  await app.user.selectOptions(screen.getByLabelText('Grant'), 'Client credentials');
  expect(isHidden()).toBe(false);
  await save(app);
  expect(app.bridge.inputs('keys.add')[0]?.fields['clientSecret']).toBe('kept');
});

async function lookUp(prepare: (bridge: FakeBridge) => void): Promise<Rendered> {
  const app = await open('Google service account', prepare);
  await app.user.type(screen.getByLabelText('Client email'), 'a@b');
  await app.user.click(screen.getByRole('button', { name: 'Choose… Scope' }));
  return app;
}
const popup = () => within(screen.getByRole('dialog', { name: 'Values for Scope' }));

test('values of the provider are listed with what the form holds, and picking one fills the field', async () => {
  const app = await lookUp((fake) =>
    fake.answer('keys.lookUp', () =>
      done({
        choices: [
          { value: 'v1', label: 'One' },
          { value: 'v2', label: 'Two' },
        ],
      }),
    ),
  );
  const [asked] = app.bridge.inputs('keys.lookUp');
  expect(asked?.fieldId).toBe('scope');
  expect(asked?.draft.fields['email']).toBe('a@b');
  const two = await popup().findByRole('button', { name: /^Two/ });
  expect(document.activeElement?.textContent).toBe('Onev1');
  await app.user.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(two);
  await app.user.keyboard('{Enter}');
  const scope = screen.getByLabelText<HTMLInputElement>('Scope');
  expect(scope.value).toBe('v2');
  expect(document.activeElement).toBe(scope);
  expect(popup().queryByRole('listitem')).toBeNull();
});

test('a look-up that finds nothing or fails says so, and can be tried again', async () => {
  const app = await lookUp((fake) =>
    fake.answer('keys.lookUp', () => failed({ kind: 'invalidInput', field: 'privateKey', reason: 'empty' })),
  );
  expect((await popup().findByRole('alert')).textContent).toContain('Private key is empty.');
  app.bridge.answer('keys.lookUp', () => done({ choices: [] }));
  await app.user.click(popup().getByRole('button', { name: 'Try again' }));
  expect(await popup().findByText(/offers none/)).toBeTruthy();
});

test('many values can be filtered, and Enter takes the first without saving the form', async () => {
  const choices = Array.from({ length: 20 }, (_, at) => ({ value: `v${at}`, label: `Value ${at}` }));
  const app = await lookUp((fake) => fake.answer('keys.lookUp', () => done({ choices })));
  const filter = await popup().findByRole('searchbox');
  expect(document.activeElement).toBe(filter);
  await app.user.keyboard('v17{Enter}');
  expect(screen.getByLabelText<HTMLInputElement>('Scope').value).toBe('v17');
  expect(app.bridge.inputs('keys.add')).toEqual([]);
});

test('Escape closes the list of values, not the form', async () => {
  const app = await lookUp(() => {});
  await popup().findByText(/offers none/);
  await app.user.keyboard('{Escape}');
  expect(popup().queryByText(/offers none/)).toBeNull();
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(screen.getByRole('dialog', { name: /^Add a key/ })).toBeTruthy();
});

test('a command says that it must be approved, and that commands can be allowed', async () => {
  const app = await open('Command');
  expect(screen.getByText(/a dialog of the system asks/)).toBeTruthy();
  await app.user.click(screen.getByRole('button', { name: 'Allow commands…' }));
  expect(app.bridge.inputs('settings.allowCommands')).toEqual([{ allowed: true }]);
});

test('where commands are allowed nothing asks for it', async () => {
  await openAdd('Command', undefined, {
    presets: manyPresets,
    settings: settings({ commandsAllowed: true }),
  });
  expect(screen.getByText(/a dialog of the system asks/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Allow commands…' })).toBeNull();
});
