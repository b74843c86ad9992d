import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CallAnswer } from '#contract/calls';
import type { TokenState } from '#contract/view';
import { clockWarning, stateMeaning } from '#contract/words/refresh-words';
import { tokenStateWords } from '#contract/words/token-words';
import { done, failed } from './fake-bridge.ts';
import { day, key, minute, settings, token } from './key-fixtures.ts';
import { choose, inKey, keyGroup, renderApp } from './render-app.tsx';

const nothing = { revoke: false, keyDetails: false, rotate: null, signIn: false } as const;

test('all keys are renewed at once, with how far it is and what came of it', async () => {
  let answer = (_: CallAnswer<'tokens.refreshAll'>): void => {};
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer(
      'tokens.refreshAll',
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    ),
  );
  const button = screen.getByRole('button', { name: 'Refresh all' });
  await user.click(button);
  act(() => bridge.emit('refreshProgress', { done: 3, all: 13 }));
  expect(screen.getByText('Refreshing: 3 of 13')).toBeTruthy();
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Refreshing all keys' }).value).toBe(3);
  await user.click(button);
  expect(bridge.inputs('tokens.refreshAll').length).toBe(1);
  await act(async () => answer(done({ renewed: 12, failed: 1 })));
  expect(screen.getByText('12 renewed, 1 failed')).toBeTruthy();
  expect(screen.queryByRole('progressbar')).toBeNull();
  expect(screen.getByText('all fresh')).toBeTruthy();
});

test('a token that was refused elsewhere is reported, and the result told', async () => {
  const { user, bridge } = await renderApp({
    keys: [key({ token: token({ lifetimeSource: 'assumed' }) }), key({ name: 'fixed', keyKind: 'static' })],
  });
  await choose(user, 'prod', 'This token was refused');
  expect(bridge.inputs('tokens.reportRefused')).toEqual([{ keyId: 'id-prod' }]);
  expect(await screen.findByText('prod has a new token')).toBeTruthy();
  expect(screen.getByText(/assumes that its tokens live shorter/)).toBeTruthy();
  bridge.answer('tokens.reportRefused', () => failed({ kind: 'unreachable', host: 'h.example' }));
  await choose(user, 'prod', 'This token was refused');
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('No connection to h.example'));
  // A key that is itself the token has no other one.
  await user.click(screen.getByRole('button', { name: 'More for fixed' }));
  expect(screen.queryByRole('menuitem', { name: 'This token was refused' })).toBeNull();
});

test('a key whose token is fetched on demand says so', async () => {
  const none = { obtainedAtMs: null, expiresAtMs: null, lifetimeSource: null } as const;
  await renderApp({ keys: [key({ token: token({ state: 'onDemand', ...none }) })] });
  expect(inKey('prod').getByText('On demand')).toBeTruthy();
  expect(inKey('prod').getByText('fetched when you need it')).toBeTruthy();
});

test('every state has a meaning of its own, and a failure tells its next step', () => {
  const states = Object.keys(tokenStateWords) as TokenState[];
  const meanings = states.map((state) => stateMeaning(token({ state }), Date.now()));
  expect(new Set(meanings).size).toBe(states.length);
  expect(stateMeaning(token({ lifetimeSource: 'key' }), Date.now())).not.toContain('renews');
  const failing = token({
    state: 'retrying',
    retryAtMs: Date.now() + minute,
    failure: { kind: 'timedOut', host: 'h.example' },
  });
  const words = stateMeaning(failing, Date.now());
  expect(words).toContain('h.example');
  expect(words).toMatch(/The next try is at \d\d:\d\d\./);
  expect(words).toContain('The token that is there works on until its end.');
  expect(stateMeaning({ ...failing, expiresAtMs: null }, Date.now())).not.toContain('works on');
});

test('clocks that differ by two minutes are told once, not in each row', async () => {
  const skewed = (name: string, serverSkewMs: number, providerName = 'IBM Cloud IAM') =>
    key({ name, providerName, token: token({ serverSkewMs }) });
  expect(clockWarning([skewed('a', 119_999), key()])).toBeNull();
  expect(clockWarning([skewed('a', -3 * minute)])).toBe(
    'The clock of IBM Cloud IAM is 3 min behind this computer’s: check the date and time.',
  );
  expect(clockWarning([skewed('a', 3 * minute), skewed('b', 9 * minute, 'Layar')])).toContain(
    'The clocks of 2 providers differ from this computer’s, that of Layar is 9 min ahead of',
  );
  await renderApp({ keys: [skewed('a', 5 * minute), skewed('b', 5 * minute)] });
  expect(screen.getAllByText(/The clock of IBM Cloud IAM is 5 min ahead/).length).toBe(1);
});

