import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { done, failed } from './fake-bridge.ts';
import { importPreview } from './import-fixtures.ts';
import { allow, importButton, row, showPreview } from './import-rig.ts';

test('a running import shows how far it is, and cannot be left', async () => {
  let finish: () => void = () => {};
  const { user, bridge } = await showPreview(importPreview([{}]));
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
  const { user, bridge } = await showPreview(importPreview([{}]));
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
  const { user, bridge } = await showPreview(importPreview([{}, { name: 'second' }]));
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

test('an import that was forgotten meanwhile says so', async () => {
  const { user, bridge } = await showPreview(importPreview([{}]));
  bridge.answer('import.commit', () => failed({ kind: 'keyNotFound' }));
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  expect((await screen.findByText(/has forgotten what it had read/)).closest('[role=alert]')).toBeTruthy();
});

test('a failed import says why and keeps the rows', async () => {
  const { user } = await showPreview(importPreview([{}])).then((app) => {
    app.bridge.answer('import.commit', () => failed({ kind: 'vaultWriteFailed' }));
    return app;
  });
  await user.click(allow(/^cloud-api/));
  await user.click(importButton());
  expect((await screen.findByText(/nothing was changed/)).closest('[role=alert]')).toBeTruthy();
  expect(row('warehouse')).toBeTruthy();
});
