import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CallAnswer } from '#contract/calls';
import { done, failed } from './fake-bridge.ts';
import { importPreview } from './import-fixtures.ts';
import { allow, importButton, row, showPreview } from './import-rig.ts';
import { snapshot } from './key-fixtures.ts';
import type { Rendered } from './render-app.tsx';

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

type Committed = CallAnswer<'import.commit'>;

/** An import of three keys that runs, and what ends it. */
async function importUnderWay(): Promise<Rendered & { readonly end: (answer: Committed) => Promise<void> }> {
  const app = await showPreview(importPreview([{}, { name: 'second' }, { name: 'third' }]));
  let end: (answer: Committed) => void = () => {};
  app.bridge.answer(
    'import.commit',
    () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  );
  await app.user.click(allow(/^cloud-api/));
  await app.user.click(importButton());
  return { ...app, end: (answer) => act(async () => end(answer)) };
}

const vault = { state: 'locked', detail: 'idle', slots: ['passphrase'] } as const;
const lock = ({ bridge }: Rendered) =>
  act(async () => bridge.emit('snapshot', snapshot({ revision: 9, vault })));
const refused = (index: number) => ({ index, failure: { kind: 'vaultLocked' } as const });
const told = () => screen.getByRole('alert').textContent;

test.each(['before', 'after'])(
  'a lock in the middle of an import says how many keys are missing; its answer comes %s it',
  async (order) => {
    const app = await importUnderWay();
    if (order === 'after') await lock(app);
    await app.end(done({ keyIds: ['id-a'], refused: [refused(1), refused(2)] }));
    if (order === 'before') await lock(app);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(told()).toMatch(/^2 keys were not imported\./);
    expect(told()).not.toMatch(/warehouse|second|third/);
    await act(async () => app.bridge.emit('snapshot', snapshot({ revision: 10 })));
    expect(screen.getByText('Imported 1 key')).toBeTruthy();
  },
);

test('an import that ends behind a lock with all that was chosen is no problem', async () => {
  const app = await importUnderWay();
  await lock(app);
  await app.end(done({ keyIds: ['id-a', 'id-b', 'id-c'], refused: [] }));
  expect(told()).toBe('');
});

test.each(['before', 'after'])(
  'a lock in place of an import says that it failed; its answer comes %s it',
  async (order) => {
    const app = await importUnderWay();
    if (order === 'after') await lock(app);
    await app.end(failed({ kind: 'vaultLocked' }));
    if (order === 'before') await lock(app);
    expect(told()).toMatch(/^“Import 3 keys” failed\.The vault is locked\./);
  },
);
