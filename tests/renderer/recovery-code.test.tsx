import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { key } from './key-fixtures.ts';
import { type Rendered, renderApp } from './render-app.tsx';

const press = (app: Rendered, name: string) => app.user.click(screen.getByRole('button', { name }));
const code = () => screen.queryByRole('group', { name: 'Recovery code' });

async function makeCode(): Promise<Rendered> {
  const vault = { state: 'osProtected', detail: '', slots: ['os'] } as const;
  const app = await renderApp({ keys: [key()], vault });
  await app.user.click(within(screen.getByRole('contentinfo')).getByRole('button', { name: 'Protection…' }));
  await press(app, 'Make a code…');
  await press(app, 'Make code');
  await screen.findByRole('dialog', { name: 'Your recovery code' });
  return app;
}

test.each([
  ['the main process says that the window was left', (app: Rendered) => app.bridge.emit('windowLeft', {})],
  ['the page loses the focus', () => fireEvent.blur(window)],
])('a new recovery code is covered when %s, until the user asks for it', async (_when, leave) => {
  const app = await makeCode();
  expect(code()).toBeTruthy();
  act(() => void leave(app));
  expect(code()).toBeNull();
  expect(screen.getByText('Covered, because this window was left.')).toBeTruthy();
  fireEvent.focus(window);
  expect(code()).toBeNull();
  await press(app, 'Show again');
  expect(code()?.children.length).toBe(7);
  expect(document.activeElement).toBe(code());
});
