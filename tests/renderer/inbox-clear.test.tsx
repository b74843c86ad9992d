import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { done, failed } from './fake-bridge.ts';
import { key } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';
import { inbox, notice } from './upkeep-fixtures.ts';

async function openInbox(): Promise<Rendered> {
  const app = await renderApp({ keys: [key()], inbox: inbox([notice()]) });
  await app.user.click(screen.getByRole('button', { name: /^Notices/ }));
  return app;
}

test('the list is cleared by its button', async () => {
  const { user, bridge } = await openInbox();
  await user.click(screen.getByRole('button', { name: 'Clear all' }));
  expect(bridge.inputs('inbox.clear')).toEqual([{}]);
});

test('a clearing can be undone, and says so also when nothing came back', async () => {
  const { user, bridge } = await openInbox();
  for (const [restored, words] of [
    [2, '2 notices are back'],
    [0, 'These notices are gone: Keyfob was locked since'],
  ] as const) {
    bridge.answer('inbox.undoClear', () => done({ restored }));
    await user.click(screen.getByRole('button', { name: 'Clear all' }));
    expect(await screen.findByText('All notices are cleared')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText(words)).toBeTruthy();
  }
  expect(bridge.inputs('inbox.undoClear').length).toBe(2);
});

test('a clearing that failed offers no undo', async () => {
  const { user, bridge } = await openInbox();
  bridge.answer('inbox.clear', () => failed({ kind: 'vaultWriteFailed' }));
  await user.click(screen.getByRole('button', { name: 'Clear all' }));
  expect(await screen.findByRole('button', { name: 'Dismiss message' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});
