import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { failed } from './fake-bridge.ts';
import { day, key, minute, snapshot, token } from './key-fixtures.ts';
import { choose, inKey, keyGroup, renderApp, rowNames } from './render-app.tsx';

const three = [
  key({ name: 'beta', createdAtMs: 200, clientId: 'id-b' }),
  key({ name: 'alpha', createdAtMs: 300, description: 'first' }),
  key({ name: 'gamma', createdAtMs: 100, isDefault: true }),
];

test('a row shows name, description or "-", provider, client id, dates and the token in words', async () => {
  await renderApp({
    keys: [
      key({ clientId: 'client-12345', keyExpiresAtMs: Date.now() + 12 * day + minute }),
      key({ name: 'b' }),
    ],
  });
  const row = screen.getByRole('row', { name: /^prod/ });
  const cells = within(row)
    .getAllByRole('cell')
    .map((cell) => cell.textContent);
  expect(cells.slice(0, 4)).toEqual(['-', 'CelerData Cloud', 'client-12345', 'Fresh47 min left']);
  expect(cells[4]).toMatch(/in 12 days$/);
  expect(cells[5]).toBe('3 Mar 2025');
  expect(inKey('b').getAllByText('-').length).toBe(3);
});

test('a header sorts up, down, and back to what breaks first', async () => {
  const { user } = await renderApp({ keys: three });
  const header = () => screen.getByRole('columnheader', { name: 'Name' });
  const press = () => user.click(screen.getByRole('button', { name: 'Name' }));
  expect(rowNames()).toEqual(['beta', 'alpha', 'gamma']);
  await press();
  expect(rowNames()).toEqual(['alpha', 'beta', 'gamma']);
  expect(header().getAttribute('aria-sort')).toBe('ascending');
  await press();
  expect(rowNames()).toEqual(['gamma', 'beta', 'alpha']);
  await press();
  expect(rowNames()).toEqual(['beta', 'alpha', 'gamma']);
  expect(header().hasAttribute('aria-sort')).toBe(false);
  await user.click(screen.getByRole('button', { name: 'Created at' }));
  expect(rowNames()).toEqual(['gamma', 'beta', 'alpha']);
});

test('what has no value sorts last in both directions', async () => {
  const { user } = await renderApp({ keys: three });
  const press = () => user.click(screen.getByRole('button', { name: 'Description' }));
  await press();
  expect(rowNames()[0]).toBe('alpha');
  await press();
  expect(rowNames()[0]).toBe('alpha');
});

test('a filter appears with many keys and finds words in any order', async () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    key({ name: `key-${index}`, description: `d${index}` }),
  );
  const { user } = await renderApp({ keys: many });
  await user.type(screen.getByRole('searchbox', { name: 'Filter keys' }), 'd11 key');
  expect(rowNames()).toEqual(['key-11']);
  await user.keyboard('{Escape}');
  expect(rowNames().length).toBe(12);
});

test('a refused key says what to do and offers both fixes', async () => {
  const refused = token({
    state: 'rejected',
    failure: { kind: 'refused', host: 'h.example', httpStatus: 401 },
  });
  const { user, bridge } = await renderApp({ keys: [key({ token: refused })] });
  expect(keyGroup('prod').textContent).toContain('h.example refused this key. It said: HTTP 401.');
  await user.click(screen.getByRole('button', { name: 'Try again: prod' }));
  expect(bridge.inputs('tokens.refresh')).toEqual([{ keyId: 'id-prod' }]);
  await user.click(screen.getByRole('button', { name: 'Edit prod' }));
  expect(screen.getByRole('dialog', { name: /Edit/ })).toBeTruthy();
  expect(screen.getByRole('banner').textContent).toContain('1 needs you');
});

test('a refresh that fails is told by its row alone, unless it never reached the key', async () => {
  const { user } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('tokens.refresh', () => failed({ kind: 'unreachable', host: 'h.example' })),
  );
  await choose(user, 'prod', 'Refresh now');
  expect(screen.queryByText(/No connection to h.example/)).toBeNull();
});

test('a refresh of a locked vault is told by a message', async () => {
  const { user } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('tokens.refresh', () => failed({ kind: 'vaultLocked' })),
  );
  await choose(user, 'prod', 'Refresh now');
  expect((await screen.findByRole('alert')).textContent).toContain('The vault is locked');
});

test('further values of a token are shown as text', async () => {
  const outputs = [{ id: 'user_id', label: 'User ID', value: 'u-1' }];
  await renderApp({ keys: [key({ token: token({ outputs }) })] });
  expect(inKey('prod').getByText('u-1')).toBeTruthy();
});

test('an assumed lifetime is marked', async () => {
  await renderApp({ keys: [key({ token: token({ lifetimeSource: 'assumed' }) })] });
  expect(inKey('prod').getByText('47 min left · assumed')).toBeTruthy();
});

test('unseen characters of a name are shown, and the text cannot turn what is around it', async () => {
  await renderApp({ keys: [key({ name: 'a\u202Eb' })] });
  expect(screen.getByText('a\\u202Eb').tagName).toBe('BDI');
});

test('the menu refreshes, makes the default, opens the console and tells a failure', async () => {
  const { user, bridge } = await renderApp({ keys: three }, (fake) =>
    fake.answer('keys.setDefault', () => failed({ kind: 'vaultWriteFailed' })),
  );
  await choose(user, 'beta', 'Refresh now');
  expect(bridge.inputs('tokens.refresh')).toEqual([{ keyId: 'id-beta' }]);
  await choose(user, 'beta', 'Open provider console');
  expect(bridge.inputs('app.openLink')).toEqual([{ presetId: 'celerdata', link: 'console' }]);
  await choose(user, 'beta', 'Make default for tray click');
  await choose(user, 'gamma', 'Remove default');
  expect(bridge.inputs('keys.setDefault')).toEqual([{ keyId: 'id-beta' }, { keyId: null }]);
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Free some disk space'));
});

test('showKey focuses the row, also when it came before the keys', async () => {
  const { bridge } = await renderApp({ keys: [] });
  act(() => bridge.emit('showKey', { keyId: 'id-alpha' }));
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, keys: three })));
  expect(document.activeElement).toBe(screen.getByRole('row', { name: /^alpha/ }));
  expect(keyGroup('alpha').hasAttribute('data-shown')).toBe(true);
});
