import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { done, failed } from './fake-bridge.ts';
import { importPreview } from './import-fixtures.ts';
import { allow, importButton, showPreview } from './import-rig.ts';
import { key, snapshot } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

const lock = (app: Rendered) =>
  act(() =>
    app.bridge.emit(
      'snapshot',
      snapshot({ revision: 8, vault: { state: 'locked', detail: 'byUser', slots: ['os'] } }),
    ),
  );
const unlock = (app: Rendered) =>
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 9, keys: [key()] })));
const copy = (app: Rendered) => app.user.click(screen.getByRole('button', { name: 'Copy token of prod' }));
const page = () => document.body.textContent;

test('what a lock covers is not told by a message, and what was done does not come back', async () => {
  const app = await renderApp({ keys: [key()] });
  await copy(app);
  expect(await screen.findByText('Token of prod')).toBeTruthy();
  lock(app);
  expect(page()).not.toContain('prod');
  unlock(app);
  expect(screen.queryByText('Token of prod')).toBeNull();
});

test('a failure in the words of a provider is hidden by a lock, and there again after it', async () => {
  const refused = { kind: 'refused', host: 'idp.example', providerMessage: 'CANARY of acme' } as const;
  const app = await renderApp({ keys: [key()] }, (fake) => fake.answer('tokens.copy', () => failed(refused)));
  await copy(app);
  expect(page()).toContain('idp.example');
  lock(app);
  expect(page()).not.toContain('idp.example');
  expect(page()).not.toContain('CANARY');
  unlock(app);
  expect(page()).toContain('idp.example');
});

test('an import can be undone after a lock, but not behind it', async () => {
  const app = await showPreview(importPreview([{}]));
  app.bridge.answer('import.commit', () => done({ keyIds: ['id-new'], refused: [] }));
  await app.user.click(allow(/^cloud-api/));
  await app.user.click(importButton());
  lock(app);
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  unlock(app);
  await app.user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(app.bridge.inputs('import.undo')).toEqual([{ importId: 'import-1' }]);
});
