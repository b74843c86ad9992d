import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { VaultView } from '#contract/view';
import { passphraseStrength } from '../../renderer/src/features/protection/passphrase-strength.ts';
import { done, failed } from './fake-bridge.ts';
import { key, settings, snapshot } from './key-fixtures.ts';
import { fill, type Rendered, renderApp } from './render-app.tsx';

const good = 'tulip anvil orbit';
const both: VaultView['slots'] = ['os', 'passphrase', 'recovery'];

async function openProtection(
  slots: VaultView['slots'],
  prepare?: Parameters<typeof renderApp>[1],
): Promise<Rendered> {
  const vault: VaultView = { state: 'osProtected', detail: 'gnome_libsecret', slots };
  const app = await renderApp({ keys: [key()], vault }, prepare);
  await app.user.click(within(screen.getByRole('contentinfo')).getByRole('button', { name: 'Protection…' }));
  return app;
}
const press = (app: Rendered, name: string) => app.user.click(screen.getByRole('button', { name }));
const input = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['', 'none'],
  ['1234567', 'tooShort'],
  ['aaaaaaaaaaaaaaaaaaaaaaaaaa', 'uniform'],
  ['tulip anv', 'short'],
  ['tulip anvil orbit', 'fair'],
  ['tulip anvil orbit mustard', 'long'],
  ['🔑🗝️ключ', 'tooShort'],
])('%j is called %s', (text, strength) => {
  expect(passphraseStrength(text)).toBe(strength);
});

test('a passphrase that is too short is not sent', async () => {
  const app = await openProtection(['os']);
  await press(app, 'Set a passphrase…');
  await fill(app.user, input('New passphrase'), 'short{Enter}');
  expect(screen.getByText(/Too short/)).toBeTruthy();
  expect(document.activeElement).toBe(input('New passphrase'));
  expect(app.bridge.inputs('vault.setPassphrase')).toEqual([]);
});

test('a first passphrase is typed twice, and sent only when both are the same', async () => {
  const app = await openProtection(['os']);
  await press(app, 'Set a passphrase…');
  await fill(app.user, input('New passphrase'), good);
  await fill(app.user, input('The same again'), 'tulip anvil{Enter}');
  expect(document.activeElement).toBe(input('The same again'));
  expect(app.bridge.inputs('vault.setPassphrase')).toEqual([]);
  await fill(app.user, input('The same again'), ' orbit{Enter}');
  expect(app.bridge.inputs('vault.setPassphrase')).toEqual([{ current: null, passphrase: good }]);
  expect(await screen.findByText('The passphrase is set')).toBeTruthy();
  expect(document.documentElement.outerHTML).not.toContain(good);
});

test('a change needs the present one; a wrong one is emptied, and the new one stays typed', async () => {
  const app = await openProtection(both, (fake) =>
    fake.answer('vault.setPassphrase', () => failed({ kind: 'wrongPassphrase' })),
  );
  await press(app, 'Change the passphrase…');
  await fill(app.user, input('New passphrase'), good);
  await fill(app.user, input('The same again'), `${good}{Enter}`);
  expect(app.bridge.inputs('vault.setPassphrase')).toEqual([]);
  await fill(app.user, input('Present passphrase'), 'not it{Enter}');
  expect((await screen.findAllByRole('alert')).map(({ textContent }) => textContent).join()).toContain(
    'That does not open the vault.',
  );
  expect(input('Present passphrase').value).toBe('');
  expect(document.activeElement).toBe(input('Present passphrase'));
  expect(input('New passphrase').value).toBe(good);
});

