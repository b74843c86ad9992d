import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { failed } from './fake-bridge.ts';
import { key, snapshot } from './key-fixtures.ts';
import { fill, openAdd, save, secretInput } from './open-add-form.tsx';
import { choose, renderApp } from './render-app.tsx';

test('saving sends the draft, with a free name suggested, and closes', async () => {
  const app = await openAdd();
  await fill(app);
  await save(app);
  expect(app.bridge.inputs('keys.add')).toEqual([
    {
      name: 'CelerData Cloud 2',
      description: '',
      presetId: 'celerdata',
      fields: { clientId: 'client', clientSecret: 'TYPED-CANARY', host: 'https://cloud-api.celerdata.com' },
      extraCaPem: null,
      createdAtMs: null,
      keyExpiresAtMs: null,
      minimumValidityS: 60,
    },
  ]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a typed secret is in no markup, and its input is emptied when the form goes', async () => {
  const app = await openAdd();
  await fill(app);
  const input = secretInput();
  expect(input.type).toBe('password');
  expect(input.autocomplete).toBe('new-password');
  expect(document.documentElement.outerHTML).not.toContain('TYPED-CANARY');
  await app.user.click(screen.getByRole('button', { name: 'Show Secret while typing' }));
  expect(input.type).toBe('text');
  await save(app);
  await waitFor(() => expect(input.value).toBe(''));
});

test('missing values are told at their fields, and the first gets the focus', async () => {
  const app = await openAdd();
  await save(app);
  const field = screen.getByRole('textbox', { name: 'Client ID' });
  expect(document.activeElement).toBe(field);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(
    document.getElementById(field.getAttribute('aria-describedby')?.split(' ')[0] ?? '')?.textContent,
  ).toBe('Enter the Client ID.');
  expect(app.bridge.inputs('keys.add')).toEqual([]);
});

test.each([
  [{ kind: 'nameTaken', field: 'name' }, 'Name', 'Another key has this name.'],
  [
    { kind: 'invalidInput', field: 'host', reason: 'notAnOrigin' },
    'Host',
    'Host is not a host or https address',
  ],
  [{ kind: 'addressRefused', field: 'host', host: 'x' }, 'Host', 'Keys are not sent to x.'],
] as const)('a refusal %o goes to the field %s', async (failure, label, words) => {
  const app = await openAdd('CelerData Cloud', (fake) => fake.answer('keys.add', () => failed(failure)));
  await fill(app);
  await save(app);
  const field = screen.getByRole('textbox', { name: label });
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(screen.getByText(new RegExp(words.replaceAll('.', '\\.')))).toBeTruthy();
});

test('a refused value is called as the form calls it', async () => {
  const refusal = { kind: 'invalidInput', field: 'minimumValidityS', reason: 'empty' } as const;
  const app = await openAdd('CelerData Cloud', (fake) => fake.answer('keys.add', () => failed(refusal)));
  await fill(app);
  await save(app);
  const field = screen.getByLabelText('Minimum validity');
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(screen.getByText(/^Minimum validity is empty/)).toBeTruthy();
});

test('a wrong value under Advanced opens it', async () => {
  const app = await openAdd('CelerData Cloud', (fake) =>
    fake.answer('keys.add', () => failed({ kind: 'invalidInput', field: 'extraCaPem', reason: 'notPem' })),
  );
  await fill(app);
  await save(app);
  await waitFor(() => expect(document.querySelector('details')?.open).toBe(true));
  expect(screen.getByText(/Extra CA certificates holds no PEM certificate/)).toBeTruthy();
});

test('a failure that belongs to no field is shown in the form', async () => {
  const app = await openAdd('CelerData Cloud', (fake) =>
    fake.answer('keys.add', () => failed({ kind: 'vaultWriteFailed' })),
  );
  await fill(app);
  await save(app);
  const form = screen.getByRole('button', { name: 'Save' }).closest('form');
  expect(form?.querySelector('[role=alert]')?.textContent).toContain('Free some disk space');
});

test.each(['before', 'after'])(
  'a key that a lock kept from being stored is told behind it; its answer comes %s it',
  async (order) => {
    let refuse: () => void = () => {};
    const app = await openAdd('CelerData Cloud', (fake) =>
      fake.answer(
        'keys.add',
        () =>
          new Promise((resolve) => {
            refuse = () => resolve(failed({ kind: 'vaultLocked', reason: 'byUser' }));
          }),
      ),
    );
    await fill(app);
    await save(app);
    const vault = { state: 'locked', detail: 'byUser', slots: ['passphrase'] } as const;
    const lock = () => act(async () => app.bridge.emit('snapshot', snapshot({ revision: 2, vault })));
    if (order === 'after') await lock();
    await act(async () => refuse());
    if (order === 'before') await lock();
    expect(screen.getByText('“Save” failed.')).toBeTruthy();
  },
);

test('editing sends an empty secret, which keeps the stored one, and exact dates', async () => {
  const keyExpiresAtMs = Date.UTC(2031, 4, 6, 7, 8, 9, 10);
  const stored = key({ fields: { clientId: 'c', host: 'https://h' }, keyExpiresAtMs });
  const app = await renderApp({ keys: [stored] });
  await choose(app.user, 'prod', 'Edit…');
  expect(secretInput().placeholder).toBe('unchanged');
  await app.user.type(screen.getByRole('textbox', { name: /Description/ }), 'new text');
  await save(app);
  const [sent] = app.bridge.inputs('keys.edit');
  expect(sent?.keyId).toBe('id-prod');
  expect(sent?.draft).toMatchObject({
    name: 'prod',
    description: 'new text',
    fields: { clientId: 'c', clientSecret: '', host: 'https://h' },
    keyExpiresAtMs,
    createdAtMs: stored.createdAtMs,
  });
});

test('a key that is its own token asks for its expiry at once, and takes the end of that day', async () => {
  const app = await openAdd('DataOS');
  const expires = screen.getByLabelText(/Key expires on/);
  expect(expires.closest('details')).toBeNull();
  await app.user.type(screen.getByRole('textbox', { name: 'DataOS host' }), 'x.dataos.app');
  await app.user.type(screen.getByLabelText('API key'), 'k');
  fireEvent.change(expires, { target: { value: '2031-05-06' } });
  await save(app);
  expect(app.bridge.inputs('keys.add')[0]?.keyExpiresAtMs).toBe(new Date(2031, 4, 6, 23, 59, 59).getTime());
});

test('a certificate file is read into the field', async () => {
  const app = await openAdd('IBM Hyper Protect');
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const input = screen.getByLabelText<HTMLInputElement>('CA certificate file');
  await act(async () => app.user.upload(input, new File([pem], 'ca.pem')));
  await waitFor(() =>
    expect(screen.getByLabelText<HTMLTextAreaElement>(/Extra CA certificates/).value).toBe(pem),
  );
});

test('Escape asks before it throws away what was typed; nothing typed closes at once', async () => {
  const app = await openAdd();
  await app.user.type(screen.getByRole('textbox', { name: 'Client ID' }), 'x');
  await app.user.keyboard('{Escape}');
  const question = screen.getByRole('alertdialog', { name: 'Discard what you entered?' });
  await app.user.click(within(question).getByRole('button', { name: 'Keep editing' }));
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Client ID' });
  expect(field.value).toBe('x');
  // A browser gives the focus back by itself.
  field.focus();
  await app.user.keyboard('{Escape}');
  await app.user.click(screen.getByRole('button', { name: 'Discard' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});
