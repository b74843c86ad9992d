import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { done } from './fake-bridge.ts';
import { key, snapshot } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

const press = (app: Rendered, name: string) => app.user.click(screen.getByRole('button', { name }));
const code = () => screen.queryByRole('group', { name: 'Recovery code' });
const told = () => screen.getByRole('alert').textContent;
const lock = (app: Rendered) =>
  app.bridge.emit(
    'snapshot',
    snapshot({ revision: 2, vault: { state: 'locked', detail: 'idle', slots: ['os', 'recovery'] } }),
  );
/** Whether the window may be closed. */
const mayClose = () => fireEvent(window, new Event('beforeunload', { cancelable: true }));

async function askForCode(): Promise<Rendered> {
  const vault = { state: 'osProtected', detail: '', slots: ['os'] } as const;
  const app = await renderApp({ keys: [key()], vault });
  await app.user.click(within(screen.getByRole('contentinfo')).getByRole('button', { name: 'Protection…' }));
  await press(app, 'Make a code…');
  return app;
}

async function makeCode(): Promise<Rendered> {
  const app = await askForCode();
  await press(app, 'Make code');
  await screen.findByRole('dialog', { name: 'Your recovery code' });
  return app;
}

test.each([
  ['the main process says that the window was left', (app: Rendered) => app.bridge.emit('windowLeft', {})],
  ['the page loses the focus', () => fireEvent.blur(window)],
])('a new recovery code is covered when %s, until the user asks for it', async (_when, leave) => {
  const app = await makeCode();
  expect(code()).toBeTruthy();
  act(() => void leave(app));
  expect(code()).toBeNull();
  expect(screen.getByText('Covered, because this window was left.')).toBeTruthy();
  fireEvent.focus(window);
  expect(code()).toBeNull();
  await press(app, 'Show again');
  expect(code()?.children.length).toBe(7);
  expect(document.activeElement).toBe(code());
});

test('a lock says that it took a code away, and that it may be on no paper', async () => {
  const app = await makeCode();
  expect(told()).toBe('');
  await act(async () => lock(app));
  expect(code()).toBeNull();
  expect(told()).toContain('before you said that the recovery code is on paper');
  expect(told()).toContain('make a new one after the unlock');
});

test('a code that is on paper is taken away without a word', async () => {
  const app = await makeCode();
  await app.user.click(screen.getByRole('checkbox', { name: /written it down/ }));
  await act(async () => lock(app));
  expect(told()).toBe('');
});

test('a code that a lock overtook on its way is told as well', async () => {
  const app = await askForCode();
  app.bridge.answer('vault.makeRecoveryCode', () => {
    lock(app);
    return done({ code: 'ABCDE-FGHJK' });
  });
  await press(app, 'Make code');
  expect(told()).toContain('before the recovery code could be shown');
});

test('the window is not closed over a code that is not on paper, and says why', async () => {
  const app = await askForCode();
  expect(mayClose()).toBe(true);
  await press(app, 'Make code');
  expect(mayClose()).toBe(false);
  expect(screen.getByText(/Print the code or write it down first/)).toBeTruthy();
  await app.user.click(screen.getByRole('checkbox', { name: /written it down/ }));
  expect(mayClose()).toBe(true);
});
