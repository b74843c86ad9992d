import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Snapshot } from '#contract/view';
import { App } from '../../renderer/src/App.tsx';
import { createServices } from '../../renderer/src/state/services.ts';
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts';
import { snapshot } from './key-fixtures.ts';
import './native-popover.ts';

beforeEach(() => {
  vi.spyOn(console, 'error');
});
afterEach(() => {
  cleanup();
  // React says there what is wrong with a page that works all the same.
  const complaints = [...vi.mocked(console.error).mock.calls];
  vi.restoreAllMocks();
  expect(complaints).toEqual([]);
});

/** The window over a fake bridge, as a user meets it. */
export interface Rendered {
  readonly bridge: FakeBridge;
  readonly user: UserEvent;
}

/** Renders the window with a snapshot. `prepare` sets answers before the page asks for anything. */
export async function renderApp(
  given: Partial<Snapshot> = {},
  prepare: (bridge: FakeBridge) => void = () => {},
): Promise<Rendered> {
  const bridge = createFakeBridge(snapshot(given));
  prepare(bridge);
  const user = userEvent.setup();
  render(<App services={createServices(bridge)} />);
  await screen.findByRole('heading', { level: 1 });
  await screen.findAllByText(/./);
  return { bridge, user };
}

/** Everything of one key: its row and the lines below it. */
export function keyGroup(name: string): HTMLElement {
  const group = document.querySelector<HTMLElement>(`[data-key-name="${name}"]`);
  if (group === null) throw new Error(`no row for ${name}`);
  return group;
}

/** Queries inside one key. */
export function inKey(name: string): ReturnType<typeof within> {
  return within(keyGroup(name));
}

/** Chooses an entry of a key's menu. */
export async function choose(user: UserEvent, name: string, entry: string): Promise<void> {
  await user.click(screen.getByRole('button', { name: `More for ${name}` }));
  await user.click(await screen.findByRole('menuitem', { name: entry }));
}

/** Names in the order of the rows. */
export function rowNames(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-key-name]')].map(
    (row) => row.dataset['keyName'] ?? '',
  );
}

/** Puts a text at the end of a field at once, as letters one by one take seconds. `{Enter}` at its end sends the form. */
export async function fill(user: UserEvent, field: HTMLElement, text: string): Promise<void> {
  await user.click(field);
  await user.paste(text.replace('{Enter}', ''));
  if (text.endsWith('{Enter}')) await user.keyboard('{Enter}');
}
