import { act, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { VaultView } from '#contract/view';
import { done, failed } from './fake-bridge.ts';
import { key, snapshot } from './key-fixtures.ts';
import { choose, fill, type Rendered, renderApp } from './render-app.tsx';
import { inbox, notice } from './upkeep-fixtures.ts';

const typed = 'CANARY-passphrase';
const locked = (given: Partial<VaultView> = {}): VaultView => ({
  state: 'locked',
  detail: 'byUser',
  slots: ['passphrase', 'recovery'],
  ...given,
});
const field = () => screen.getByLabelText<HTMLInputElement>('Passphrase');
const unlock = (app: Rendered) => app.user.click(screen.getByRole('button', { name: 'Unlock' }));
const open = snapshot({ revision: 2, keys: [key()] });

test.each([
  ['passphraseNeeded', 'Unlock Keyfob'],
  ['byUser', 'You locked it.'],
  ['idle', 'Nobody used this computer for a while.'],
  ['screenLocked', 'together with the screen'],
  ['suspended', 'went to sleep'],
  ['notAnswering', 'The keyring does not answer'],
  ['damaged', 'The vault file is damaged'],
])('a vault that is closed by %s says so', async (detail, words) => {
  await renderApp({ vault: locked({ detail }) });
  expect(screen.getByRole('main').textContent).toContain(words);
});

test('the keyboard is in the field; what was typed is sent once and stays nowhere', async () => {
  const app = await renderApp({ vault: locked() });
  expect(document.activeElement).toBe(field());
  await fill(app.user, field(), `${typed}{Enter}`);
  expect(app.bridge.inputs('vault.unlock')).toEqual([{ with: 'passphrase', secret: typed }]);
  expect(field().value).toBe('');
  expect(document.documentElement.outerHTML).not.toContain(typed);
  act(() => app.bridge.emit('snapshot', open));
  expect(screen.getByRole('button', { name: 'Copy token of prod' })).toBeTruthy();
});

test('nothing typed is not sent', async () => {
  const app = await renderApp({ vault: locked() });
  await unlock(app);
  expect(app.bridge.inputs('vault.unlock')).toEqual([]);
  expect(field().getAttribute('aria-invalid')).toBe('true');
});

test('a wrong try says so and counts down; no other one is sent before', async () => {
  const app = await renderApp({ vault: locked() }, (fake) =>
    fake.answer('vault.unlock', () => failed({ kind: 'wrongPassphrase', retryAfterMs: 60_000 })),
  );
  await fill(app.user, field(), `${typed}{Enter}`);
  const main = within(screen.getByRole('main'));
  expect((await main.findByRole('alert')).textContent).toContain('That does not open the vault.');
  expect(screen.getByRole('timer').textContent).toMatch(/^You can try again in (61|60|59) s\.$/);
  await fill(app.user, field(), 'another{Enter}');
  expect(app.bridge.inputs('vault.unlock').length).toBe(1);
  expect(field().value).toBe('another');
});

test('pauses that began before this window was open are shown, too', async () => {
  const app = await renderApp({ vault: locked({ triesFromMs: Date.now() + 30_000 }) });
  expect(screen.getByRole('timer').textContent).toContain('try again in');
  await fill(app.user, field(), 'x{Enter}');
  expect(app.bridge.inputs('vault.unlock')).toEqual([]);
});

test('a lock says that the keys stay in memory until a refresh token is stored', async () => {
  await renderApp({ vault: locked({ storesBefore: 'wipe' }) });
  expect(screen.getByText(/stored first: the keys are out of this computer’s memory/)).toBeTruthy();
});

test('a quit that waits for a refresh token is shown above the list, and to screen readers', async () => {
  const vault = { state: 'osProtected', detail: '', slots: ['os'], storesBefore: 'quit' } as const;
  await renderApp({ keys: [key()], vault });
  const said = screen.getAllByRole('status').map(({ textContent }) => textContent);
  expect(said).toContainEqual(expect.stringContaining('Keyfob quits when a renewal or rotation'));
});

test('the recovery code has a field of its own', async () => {
  const app = await renderApp({ vault: locked() });
  await fill(app.user, field(), typed);
  await app.user.click(screen.getByRole('button', { name: 'Use the recovery code instead' }));
  const code = screen.getByLabelText<HTMLInputElement>('Recovery code');
  expect(code.value).toBe('');
  expect(document.activeElement).toBe(code);
  await fill(app.user, code, 'abcde fghjk{Enter}');
  expect(app.bridge.inputs('vault.unlock')).toEqual([{ with: 'recovery', secret: 'abcde fghjk' }]);
});

test('the keyring is offered only where it is a way in', async () => {
  const app = await renderApp({ vault: locked({ slots: ['os', 'passphrase'] }) });
  expect(screen.queryByRole('button', { name: /recovery code/ })).toBeNull();
  await app.user.click(screen.getByRole('button', { name: 'Unlock with the keyring' }));
  expect(app.bridge.inputs('vault.unlock')).toEqual([{ with: 'os', secret: '' }]);
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, vault: locked({ slots: ['passphrase'] }) })));
  expect(screen.queryByRole('button', { name: /keyring/ })).toBeNull();
});

