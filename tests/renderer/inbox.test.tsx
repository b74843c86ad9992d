import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { InboxItemView } from '#contract/inbox-view';
import type { KeyView } from '#contract/view';
import { day, key, minute, snapshot, token } from './key-fixtures.ts';
import { keyGroup, type Rendered, renderApp } from './render-app.tsx';
import { inbox, notice } from './upkeep-fixtures.ts';

const nothing = { revoke: false, keyDetails: false, rotate: null, signIn: false } as const;
const endsAtMs = Date.now() + 5 * day + 30 * minute;
const endingNotice = (given: Partial<InboxItemView> = {}): InboxItemView =>
  notice({ expiresAtMs: endsAtMs, ...given });
const ending = (given: Partial<KeyView> = {}): KeyView => key({ keyExpiresAtMs: endsAtMs, ...given });

/** Opens the list of notices over some keys. */
async function openInbox(
  items: readonly InboxItemView[],
  keys: readonly KeyView[],
  notifications: 'shown' | 'unavailable' | 'failed' = 'shown',
): Promise<Rendered> {
  const app = await renderApp({ keys, inbox: inbox(items, notifications) });
  await app.user.click(screen.getByRole('button', { name: /^Notices/ }));
  return app;
}

/** By selector: with hundreds of them a query by role takes seconds in this environment. */
const items = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('dialog li')];
const inList = (): ReturnType<typeof within> => within(screen.getByRole('dialog', { name: 'Notices' }));
const buttonsOf = (item: HTMLElement | undefined): string[] =>
  [...(item ?? document.body).querySelectorAll('button')].map(
    (button) => button.getAttribute('aria-label') ?? button.textContent ?? '',
  );

test('the bell says how many notices are unread, in words too', async () => {
  const { bridge } = await renderApp({
    keys: [key()],
    inbox: inbox([notice({ id: 'a' }), notice({ id: 'b' }), notice({ id: 'c', isRead: true })]),
  });
  expect(screen.getByRole('button', { name: 'Notices: 2 unread' }).textContent).toBe('2');
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, keys: [key()] })));
  expect(screen.getByRole('button', { name: 'Notices' }).textContent).toBe('');
});

test('a notice says what, when and what to do', async () => {
  const expiresAtMs = Date.now() + 5 * day + minute;
  await openInbox([notice({ expiresAtMs })], [ending({ keyExpiresAtMs: expiresAtMs })]);
  const [item] = items();
  expect(item?.textContent).toContain('Unread: prod expires in 5 days');
  expect(item?.textContent).toContain('Make a new key at the provider in time.');
  expect(item?.textContent).toContain('3 h ago');
});

/** Opens the list while only the test lets time pass. Presses are sent at once, as user-event waits between them. */
async function openAtOnce(given: readonly InboxItemView[]): Promise<Rendered> {
  const app = await renderApp({ keys: [ending()], inbox: inbox(given) });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  press(/^Notices/);
  return app;
}
function press(name: string | RegExp): void {
  fireEvent.click(screen.getByRole('button', { name }));
}
afterEach(() => {
  vi.useRealTimers();
});

test('what was shown for a moment is read, but stays marked until the list is closed', async () => {
  const unread = endingNotice({ id: 'a' });
  const old = endingNotice({ id: 'b', isRead: true });
  const { bridge } = await openAtOnce([unread, old]);
  act(() => vi.advanceTimersByTime(999));
  expect(bridge.inputs('inbox.markRead')).toEqual([]);
  act(() => vi.advanceTimersByTime(1));
  expect(bridge.inputs('inbox.markRead')).toEqual([{ itemIds: ['a'] }]);
  const read = inbox([{ ...unread, isRead: true }, old]);
  act(() => bridge.emit('snapshot', snapshot({ revision: 2, keys: [ending()], inbox: read })));
  expect(items()[0]?.textContent).toContain('Unread: ');
  expect(items()[1]?.textContent).not.toContain('Unread: ');
  press('Close');
  press('Notices');
  expect(items()[0]?.textContent).not.toContain('Unread: ');
  act(() => vi.advanceTimersByTime(5_000));
  expect(bridge.inputs('inbox.markRead').length).toBe(1);
});

