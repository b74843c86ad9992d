import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { failed } from './fake-bridge.ts';
import { key } from './key-fixtures.ts';
import { choose, renderApp } from './render-app.tsx';

test('deleting says that the key lives on at the provider, and begins at Cancel', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] });
  await choose(user, 'prod', 'Delete…');
  const dialog = screen.getByRole('alertdialog', { name: /^Delete “ ?prod ?” from Keyfob\?$/ });
  expect(dialog.textContent).toContain(
    'The key still lives at CelerData Cloud: deleting it here does not revoke it.',
  );
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }));
  await user.click(screen.getByRole('button', { name: 'Open provider console' }));
  expect(bridge.inputs('app.openLink')).toEqual([{ presetId: 'celerdata', link: 'console' }]);
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(bridge.inputs('keys.delete')).toEqual([]);
});

test('a message is in the dialog that is open, where it can be read and dismissed, and stays when that closes', async () => {
  const { user } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('app.openLink', () => failed({ kind: 'internal' })),
  );
  await choose(user, 'prod', 'Delete…');
  await user.click(screen.getByRole('button', { name: 'Open provider console' }));
  const dialog = within(screen.getByRole('alertdialog'));
  expect(dialog.getByRole('alert').textContent).toContain('Keyfob made a mistake');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.getByRole('alert').textContent).toContain('Keyfob made a mistake');

  await choose(user, 'prod', 'Delete…');
  const again = within(screen.getByRole('alertdialog'));
  await user.click(again.getByRole('button', { name: 'Dismiss message' }));
  expect(screen.getByRole('alert').textContent).toBe('');
});

test('a confirmed delete is sent and closes; a failed one stays open and says why', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('keys.delete', () => failed({ kind: 'vaultWriteFailed' })),
  );
  await choose(user, 'prod', 'Delete…');
  await user.click(screen.getByRole('button', { name: 'Delete key' }));
  expect(screen.getByRole('alertdialog').textContent).toContain('nothing was changed');
  bridge.answer('keys.delete', () => ({ ok: true, value: {} }));
  await user.click(screen.getByRole('button', { name: 'Delete key' }));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(bridge.inputs('keys.delete').length).toBe(2);
});