test('a key in its last week offers the way out in its row, until it is snoozed', async () => {
  const ending = { keyExpiresAtMs: Date.now() + 5 * day + minute };
  const { user } = await renderApp({
    keys: [
      key(ending),
      key({ name: 'snoozed', ...ending, snoozedUntilMs: Date.now() + day }),
      key({ name: 'later', keyExpiresAtMs: Date.now() + 20 * day }),
      key({ name: 'rotates', ...ending, offers: { ...nothing, rotate: 'automatic' } }),
    ],
  });
  expect(inKey('prod').getByText('This key expires in 5 days.')).toBeTruthy();
  expect(inKey('prod').getByRole('button', { name: 'Open console of the provider of prod' })).toBeTruthy();
  expect(inKey('snoozed').queryByText('This key expires in 5 days.')).toBeNull();
  expect(keyGroup('snoozed').textContent).toMatch(/in 5 days, Snoozed until/);
  expect(inKey('later').queryByText(/This key expires/)).toBeNull();
  await user.click(inKey('rotates').getByRole('button', { name: 'Rotate… the secret of rotates' }));
  expect(screen.getByRole('alertdialog', { name: /Rotate the secret/ })).toBeTruthy();
});

test('a key older than the user wants is marked gently, and only if it has a secret to replace', async () => {
  const old = { createdAtMs: Date.now() - 200 * day };
  await renderApp({
    keys: [
      key({ ...old, offers: { ...nothing, rotate: 'guided' } }),
      key({ name: 'secretless', ...old }),
      key({ name: 'young', createdAtMs: Date.now() - 179 * day, offers: { ...nothing, rotate: 'guided' } }),
    ],
    settings: settings({ rotateAfterDays: 180 }),
  });
  expect(inKey('prod').getByText('200 days old')).toBeTruthy();
  expect(inKey('secretless').queryByText('200 days old')).toBeNull();
  expect(inKey('young').queryByText(/days old/)).toBeNull();
});

test('the details tell state, meaning, end and age, and lead to the activity', async () => {
  const { user } = await renderApp({
    keys: [
      key({
        createdAtMs: Date.now() - 200 * day,
        token: token({ serverSkewMs: 5 * minute, expiresAtMs: Date.now() + 47.5 * minute }),
      }),
    ],
  });
  await choose(user, 'prod', 'Details…');
  const dialog = screen.getByRole('dialog', { name: 'Details of prod' });
  for (const words of [
    'Fresh · 47 min left',
    'Keyfob renews it before it ends.',
    'The provider said how long the token lives.',
    'is 5 min ahead of this computer’s',
    'No end of this key is known.',
    'Added 200 days ago',
  ])
    expect(dialog.textContent).toContain(words);
  await user.click(screen.getByRole('button', { name: 'Activity…' }));
  expect(screen.getByRole('dialog', { name: 'Activity of prod' })).toBeTruthy();
});

test('when a token is renewed is chosen for a key; a refusal takes the choice back', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] });
  await choose(user, 'prod', 'Details…');
  const group = within(screen.getByRole('radiogroup', { name: 'Keep fresh' }));
  expect(group.getByRole<HTMLInputElement>('radio', { name: 'While I use it' }).checked).toBe(true);
  bridge.answer('keys.setRefreshMode', () => failed({ kind: 'vaultWriteFailed' }));
  await user.click(group.getByRole('radio', { name: 'Only when needed' }));
  expect(bridge.inputs('keys.setRefreshMode')).toEqual([{ keyId: 'id-prod', refreshMode: 'onDemand' }]);
  expect(group.getByRole<HTMLInputElement>('radio', { name: 'While I use it' }).checked).toBe(true);
  expect(screen.getByRole('dialog').textContent).toContain('could not be written to disk');
});

test('a key that is itself the token has nothing to be kept fresh', async () => {
  const { user } = await renderApp({ keys: [key({ keyKind: 'static' })] });
  await choose(user, 'prod', 'Details…');
  expect(screen.queryByRole('radiogroup', { name: 'Keep fresh' })).toBeNull();
});

test('a key gets days of its own, and those of all keys again', async () => {
  const ending = { keyExpiresAtMs: Date.now() + 90 * day };
  const { user, bridge } = await renderApp({ keys: [key({ ...ending, noticeLeadDays: [60, 10] })] });
  await choose(user, 'prod', 'Details…');
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Days' });
  expect(input.value).toBe('60, 10');
  await user.clear(input);
  await user.type(input, '45{Enter}');
  await user.click(screen.getByRole('radio', { name: 'Warn me as set for all keys' }));
  expect(bridge.inputs('keys.setNoticeLeadDays')).toEqual([
    { keyId: 'id-prod', noticeLeadDays: [45] },
    { keyId: 'id-prod', noticeLeadDays: null },
  ]);
});
