import { screen } from '@testing-library/react';
import type { Snapshot } from '#contract/view';
import { key } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

/** Opens the add form of a provider, in a window with one key. */
export async function openAdd(
  provider = 'CelerData Cloud',
  prepare?: Parameters<typeof renderApp>[1],
  given: Partial<Snapshot> = {},
): Promise<Rendered> {
  const app = await renderApp({ keys: [key({ name: 'CelerData Cloud' })], ...given }, prepare);
  await app.user.click(screen.getByRole('button', { name: 'Add key' }));
  await app.user.click(screen.getByRole('button', { name: new RegExp(`^${provider}`) }));
  return app;
}

/** Fills what CelerData needs. */
export async function fill({ user }: Rendered): Promise<void> {
  await user.type(screen.getByRole('textbox', { name: 'Client ID' }), 'client');
  await user.type(secretInput(), 'TYPED-CANARY');
}

/** The input of CelerData's secret. */
export function secretInput(): HTMLInputElement {
  return screen.getByLabelText<HTMLInputElement>('Secret');
}

/** Presses Save. */
export function save({ user }: Rendered): Promise<void> {
  return user.click(screen.getByRole('button', { name: 'Save' }));
}
