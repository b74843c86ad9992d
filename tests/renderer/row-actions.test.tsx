import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { KeyView } from '#contract/view';
import { done, failed } from './fake-bridge.ts';
import { key, minute, settings, snapshot, token } from './key-fixtures.ts';
import { choose, inKey, type Rendered, renderApp } from './render-app.tsx';

const nothing = { revoke: false, keyDetails: false, rotate: null, signIn: false };
let revision = 1;
function push({ bridge }: Rendered, change: Partial<KeyView>): void {
  revision += 1;
  act(() => bridge.emit('snapshot', snapshot({ revision, keys: [key(change)] })));
}

test('the menu offers only what the provider can do', async () => {
  const { user } = await renderApp({ keys: [key()] });
  await user.click(screen.getByRole('button', { name: 'More for prod' }));
  const entries = screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  expect(entries).toContain('Refresh now');
  for (const entry of ['Revoke token…', 'Ask when it expires', 'Rotate secret…', 'Sign in…'])
    expect(entries).not.toContain(entry);
});

test('revoking a token is confirmed, and begins at Cancel', async () => {
  const { user, bridge } = await renderApp({ keys: [key({ offers: { ...nothing, revoke: true } })] });
  await choose(user, 'prod', 'Revoke token…');
  expect(screen.getByRole('alertdialog').textContent).toContain('Programs that use it stop working');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }));
  expect(bridge.inputs('tokens.revoke')).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Revoke token' }));
  expect(bridge.inputs('tokens.revoke')).toEqual([{ keyId: 'id-prod' }]);
  expect(await screen.findByText('Token revoked')).toBeTruthy();
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

test('a token that could not be revoked is told where it was asked', async () => {
  const { user } = await renderApp({ keys: [key({ offers: { ...nothing, revoke: true } })] }, (fake) =>
    fake.answer('tokens.revoke', () => failed({ kind: 'unreachable', host: 'h.example' })),
  );
  await choose(user, 'prod', 'Revoke token…');
  await user.click(screen.getByRole('button', { name: 'Revoke token' }));
  expect(screen.getByRole('alertdialog').textContent).toContain('No connection to h.example');
});

test.each([
  [new Date(2031, 4, 6, 12).getTime(), 'prod expires on 6 May 2031'],
  [null, 'The provider names no end of prod'],
])('the provider is asked when the key expires: %s', async (keyExpiresAtMs, words) => {
  const { user, bridge } = await renderApp(
    { keys: [key({ offers: { ...nothing, keyDetails: true } })] },
    (fake) => fake.answer('keys.askDetails', () => done({ keyExpiresAtMs })),
  );
  await choose(user, 'prod', 'Ask when it expires');
  expect(bridge.inputs('keys.askDetails')).toEqual([{ keyId: 'id-prod' }]);
  expect(await screen.findByText(words)).toBeTruthy();
});

const canSignIn = { offers: { ...nothing, signIn: true } };
const code = {
  userCode: 'WDJB-MJHT',
  verificationUri: 'https://login.example.com/device',
  expiresAtMs: Date.now() + 15 * minute,
};

test('signing in shows the code, opens the page, and closes by itself when it worked', async () => {
  const app = await renderApp({ keys: [key(canSignIn)] });
  await choose(app.user, 'prod', 'Sign in…');
  expect(app.bridge.inputs('keys.signIn')).toEqual([{ keyId: 'id-prod' }]);
  expect(screen.getByText('Asking the provider for a code…')).toBeTruthy();
  push(app, { ...canSignIn, signIn: code });
  expect(screen.getByText('WDJB-MJHT')).toBeTruthy();
  expect(screen.getByRole('dialog').textContent).toContain('The code is valid for 14 min.');
  await app.user.click(screen.getByRole('button', { name: 'Open login.example.com' }));
  expect(app.bridge.inputs('keys.openSignInPage')).toEqual([{ keyId: 'id-prod' }]);
  push(app, { ...canSignIn, token: token({ obtainedAtMs: Date.now() }) });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByText('Signed in')).toBeTruthy();
  expect(app.bridge.inputs('keys.cancelSignIn')).toEqual([]);
});

test('cancelling a sign-in ends it, by Escape as well', async () => {
  const app = await renderApp({ keys: [key(canSignIn)] });
  await choose(app.user, 'prod', 'Sign in…');
  push(app, { ...canSignIn, signIn: code });
  await app.user.keyboard('{Escape}');
  expect(app.bridge.inputs('keys.cancelSignIn')).toEqual([{ keyId: 'id-prod' }]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a code that has expired is replaced by a new one on demand', async () => {
  const app = await renderApp({
    keys: [key({ ...canSignIn, signIn: { ...code, expiresAtMs: Date.now() - 1 } })],
  });
  await app.user.click(screen.getByRole('button', { name: 'Show the code for prod' }));
  expect(app.bridge.inputs('keys.signIn')).toEqual([]);
  expect(screen.queryByText('WDJB-MJHT')).toBeNull();
  await app.user.click(screen.getByRole('button', { name: 'Get a new code' }));
  expect(app.bridge.inputs('keys.signIn')).toEqual([{ keyId: 'id-prod' }]);
});

test('a sign-in that the provider ended says why', async () => {
  const before = token();
  const app = await renderApp({ keys: [key({ ...canSignIn, token: before })] });
  await choose(app.user, 'prod', 'Sign in…');
  push(app, { ...canSignIn, token: before, signIn: code });
  // The code goes first and its failure follows: that is no success in between.
  push(app, { ...canSignIn, token: before });
  expect(screen.getByRole('dialog').textContent).not.toContain('Signed in');
  const failure = { kind: 'signInNeeded', reason: 'signInDenied' } as const;
  push(app, { ...canSignIn, token: { ...before, state: 'needsYou', failure } });
  expect(screen.getByRole('dialog').textContent).toContain('access was denied');
  expect(screen.getByRole('button', { name: 'Get a new code' })).toBeTruthy();
});

test('a key that needs a sign-in offers it in its row', async () => {
  const needed = token({ state: 'needsYou', failure: { kind: 'signInNeeded' } });
  const { user, bridge } = await renderApp({ keys: [key({ ...canSignIn, token: needed })] });
  expect(inKey('prod').queryByRole('button', { name: 'Try again: prod' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Sign in: prod' }));
  expect(bridge.inputs('keys.signIn')).toEqual([{ keyId: 'id-prod' }]);
});

test('a key that works in another way says which', async () => {
  await renderApp({ keys: [key({ keyKind: 'exec' }), key({ name: 'other' })] });
  expect(inKey('prod').getByTitle('A command on this computer prints the token.').textContent).toBe(
    'Command',
  );
  expect(inKey('other').queryByTitle(/prints the token/)).toBeNull();
});

test('commands are allowed in the settings, which show what holds and not what was asked for', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('settings.allowCommands', () => failed({ kind: 'cancelled' })),
  );
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Let keys be printed by commands' });
  await user.click(box);
  expect(bridge.inputs('settings.allowCommands')).toEqual([{ allowed: true }]);
  expect(box.checked).toBe(false);
  expect(screen.getByRole('dialog').querySelector('[role=alert] p')).toBeNull();
  const allowed = settings({ commandsAllowed: true });
  act(() => bridge.emit('snapshot', snapshot({ revision: 9, keys: [key()], settings: allowed })));
  expect(box.checked).toBe(true);
  bridge.answer('settings.allowCommands', () => failed({ kind: 'settingsNotWritten' }));
  await user.click(box);
  expect(screen.getByRole('dialog').textContent).toContain('could not be written');
});