test('the last way in cannot be taken away', async () => {
  await openProtection(['os']);
  expect(screen.queryByRole('button', { name: 'Stop using the keyring…' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Remove the passphrase…' })).toBeNull();
});

test('of two ways each can be taken away, with the passphrase', async () => {
  const app = await openProtection(both);
  await press(app, 'Stop using the keyring…');
  await fill(app.user, input('Present passphrase'), `${good}{Enter}`);
  expect(app.bridge.inputs('vault.useKeyring')).toEqual([{ isUsed: false, current: good }]);
  await press(app, 'Remove the passphrase…');
  await fill(app.user, input('Present passphrase'), `${good}{Enter}`);
  expect(app.bridge.inputs('vault.removePassphrase')).toEqual([{ current: good }]);
});

test('the recovery code is shown once, can be printed, and goes only when it is on paper', async () => {
  const print = vi.fn();
  vi.stubGlobal('print', print);
  const app = await openProtection(['os']);
  await press(app, 'Make a code…');
  await press(app, 'Make code');
  expect(app.bridge.inputs('vault.makeRecoveryCode')).toEqual([{ current: null }]);
  const dialog = within(await screen.findByRole('dialog', { name: 'Your recovery code' }));
  expect(dialog.getByRole('group', { name: 'Recovery code' }).children.length).toBe(7);
  expect(dialog.queryByRole('button', { name: /Copy/ })).toBeNull();
  await press(app, 'Print…');
  expect(print).toHaveBeenCalledOnce();
  await app.user.keyboard('{Escape}');
  expect(dialog.getByText(/It is not shown again/)).toBeTruthy();
  await app.user.click(dialog.getByRole('checkbox'));
  await press(app, 'Done');
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Your recovery code' })).toBeNull());
  expect(document.documentElement.outerHTML).not.toContain('FGHJK');
});

test('the key of the vault is renewed after a question', async () => {
  const app = await openProtection(['os']);
  await press(app, 'Renew the key…');
  await press(app, 'Cancel');
  await press(app, 'Renew the key…');
  await press(app, 'Renew key');
  expect(app.bridge.inputs('vault.renewDataKey')).toEqual([{ current: null }]);
});

test.each([
  { slots: ['os'] as const, says: /All ways in stay/ },
  {
    slots: ['os', 'recovery'] as const,
    says: /The recovery code that you have then opens this vault no more/,
  },
])('before the key is renewed it says what becomes of the ways in: $slots', async ({ slots, says }) => {
  const app = await openProtection(slots);
  await press(app, 'Renew the key…');
  expect(screen.getByText(says)).toBeTruthy();
});

test('while it works the question stays, and neither Escape nor a second press does anything', async () => {
  let finish: () => void = () => {};
  const app = await openProtection(['os'], (fake) =>
    fake.answer(
      'vault.renewDataKey',
      () =>
        new Promise((resolve) => {
          finish = () => resolve(done({}));
        }),
    ),
  );
  await press(app, 'Renew the key…');
  await press(app, 'Renew key');
  expect(screen.getByText('Encrypting everything anew…')).toBeTruthy();
  await app.user.keyboard('{Escape}');
  await press(app, 'Renew key');
  expect(screen.getByRole('dialog', { name: 'Renew the key of the vault?' })).toBeTruthy();
  finish();
  expect(await screen.findByText('The vault has a new key')).toBeTruthy();
  expect(app.bridge.inputs('vault.renewDataKey').length).toBe(1);
});

test('when it locks by itself is a choice only where a passphrase stands in the way', async () => {
  await openProtection(['os']);
  expect(screen.queryByRole('combobox', { name: 'After no input to the computer' })).toBeNull();
  expect(screen.queryByRole('checkbox', { name: /before a secret is shown/ })).toBeNull();
});

test('settings of the lock are stored at once', async () => {
  const { user, bridge } = await openProtection(both);
  const select = screen.getByRole('combobox', { name: 'After no input to the computer' });
  await user.selectOptions(select, '1 hour');
  await user.selectOptions(select, 'Never');
  for (const name of ['With the screen', 'When the computer goes to sleep', 'Renew tokens while locked'])
    await user.click(screen.getByRole('checkbox', { name }));
  const clearing = screen.getByRole('combobox', { name: 'Clear a copied token after' });
  await user.selectOptions(clearing, '10 seconds');
  await user.click(screen.getByRole('checkbox', { name: 'Keep tokens in memory only' }));
  await user.click(screen.getByRole('checkbox', { name: /before a secret is shown/ }));
  const before = settings();
  expect(bridge.inputs('settings.update')).toEqual([
    { lockAfterIdleMinutes: 60 },
    { lockAfterIdleMinutes: null },
    { lockWithScreen: !before.lockWithScreen },
    { lockOnSuspend: !before.lockOnSuspend },
    { refreshWhenLocked: !before.refreshWhenLocked },
    { clipboardClearAfterMs: 10_000 },
    { tokensInMemoryOnly: !before.tokensInMemoryOnly },
    { confirmBeforeReveal: !before.confirmBeforeReveal },
  ]);
});

test('the question before a secret is switched off only by who answers it', async () => {
  const { user, bridge } = await openProtection(both, (fake) => {
    let isConfirmed = false;
    fake.answer('vault.confirm', () => {
      isConfirmed = true;
      return done({});
    });
    fake.answer('settings.update', () =>
      isConfirmed ? done({}) : failed({ kind: 'notAllowed', reason: 'confirmFirst' }),
    );
  });
  await user.click(screen.getByRole('checkbox', { name: /before a secret is shown/ }));
  await fill(user, await screen.findByLabelText('Passphrase'), `${good}{Enter}`);
  await waitFor(() => expect(bridge.inputs('settings.update').length).toBe(2));
  expect(bridge.inputs('vault.confirm')).toEqual([{ with: 'passphrase', secret: good }]);
});

test('a change that a lock cuts off is told on the lock screen', async () => {
  let end: () => void = () => {};
  const app = await openProtection(['os'], (fake) =>
    fake.answer(
      'vault.setPassphrase',
      () =>
        new Promise((resolve) => {
          end = () => resolve(failed({ kind: 'vaultLocked' }));
        }),
    ),
  );
  await press(app, 'Set a passphrase…');
  await fill(app.user, input('New passphrase'), good);
  await fill(app.user, input('The same again'), `${good}{Enter}`);
  const locked: VaultView = { state: 'locked', detail: 'byUser', slots: ['os'] };
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, vault: locked })));
  await act(async () => end());
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('alert').textContent).toContain('“Set passphrase” failed');
});

test('a recovery code that a lock hides: the former one may be void', async () => {
  let end: () => void = () => {};
  const app = await openProtection(['os', 'recovery'], (fake) =>
    fake.answer(
      'vault.makeRecoveryCode',
      () =>
        new Promise((resolve) => {
          end = () => resolve(failed({ kind: 'vaultLocked' }));
        }),
    ),
  );
  await press(app, 'Make a new one…');
  await press(app, 'Make code');
  const locked: VaultView = { state: 'locked', detail: 'byUser', slots: ['os'] };
  act(() => app.bridge.emit('snapshot', snapshot({ revision: 2, vault: locked })));
  await act(async () => end());
  expect(screen.getByRole('alert').textContent).toContain('Make a new one');
});
