import { renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useGone } from '../../renderer/src/state/use-gone.ts';

test('a component is gone once it is taken away, and not when React runs its effects twice', async () => {
  const onGone = vi.fn();
  const { result, unmount } = renderHook(() => useGone(onGone), { reactStrictMode: true });
  await Promise.resolve();
  expect(result.current.current).toBe(false);
  expect(onGone).not.toHaveBeenCalled();
  unmount();
  await Promise.resolve();
  expect(result.current.current).toBe(true);
  expect(onGone).toHaveBeenCalledOnce();
});
