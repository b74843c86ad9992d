import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App } from '../../renderer/src/App.tsx';
import { createServices } from '../../renderer/src/state/services.ts';
import { createFakeBridge, done, failed } from './fake-bridge.ts';
import { key, settings, snapshot, token } from './key-fixtures.ts';
import { inKey, renderApp, rowNames } from './render-app.tsx';

test('the first screen says what protects the keys and offers every provider', async () => {
  const { user } = await renderApp();
  expect(screen.getByText(/encrypted on this computer/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Add your first key' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^IBM Cloud IAM/ }));
  expect(screen.getByRole('dialog', { name: 'Add a key: IBM Cloud IAM' })).toBeTruthy();
});

test('a locked vault says why and tries again', async () => {
  const { user, bridge } = await renderApp({ vault: { state: 'locked', detail: 'keyChanged', slots: [] } });
  expect(screen.getByRole('main').textContent).toContain('The keyring no longer holds the key of this vault');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(bridge.inputs('vault.retry').length).toBe(1);
});

test('what protects the vault is always at the foot, session-only included', async () => {
  const { bridge } = await renderApp({ keys: [key()] });
  expect(screen.getByRole('contentinfo').textContent).toContain('a key from the GNOME keyring');
  const vault = { state: 'sessionOnly', detail: 'unavailable', slots: [] } as const;
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, keys: [key()], vault })));
  expect(screen.getByRole('contentinfo').textContent).toContain('gone when Keyfob quits');
});

test('opening shows that it opens', async () => {
  await renderApp({ vault: { state: 'opening', detail: '', slots: [] } });
  expect(screen.getByRole('main').textContent).toContain('Opening the vault');
});

test('a start that failed can be tried again', async () => {
  const bridge = createFakeBridge(snapshot());
  bridge.answer('app.snapshot', () => failed({ kind: 'internal' }));
  render(<App services={createServices(bridge)} />);
  const again = await screen.findByRole('button', { name: 'Try again' });
  expect(screen.getByRole('main').textContent).toContain('Keyfob made a mistake');
  bridge.answer('app.snapshot', () => done(snapshot()));
  await userEvent.click(again);
  expect(await screen.findByRole('button', { name: 'Add your first key' })).toBeTruthy();
});

test('a broken connection to the main process is a failure, not a crash', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] });
  bridge.answer('tokens.copy', () => Promise.reject(new Error('gone')));
  await user.click(screen.getByRole('button', { name: 'Copy token of prod' }));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Keyfob made a mistake'));
});

test('the higher revision wins, whichever way it came', async () => {
  const bridge = createFakeBridge(snapshot());
  let answer: () => void = () => {};
  bridge.answer(
    'app.snapshot',
    () =>
      new Promise((resolve) => {
        answer = () => resolve(done(snapshot({ revision: 4, keys: [key({ name: 'old' })] })));
      }),
  );
  render(<App services={createServices(bridge)} />);
  act(() => bridge.emit('snapshot', snapshot({ revision: 5, keys: [key({ name: 'new' })] })));
  await act(async () => answer());
  expect(rowNames()).toEqual(['new']);
  act(() => bridge.emit('snapshot', snapshot({ revision: 3, keys: [] })));
  expect(rowNames()).toEqual(['new']);
});

test('a snapshot that time alone changed keeps its revision and is shown', async () => {
  const { bridge } = await renderApp({ keys: [key()] });
  const expired = key({ keyExpiresAtMs: Date.now() - 1, token: token({ state: 'needsYou' }) });
  act(() => bridge.emit('snapshot', snapshot({ revision: 1, keys: [expired] })));
  expect(inKey('prod').getByText('Needs you')).toBeTruthy();
});

test('the theme is put on the document and changed through the settings', async () => {
  const { user, bridge } = await renderApp({ settings: settings({ theme: 'dark' }) });
  expect(document.documentElement.getAttribute('data-theme')).toBe('dark');
  await user.click(screen.getByRole('radio', { name: 'Light' }));
  expect(bridge.inputs('settings.update')).toEqual([{ theme: 'light' }]);
  act(() => bridge.emit('snapshot', snapshot({ revision: 2 })));
  expect(document.documentElement.hasAttribute('data-theme')).toBe(false);
});

test('a chosen theme is shown as chosen at once, and taken back when it could not be stored', async () => {
  let answer = (_: unknown): void => {};
  const pending = new Promise((resolve) => {
    answer = resolve;
  });
  const { user } = await renderApp({ settings: settings({ theme: 'dark' }) }, (fake) =>
    fake.answer('settings.update', () => pending as never),
  );
  const light = screen.getByRole<HTMLInputElement>('radio', { name: 'Light' });
  await user.click(light);
  expect(light.checked).toBe(true);
  await act(async () => answer(failed({ kind: 'settingsNotWritten' })));
  expect(light.checked).toBe(false);
});