test('a vault with the keyring alone opens by one click', async () => {
  const app = await renderApp({ vault: locked({ slots: ['os'] }) });
  expect(screen.queryByLabelText('Passphrase')).toBeNull();
  await unlock(app);
  expect(app.bridge.inputs('vault.unlock')).toEqual([{ with: 'os', secret: '' }]);
});

test('a lock ends every dialog but those that lead to an open vault', async () => {
  const app = await renderApp({ keys: [key()] });
  await app.user.click(screen.getByRole('button', { name: 'Settings' }));
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, vault: locked() })));
  expect(screen.queryByRole('dialog')).toBeNull();
  await app.user.click(screen.getByRole('button', { name: 'Health…' }));
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 3, vault: locked() })));
  expect(screen.getByRole('dialog', { name: 'Health' })).toBeTruthy();
});

test('what a lock ended closes no dialog that was opened since, although it was done', async () => {
  let end: () => void = () => {};
  const app = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer(
      'keys.delete',
      () =>
        new Promise((resolve) => {
          end = () => resolve(done({}));
        }),
    ),
  );
  await choose(app.user, 'prod', 'Delete…');
  await app.user.click(screen.getByRole('button', { name: 'Delete key' }));
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, vault: locked() })));
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 3, keys: [key()] })));
  await app.user.click(screen.getByRole('button', { name: 'Settings' }));
  await act(async () => end());
  expect(screen.getByRole('dialog', { name: 'Settings' })).toBeTruthy();
});

test('health is read anew when the vault opens, and not for other changes', async () => {
  const app = await renderApp({ vault: locked() });
  await app.user.click(screen.getByRole('button', { name: 'Health…' }));
  const reads = () => app.bridge.inputs('health.read').length;
  act(() =>
    app.bridge.emit('snapshot', snapshot({ revision: 2, vault: locked(), inbox: inbox([notice()]) })),
  );
  expect(reads()).toBe(1);
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 3, keys: [key()] })));
  expect(reads()).toBe(2);
});

test('the button and the shortcut lock, the shortcut also over a dialog', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] });
  const button = screen.getByRole('button', { name: 'Lock' });
  expect(button.title).toBe('Lock (Ctrl+L)');
  await user.click(button);
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'l', ctrlKey: true });
  expect(bridge.inputs('vault.lock').length).toBe(2);
  fireEvent.keyDown(window, { key: 'l', ctrlKey: true, shiftKey: true });
  fireEvent.keyDown(window, { key: 'l' });
  expect(bridge.inputs('vault.lock').length).toBe(2);
});

test('what is closed cannot be locked', async () => {
  const { bridge } = await renderApp({ vault: locked() });
  fireEvent.keyDown(window, { key: 'l', ctrlKey: true });
  expect(bridge.inputs('vault.lock')).toEqual([]);
  expect(screen.queryByRole('button', { name: 'Lock' })).toBeNull();
});

test('Caps Lock is told while one types', async () => {
  await renderApp({ vault: locked() });
  const press = createEvent.keyUp(field(), { key: 'A' });
  Object.assign(press, { getModifierState: (name: string) => name === 'CapsLock' });
  fireEvent(field(), press);
  expect(screen.getByText('Caps Lock is on.')).toBeTruthy();
  fireEvent.blur(field());
  expect(screen.queryByText('Caps Lock is on.')).toBeNull();
});

test('a secret is shown after the passphrase, and not asked for twice', async () => {
  let isConfirmed = false;
  const { user, bridge } = await renderApp(
    { keys: [key()], vault: { state: 'passphraseProtected', detail: '', slots: ['passphrase'] } },
    (fake) => {
      fake.answer('keys.reveal', () =>
        isConfirmed
          ? done({ secret: 'SECRET-CANARY', hideAtMs: Date.now() + 30_000 })
          : failed({ kind: 'notAllowed', reason: 'confirmFirst' }),
      );
      fake.answer('vault.confirm', () => {
        isConfirmed = true;
        return done({});
      });
    },
  );
  await user.click(screen.getByRole('button', { name: 'Reveal Secret of prod' }));
  expect(await screen.findByRole('dialog', { name: 'Confirm that it is you' })).toBeTruthy();
  // The user may fetch the passphrase from another program.
  fireEvent.blur(window);
  await fill(user, field(), `${typed}{Enter}`);
  expect(bridge.inputs('vault.confirm')).toEqual([{ with: 'passphrase', secret: typed }]);
  expect(await screen.findByText('SECRET-CANARY')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('whoever does not confirm sees no secret and no message', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('keys.reveal', () => failed({ kind: 'notAllowed', reason: 'confirmFirst' })),
  );
  await user.click(screen.getByRole('button', { name: 'Reveal Secret of prod' }));
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByRole('alert').textContent).toBe('');
  expect(bridge.inputs('keys.reveal').length).toBe(1);
});

test('a token that could not be cleared is shown behind a lock, without a name, and can be cleared', async () => {
  const clipboard = { keyId: 'k1', clearsAtMs: Date.now() - 5_000 };
  const app = await renderApp({ vault: locked(), clipboard });
  expect(screen.getByRole('timer').textContent).toBe('The clipboard does not answer; it is tried again');
  await app.user.click(screen.getByRole('button', { name: 'Clear the clipboard now' }));
  expect(app.bridge.inputs('clipboard.clear')).toEqual([{}]);
});
