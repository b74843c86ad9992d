import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { VaultView } from '#contract/view';
import { failed } from './fake-bridge.ts';
import { renderApp } from './render-app.tsx';

const locked = (given: Partial<VaultView>): VaultView => ({
  state: 'locked',
  detail: 'passphraseNeeded',
  slots: ['passphrase'],
  ...given,
});

test('a damaged vault can be replaced by a backup or begun anew', async () => {
  const app = await renderApp({ vault: locked({ detail: 'damaged', slots: [] }) }, (fake) =>
    fake.answer('vault.startAnew', () => failed({ kind: 'vaultWriteFailed' })),
  );
  expect(screen.getByRole('main').textContent).toContain('nothing is deleted');
  await app.user.click(screen.getByRole('button', { name: 'Start anew…' }));
  const main = within(screen.getByRole('main'));
  expect((await main.findByRole('alert')).textContent).toContain('nothing was changed');
  await app.user.click(screen.getByRole('button', { name: 'Restore a backup…' }));
  expect(await screen.findByRole('dialog', { name: 'Backups' })).toBeTruthy();
});

test('whoever forgot the only passphrase finds the ways out, and what they are worth', async () => {
  const app = await renderApp({ vault: locked({}) });
  const main = within(screen.getByRole('main'));
  await app.user.click(main.getByText('Forgot it?'));
  expect(main.getByText(/Backups ask for the same passphrase/)).toBeTruthy();
  await app.user.click(main.getByRole('button', { name: 'Start anew…' }));
  expect(app.bridge.inputs('vault.startAnew').length).toBe(1);
  await app.user.click(main.getByRole('button', { name: 'Restore a backup…' }));
  expect(await screen.findByRole('dialog', { name: 'Backups' })).toBeTruthy();
});

test('a vault whose ways in cannot be read shows the ways out at once', async () => {
  await renderApp({ vault: locked({ slots: [] }) });
  expect(screen.getByRole('button', { name: 'Start anew…' })).toBeTruthy();
});

test('behind a lock no other vault is offered: there no backup takes its place', async () => {
  await renderApp({ vault: locked({ detail: 'byUser' }) });
  expect(screen.queryByText('Forgot it?')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Restore a backup…' })).toBeNull();
});
