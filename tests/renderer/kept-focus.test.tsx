import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Snapshot, VaultView } from '#contract/view';
import { done } from './fake-bridge.ts';
import { key, snapshot } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

const locked: VaultView = { state: 'locked', detail: 'byUser', slots: ['os'] };
const told = () => screen.getAllByRole('status').map(({ textContent }) => textContent ?? '');

test('a lock without a passphrase leaves the keyboard on the button that unlocks, and says that it is locked', async () => {
  const app = await renderApp({ keys: [key()] });
  screen.getByRole('button', { name: 'Lock' }).focus();
  await app.user.keyboard('{Enter}');
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, vault: locked })));
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Unlock' }));
  expect(told()).toContain('Keyfob is locked');
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 3, keys: [key()] })));
  expect(document.activeElement).toBe(screen.getByRole('main'));
  expect(told()).not.toContain('Keyfob is locked');
});

test('a lock takes the keyboard out of no dialog that stays', async () => {
  const app = await renderApp({ keys: [key()] });
  await app.user.click(screen.getByRole('button', { name: 'Health…' }));
  const close = screen.getByRole('button', { name: 'Close' });
  close.focus();
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, vault: locked })));
  expect(document.activeElement).toBe(close);
});

/** Presses "Clear now"; the main process then says `after`. */
async function clearNow(after: Snapshot['clipboard']): Promise<Rendered> {
  const app = await renderApp({
    keys: [key()],
    clipboard: { keyId: 'id-prod', clearsAtMs: Date.now() + 20_000 },
  });
  const next = snapshot({ revision: 2, keys: [key()], clipboard: after });
  app.bridge.answer('clipboard.clear', () => {
    app.bridge.answer('app.snapshot', () => done(next));
    app.bridge.emit('snapshot', next);
    return done({});
  });
  screen.getByRole('button', { name: 'Clear the clipboard now' }).focus();
  await app.user.keyboard('{Enter}');
  return app;
}

test('a clipboard that was cleared is told, and the keyboard goes on in the list', async () => {
  await clearNow(null);
  expect(screen.queryByRole('button', { name: 'Clear the clipboard now' })).toBeNull();
  expect(told().join()).toContain('The clipboard is cleared');
  expect(document.activeElement).toBe(screen.getByRole('main'));
});

test('a clipboard that does not answer is told at once, and the keyboard stays', async () => {
  await clearNow({ keyId: 'id-prod', clearsAtMs: Date.now() });
  expect(told().join()).toContain('does not answer');
  expect(told().join()).not.toContain('cleared');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Clear the clipboard now' }));
});
