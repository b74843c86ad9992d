import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ActivityEventView } from '#contract/activity-view';
import { activityKindViews } from '#contract/activity-view';
import { activityGroups } from '../../renderer/src/features/activity/activity-kinds.ts';
import { done, failed } from './fake-bridge.ts';
import { key, snapshot } from './key-fixtures.ts';
import { choose, type Rendered, renderApp } from './render-app.tsx';
import { activityPage, event } from './upkeep-fixtures.ts';

const log = Array.from({ length: 120 }, (_, index) =>
  event({
    serial: 500 - index,
    atMs: Date.now() - index * 3_600_000,
    kind: index % 3 === 0 ? 'copied' : 'refreshed',
    ...(index % 10 === 0 ? { keyId: 'id-other', keyName: 'other' } : {}),
  }),
);

/** Opens the activity of all keys over a log that can be replaced. */
async function openActivity(): Promise<Rendered & { setLog: (log: readonly ActivityEventView[]) => void }> {
  let current: readonly ActivityEventView[] = log;
  const app = await renderApp({ keys: [key(), key({ name: 'other' })] }, (fake) =>
    fake.answer('activity.list', (query) => done(activityPage(current, query))),
  );
  await app.user.click(screen.getByRole('button', { name: 'Activity' }));
  await waitFor(() => expect(lines().length).toBe(50));
  return {
    ...app,
    setLog: (next) => {
      current = next;
    },
  };
}

/** By selector: a query by role takes long in this environment. */
const lines = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('dialog li')];

test('the newest lines come first, under their days, and older ones on demand', async () => {
  const { user, bridge } = await openActivity();
  expect(lines().length).toBe(50);
  expect(lines()[0]?.textContent).toContain('other: Token copied');
  const [first] = screen.getAllByRole('heading', { level: 3 });
  expect(first?.textContent).toMatch(/^Today, /);
  await user.click(screen.getByRole('button', { name: 'Show older' }));
  await waitFor(() => expect(lines().length).toBe(100));
  expect(bridge.inputs('activity.list').at(-1)?.beforeSerial).toBe(451);
  await user.click(screen.getByRole('button', { name: 'Show older' }));
  await waitFor(() => expect(lines().length).toBe(120));
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
});

test('a search and a kind narrow the list, and nothing found says so', async () => {
  const { user, bridge } = await openActivity();
  const box = screen.getByRole('searchbox', { name: 'Search activity' });
  expect(document.activeElement).toBe(box);
  await user.keyboard('other');
  await waitFor(() => expect(lines().length).toBe(12));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'Tokens fetched');
  await waitFor(() => expect(bridge.inputs('activity.list').at(-1)?.kinds).toContain('refreshed'));
  await waitFor(() => expect(lines().every((line) => !line.textContent?.includes('copied'))).toBe(true));
  await user.type(box, ' nowhere');
  expect(await screen.findByRole('heading', { name: 'Nothing matches' })).toBeTruthy();
  // The first Escape empties the search, the second one closes.
  await user.keyboard('{Escape}');
  expect(screen.getByRole('dialog')).toBeTruthy();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('every kind of event can be chosen', () => {
  const offered = new Set(activityGroups.flatMap(({ kinds }) => kinds ?? []));
  expect(activityKindViews.filter((kind) => !offered.has(kind))).toEqual([]);
});

test('the activity of one key asks for it alone and does not repeat its name', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('activity.list', (query) => done(activityPage(log, query))),
  );
  await choose(user, 'prod', 'Activity…');
  expect(await screen.findByRole('dialog', { name: 'Activity of prod' })).toBeTruthy();
  await waitFor(() => expect(lines().length).toBe(50));
  expect(bridge.inputs('activity.list')[0]?.keyId).toBe('id-prod');
  expect(lines()[0]?.textContent).not.toContain('prod');
});

test('what happens while the list is open joins it, and what was loaded stays', async () => {
  const { user, bridge, setLog } = await openActivity();
  await user.click(screen.getByRole('button', { name: 'Show older' }));
  await waitFor(() => expect(lines().length).toBe(100));
  setLog([event({ serial: 501, kind: 'revealed', detail: 'Secret' }), ...log]);
  const asked = bridge.inputs('activity.list').length;
  for (const revision of [2, 3, 4])
    act(() => bridge.emit('snapshot', snapshot({ revision, keys: [key(), key({ name: 'other' })] })));
  await waitFor(() => expect(lines().length).toBe(101));
  expect(lines()[0]?.textContent).toContain('Secret "Secret" shown');
  // A burst of changes is one question.
  expect(bridge.inputs('activity.list').length).toBe(asked + 1);
});

test('a log that cannot be read says why and can be asked again', async () => {
  const { user, bridge } = await renderApp({ keys: [key()] }, (fake) =>
    fake.answer('activity.list', () => failed({ kind: 'vaultDamaged' })),
  );
  await user.click(screen.getByRole('button', { name: 'Activity' }));
  const dialog = within(screen.getByRole('dialog'));
  expect((await dialog.findAllByRole('alert'))[0]?.textContent).not.toBe('');
  bridge.answer('activity.list', (query) => done(activityPage(log, query)));
  await user.click(dialog.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(lines().length).toBe(50));
});

test('an empty log says what it is for', async () => {
  const { user } = await renderApp({ keys: [key()] });
  await user.click(screen.getByRole('button', { name: 'Activity' }));
  expect(await screen.findByRole('heading', { name: 'Nothing happened yet' })).toBeTruthy();
});

test('the log is exported, and a file that was not chosen is no message', async () => {
  const { user, bridge } = await openActivity();
  await user.click(screen.getByRole('button', { name: 'Export CSV…' }));
  expect(screen.queryByText(/^Exported/)).toBeNull();
  bridge.answer('activity.export', () => done({ fileName: 'keyfob.json' }));
  await user.click(screen.getByRole('button', { name: 'Export JSON…' }));
  expect(await screen.findByText('Exported to keyfob.json')).toBeTruthy();
  expect(bridge.inputs('activity.export')).toEqual([{ format: 'csv' }, { format: 'json' }]);
});
