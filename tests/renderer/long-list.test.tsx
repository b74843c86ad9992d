import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { key } from './key-fixtures.ts';
import { keyGroup, renderApp, rowNames } from './render-app.tsx';

/** Tells of the observed element what a browser would when its place comes near. */
let endIsNear: () => void = () => {};

beforeEach(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: (entries: readonly { readonly isIntersecting: boolean }[]) => void) {
        endIsNear = () => tell([{ isIntersecting: true }]);
      }
      observe(): void {}
      disconnect(): void {
        endIsNear = () => {};
      }
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const keys = Array.from({ length: 120 }, (_, index) => key({ id: `k${index}`, name: `key-${index}` }));

test('a long list draws more rows as its end comes near, and says at once how many there are', async () => {
  await renderApp({ keys });
  expect(rowNames().length).toBe(50);
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('121');
  act(() => endIsNear());
  expect(rowNames().length).toBe(100);
  act(() => endIsNear());
  expect(rowNames()).toEqual(keys.map(({ name }) => name));
  act(() => endIsNear());
  expect(rowNames().length).toBe(120);
});

test('a row that a notice asks for is drawn, however far down it is', async () => {
  const { bridge } = await renderApp({ keys });
  act(() => bridge.emit('showKey', { keyId: 'k119' }));
  expect(keyGroup('key-119').contains(document.activeElement)).toBe(true);
});

test('the filter finds what is not drawn yet; emptied, the list starts anew', async () => {
  const { user } = await renderApp({ keys });
  act(() => endIsNear());
  const filter = screen.getByRole('searchbox', { name: 'Filter keys' });
  await user.click(filter);
  await user.paste('key-119');
  expect(rowNames()).toEqual(['key-119']);
  await user.clear(filter);
  expect(rowNames().length).toBe(50);
});
