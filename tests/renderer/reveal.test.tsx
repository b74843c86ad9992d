import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { done } from './fake-bridge.ts';
import { key, snapshot } from './key-fixtures.ts';
import { choose, inKey, type Rendered, renderApp } from './render-app.tsx';

const canary = 'SECRET-CANARY';
const eye = (name: string) => screen.getByRole('button', { name: `Reveal Secret of ${name}` });
const inPage = () => document.documentElement.outerHTML.includes(canary);

let app: Rendered;
beforeEach(async () => {
  app = await renderApp({ keys: [key({ name: 'prod' }), key({ name: 'test' })] });
});

async function reveal(name = 'prod'): Promise<void> {
  await app.user.click(eye(name));
  await inKey(name).findByText(canary);
}
async function isHidden(): Promise<void> {
  await waitFor(() => expect(inPage()).toBe(false));
  expect(eye('prod').getAttribute('aria-pressed')).toBe('false');
}

test('a secret is masked at a fixed length until its eye is pressed', async () => {
  expect(inPage()).toBe(false);
  expect(inKey('prod').getByText('••••••••')).toBeTruthy();
  await reveal();
  expect(eye('prod').getAttribute('aria-pressed')).toBe('true');
  expect(app.bridge.inputs('keys.reveal')).toEqual([{ keyId: 'id-prod', fieldId: 'clientSecret' }]);
});

test('the second press hides it', async () => {
  await reveal();
  await app.user.click(eye('prod'));
  await isHidden();
});

test('another reveal hides the first: one at a time in the whole window', async () => {
  await reveal('prod');
  app.bridge.answer('keys.reveal', () => done({ secret: 'OTHER', hideAtMs: Date.now() + 30_000 }));
  await app.user.click(eye('test'));
  await inKey('test').findByText('OTHER');
  await isHidden();
});

test.each([
  ['Escape', () => fireEvent.keyDown(window, { key: 'Escape' })],
  ['the window losing focus', () => fireEvent.blur(window)],
  ['the Hide button', () => fireEvent.click(screen.getByRole('button', { name: 'Hide' }))],
])('%s hides it', async (_trigger, pull) => {
  await reveal();
  pull();
  await isHidden();
});

test('a hidden document hides it', async () => {
  await reveal();
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  await isHidden();
  hidden.mockRestore();
});

test('a lock hides it, because the list goes', async () => {
  await reveal();
  act(() =>
    app.bridge.emit(
      'snapshot',
      snapshot({ revision: 9, vault: { state: 'locked', detail: 'notAnswering', slots: [] } }),
    ),
  );
  await waitFor(() => expect(inPage()).toBe(false));
});

test('it hides by itself at the time that the answer named', async () => {
  app.bridge.answer('keys.reveal', () => done({ secret: canary, hideAtMs: Date.now() + 80 }));
  await reveal();
  await isHidden();
});

test('a secret that arrives after the focus was lost is not shown', async () => {
  let finish: () => void = () => {};
  app.bridge.answer(
    'keys.reveal',
    () =>
      new Promise((resolve) => {
        finish = () => resolve(done({ secret: canary, hideAtMs: Date.now() + 30_000 }));
      }),
  );
  await app.user.click(eye('prod'));
  fireEvent.blur(window);
  await act(async () => finish());
  expect(inPage()).toBe(false);
});

test('deleting the key while its secret is shown leaves nothing behind', async () => {
  await reveal();
  await choose(app.user, 'prod', 'Delete…');
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 9, keys: [key({ name: 'test' })] })));
  await waitFor(() => expect(inPage()).toBe(false));
});
