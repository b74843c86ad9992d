import { type BoundFunctions, type queries, screen, within } from '@testing-library/react';
import type { ImportPreview } from '#contract/import-view';
import { done, type FakeBridge } from './fake-bridge.ts';
import { key } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

/** The button that stores what is selected. */
export const importButton = (): HTMLButtonElement =>
  screen.getByRole<HTMLButtonElement>('button', { name: /^Import \d+ keys?$/ });

/** Queries inside the row of a key that was found. */
export const row = (name: string): BoundFunctions<typeof queries> =>
  within(screen.getByRole('form', { name }));

/** The tick of a host, or the one of all. */
export const allow = (host: RegExp | string): HTMLInputElement =>
  screen.getByRole<HTMLInputElement>('checkbox', { name: host });

/** The window with one key and the import open at its first step. */
export async function openImport(prepare: (bridge: FakeBridge) => void = () => {}): Promise<Rendered> {
  const app = await renderApp({ keys: [key({ name: 'prod' })] }, prepare);
  await app.user.click(screen.getByRole('button', { name: 'Import…' }));
  return app;
}

/** The import with what the clipboard held. */
export async function showPreview(preview: ImportPreview): Promise<Rendered> {
  const app = await openImport((fake) => fake.answer('import.readClipboard', () => done(preview)));
  await app.user.click(screen.getByRole('button', { name: 'From the clipboard' }));
  return app;
}
