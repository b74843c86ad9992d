import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { done, type FakeBridge, failed } from './fake-bridge.ts';
import { key, minute, snapshot } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

const backups = [
  { id: 'b1', madeAtMs: Date.now() - 5 * minute, sizeBytes: 90_112 },
  { id: 'b2', madeAtMs: Date.now() - 600 * minute, sizeBytes: 81_920 },
];
const press = (app: Rendered, name: string) => app.user.click(screen.getByRole('button', { name }));

async function openBackups(prepare: (bridge: FakeBridge) => void): Promise<Rendered> {
  const app = await renderApp({ keys: [key()] }, prepare);
  await press(app, 'Settings');
  await press(app, 'Backups…');
  return app;
}

test('a backup is restored after a question that says what becomes of the present vault', async () => {
  const app = await openBackups((fake) => fake.answer('vault.listBackups', () => done({ backups })));
  const items = await screen.findAllByRole('listitem');
  expect(items[0]?.textContent).toContain('5 min ago · 90 kB');
  await app.user.click(within(items[1] as HTMLElement).getByRole('button'));
  const question = screen.getByRole('alertdialog');
  expect(question.textContent).toContain('It is not deleted.');
  expect(document.activeElement).toBe(within(question).getByRole('button', { name: 'Cancel' }));
  await press(app, 'Restore backup');
  expect(app.bridge.inputs('vault.restoreBackup')).toEqual([{ backupId: 'b2' }]);
  expect(await screen.findByText(/^The backup of .* is in use$/)).toBeTruthy();
});

test('a backup whose time is still to come is said to be of before the clock was set back', async () => {
  const ahead = { id: 'b3', madeAtMs: Date.now() + 600 * minute, sizeBytes: 90_112 };
  await openBackups((fake) => fake.answer('vault.listBackups', () => done({ backups: [ahead] })));
  const [item] = await screen.findAllByRole('listitem');
  expect(item?.textContent).toContain('made before the clock was set back · 90 kB');
});

test('without backups it says when there will be one; a failure can be tried again', async () => {
  const app = await openBackups((fake) =>
    fake.answer('vault.listBackups', () => failed({ kind: 'internal' })),
  );
  expect((await within(screen.getByRole('dialog')).findAllByRole('alert'))[0]?.textContent).toContain(
    'Keyfob made a mistake',
  );
  app.bridge.answer('vault.listBackups', () => done({ backups: [] }));
  await press(app, 'Try again');
  expect(await screen.findByText('No backup yet')).toBeTruthy();
});

/** Presses "Restore backup" and lets the window see the vault closed and open again, as the main process does it. */
async function restoreWhileOpening(answer: ReturnType<typeof failed> | ReturnType<typeof done<object>>) {
  let end: () => void = () => {};
  const app = await openBackups((fake) => {
    fake.answer('vault.listBackups', () => done({ backups }));
    fake.answer(
      'vault.restoreBackup',
      () => new Promise((resolve) => (end = () => resolve(answer as never))),
    );
  });
  await app.user.click(
    (await screen.findAllByRole('button', { name: /^Restore… the backup/ }))[0] as HTMLElement,
  );
  await press(app, 'Restore backup');
  const opening = { state: 'opening', detail: '', slots: [] } as const;
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, vault: opening })));
  await act(async () => end());
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 3, keys: [key()] })));
}

test('a backup that does not take its place says so, although its dialog is gone', async () => {
  await restoreWhileOpening(failed({ kind: 'vaultWriteFailed' }));
  expect(screen.getByRole('alert').textContent).toContain('“Restore backup” failed');
});

test('the keyboard goes on in the list that came out of a backup', async () => {
  await restoreWhileOpening(done({}));
  expect(screen.getByText(/^The backup of .* is in use$/)).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('main'));
});
