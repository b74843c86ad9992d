import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { done, failed } from './fake-bridge.ts';
import { key, snapshot, token } from './key-fixtures.ts';
import { renderApp } from './render-app.tsx';

const button = () => screen.getByRole('button', { name: 'Copy token of prod' });

test('copying says how long the token is valid', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] });
  await user.click(button());
  expect(bridge.inputs('tokens.copy')).toEqual([{ keyId: 'id-prod', formId: 'raw' }]);
  expect(await screen.findByText('Copied, valid 47 min')).toBeTruthy();
  expect(button().textContent).toBe('Copied');
});

test('while the token is fetched the button is busy and ignores further presses', async () => {
  let finish: () => void = () => {};
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer(
      'tokens.copy',
      () =>
        new Promise((resolve) => {
          finish = () => resolve(done({ expiresAtMs: null, clearsAtMs: 0 }));
        }),
    ),
  );
  await user.click(button());
  await user.click(button());
  expect(button().getAttribute('aria-busy')).toBe('true');
  expect(bridge.inputs('tokens.copy').length).toBe(1);
  await act(async () => finish());
  expect(await screen.findByText('Token of prod')).toBeTruthy();
});

test('a failed copy is an alert with what to do, and stays until it is dismissed', async () => {
  const { user } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('tokens.copy', () => failed({ kind: 'clipboardFailed' })),
  );
  await user.click(button());
  expect(screen.getByRole('alert').textContent).toContain('could not be put on the clipboard');
  await user.click(screen.getByRole('button', { name: 'Dismiss message' }));
  expect(screen.getByRole('alert').textContent).toBe('');
});

test('the foot counts down until the clipboard is cleared', async () => {
  const { bridge } = await renderApp({ keys: [key()] });
  const clipboard = { keyId: 'id-prod', clearsAtMs: Date.now() + 22_500 };
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, keys: [key()], clipboard })));
  const timer = screen.getByRole('timer');
  expect(timer.textContent).toMatch(/prod · Clipboard clears in 2\d s/);
  expect(timer.getAttribute('aria-live')).toBe('off');
});

test('the foot says when the clipboard did not answer at its time', async () => {
  const clipboard = { keyId: 'id-prod', clearsAtMs: Date.now() - 10_000 };
  await renderApp({ keys: [key()], clipboard });
  expect(screen.getByRole('timer').textContent).toContain('does not answer; it is tried again');
  expect(screen.getByRole('button', { name: 'Clear the clipboard now' })).toBeTruthy();
});

const forms = [
  { id: 'raw', label: 'Token' },
  { id: 'curl', label: 'curl command' },
  { id: 'output.user_id', label: 'User ID' },
];

test('the menu beside it copies the other forms, by keyboard as well, and says what was copied', async () => {
  const { user, bridge } = await renderApp({ keys: [key({ copyForms: forms })] });
  const opener = screen.getByRole('button', { name: 'Copy as… for prod' });
  expect(opener.getAttribute('aria-haspopup')).toBe('menu');
  await user.click(opener);
  const entries = screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  expect(entries).toEqual(['Token', 'curl command', 'User ID']);
  await user.keyboard('{ArrowDown}{Enter}');
  expect(bridge.inputs('tokens.copy')).toEqual([{ keyId: 'id-prod', formId: 'curl' }]);
  expect(await screen.findByText('Copied, valid 47 min')).toBeTruthy();
  expect(screen.getByText('curl command of prod')).toBeTruthy();
});

test('a key that is only a token has no such menu', async () => {
  await renderApp({ keys: [key()] });
  expect(screen.queryByRole('button', { name: /^Copy as/ })).toBeNull();
});

test('a further value is copied in its form, where there is one', async () => {
  const outputs = [
    { id: 'user_id', label: 'User ID', value: 'u-1' },
    { id: 'region', label: 'Region', value: 'eu' },
  ];
  const { user, bridge } = await renderApp({ keys: [key({ copyForms: forms, token: token({ outputs }) })] });
  await user.click(screen.getByRole('button', { name: 'Copy User ID of prod' }));
  expect(bridge.inputs('tokens.copy')).toEqual([{ keyId: 'id-prod', formId: 'output.user_id' }]);
  expect(screen.queryByRole('button', { name: 'Copy Region of prod' })).toBeNull();
});