test('a list that is closed at once leaves its notices unread', async () => {
  const { bridge } = await openAtOnce([endingNotice()]);
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => vi.advanceTimersByTime(5_000));
  expect(bridge.inputs('inbox.markRead')).toEqual([]);
});

test('two hundred notices are shown in their order and read in one call', async () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    notice({ id: `n${index}`, keyId: null, keyName: `k${index}` }),
  );
  const { bridge } = await openAtOnce(many);
  expect(items().map((item) => /k\d+/.exec(item.textContent ?? '')?.[0])).toEqual(
    many.map(({ keyName }) => keyName),
  );
  act(() => vi.advanceTimersByTime(1_000));
  expect(bridge.inputs('inbox.markRead').map(({ itemIds }) => itemIds.length)).toEqual([200]);
});

test('a click on a notice closes the list and shows the key with the way out', async () => {
  const { user } = await openInbox([endingNotice()], [key({ name: 'other' }), ending()]);
  await user.click(screen.getByRole('button', { name: /prod expires in/ }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(keyGroup('prod').hasAttribute('data-shown')).toBe(true);
  expect(keyGroup('prod').contains(document.activeElement)).toBe(true);
  expect(within(keyGroup('prod')).getByText(/This key expires in 5 days/)).toBeTruthy();
});

const waits = token({ state: 'needsYou' });
const refused = token({ state: 'rejected', failure: { kind: 'refused' } });
const signIn = token({ state: 'needsYou', failure: { kind: 'signInNeeded' } });
const command = token({ state: 'needsYou', failure: { kind: 'commandRefused' } });

test.each<[string, Partial<InboxItemView>, KeyView, string]>([
  ['ends and can be rotated', {}, ending({ offers: { ...nothing, rotate: 'guided' } }), 'Rotate…'],
  ['ends and has a provider page', {}, ending(), 'Open console'],
  ['has ended', { kind: 'keyExpired' }, ending({ token: waits }), 'Open console'],
  ['was refused', { kind: 'tokenLost' }, key({ token: refused }), 'Open console'],
  [
    'needs a sign-in',
    { kind: 'tokenLost' },
    key({ token: signIn, offers: { ...nothing, signIn: true } }),
    'Sign in',
  ],
  ['needs an edit', { kind: 'tokenLost' }, key({ token: command }), 'Edit'],
])('the first button of a key that %s', async (_, item, subject, label) => {
  const given = endingNotice(item);
  await openInbox([{ ...given, expiresAtMs: subject.keyExpiresAtMs ?? given.expiresAtMs }], [subject]);
  const shown = within(items()[0] ?? document.body).getAllByRole('button');
  expect(shown[1]?.textContent).toBe(label);
});

test('the way out opens what it says', async () => {
  const { user, bridge } = await openInbox([endingNotice()], [ending()]);
  await user.click(inList().getByRole('button', { name: 'Open console of the provider of prod' }));
  expect(bridge.inputs('app.openLink')).toEqual([{ presetId: 'celerdata', link: 'console' }]);
  await user.click(inList().getByRole('button', { name: 'Edit prod' }));
  expect(screen.getByRole('dialog', { name: /^Edit/ })).toBeTruthy();
});

test('what is settled or gone offers nothing to do', async () => {
  await openInbox(
    [
      notice({ id: 'a' }),
      notice({ id: 'b', kind: 'tokenLost' }),
      notice({ id: 'c', keyId: null, keyName: 'gone' }),
      notice({ id: 'd', kind: 'recordsAltered', keyId: null, keyName: '' }),
    ],
    [key({ keyExpiresAtMs: Date.now() + 400 * day })],
  );
  const [replaced, works, gone, altered] = items();
  expect(replaced?.textContent).toContain('Settled since then.');
  expect(works?.textContent).toContain('Settled since then.');
  expect(buttonsOf(replaced)).toEqual(['prod expires in 5 days']);
  expect(gone?.textContent).toContain('The key is no longer in Keyfob.');
  expect(within(gone ?? document.body).queryByRole('button')).toBeNull();
  expect(altered?.textContent).toContain('Check that your keys are all here');
});

test('a notice is put off by keyboard, and Escape closes the menu alone', async () => {
  const { user, bridge } = await openInbox([endingNotice()], [ending()]);
  const button = inList().getByRole('button', { name: 'Snooze prod' });
  await user.click(button);
  expect(document.activeElement?.textContent).toBe('For 1 day');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('menuitem')).toBeNull();
  expect(screen.getByRole('dialog', { name: 'Notices' })).toBeTruthy();
  await user.click(button);
  await user.keyboard('{ArrowDown}{Enter}');
  expect(bridge.inputs('notices.snooze')).toEqual([{ keyId: 'id-prod', until: 'week' }]);
});

test('a snoozed key says until when, and can be woken', async () => {
  const { user, bridge } = await openInbox([endingNotice()], [ending({ snoozedUntilMs: Date.now() + day })]);
  expect(items()[0]?.textContent).toMatch(/Snoozed until \d+ \w+ \d+/);
  await user.click(screen.getByRole('button', { name: /^Snooze prod: Snoozed until/ }));
  await user.click(screen.getByRole('menuitem', { name: 'Stop snoozing' }));
  expect(bridge.inputs('notices.snooze')).toEqual([{ keyId: 'id-prod', until: 'none' }]);
});

test('a key that has ended can no longer be snoozed', async () => {
  const subject = ending({ keyExpiresAtMs: Date.now() - day, token: waits });
  await openInbox([endingNotice({ expiresAtMs: subject.keyExpiresAtMs })], [subject]);
  expect(buttonsOf(items()[0]).slice(1)).toEqual(['Open console of the provider of prod', 'Edit prod']);
});

test('arrow keys lead from notice to notice, from wherever in one the focus is', async () => {
  const many = ['a', 'b', 'c'].map((name) => ending({ name }));
  const { user } = await openInbox(
    many.map(({ id, name }) => endingNotice({ id, keyId: id, keyName: name })),
    many,
  );
  const focused = (): string | null | undefined => document.activeElement?.textContent;
  act(() => items()[0]?.querySelector('button')?.focus());
  await user.keyboard('{ArrowDown}');
  expect(focused()).toContain('b expires');
  await user.keyboard('{Tab}{ArrowDown}');
  expect(focused()).toContain('c expires');
  await user.keyboard('{ArrowDown}');
  expect(focused()).toContain('c expires');
  await user.keyboard('{Home}');
  expect(focused()).toContain('a expires');
});

test.each([
  ['unavailable', 'start a notification service'],
  ['failed', 'did not show the last notice'],
] as const)('notifications that are %s are told with what to do', async (notifications, words) => {
  await openInbox([], [key()], notifications);
  expect(screen.getByRole('dialog').textContent).toContain(words);
  expect(screen.getByRole('heading', { name: 'No notices' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Clear all' })).toBeNull();
});

test('a notification that is clicked leaves the list of notices for the row', async () => {
  const { bridge } = await openInbox([endingNotice()], [ending()]);
  act(() => bridge.emit('showKey', { keyId: 'id-prod' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(keyGroup('prod').contains(document.activeElement)).toBe(true);
});

test('a notification that is clicked does not throw away what is being typed', async () => {
  const { bridge, user } = await renderApp({ keys: [ending()] });
  await user.click(screen.getByRole('button', { name: 'Add key' }));
  act(() => bridge.emit('showKey', { keyId: 'id-prod' }));
  expect(screen.getByRole('dialog')).toBeTruthy();
});
