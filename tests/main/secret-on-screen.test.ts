import { expect, it, vi } from 'vitest';
import { SecretOnScreen } from '../../electron/main/secret-on-screen.ts';
import { UserPress } from '../../electron/main/user-press.ts';

function fakeWindow() {
  const calls: boolean[] = [];
  return {
    calls,
    window: { isDestroyed: () => false, setContentProtection: (is: boolean) => void calls.push(is) },
  };
}

it.each(['darwin', 'win32'] as const)(
  'keeps the window out of recordings on %s while a secret is shown (RN-16)',
  (platform) => {
    vi.useFakeTimers();
    const { calls, window } = fakeWindow();
    const secret = new SecretOnScreen(window, platform);
    secret.begin(30_000);
    expect(calls).toEqual([true]);
    vi.advanceTimersByTime(20_000);
    secret.begin(30_000);
    vi.advanceTimersByTime(29_999);
    expect(calls).toEqual([true, true]);
    vi.advanceTimersByTime(1);
    expect(calls).toEqual([true, true, false]);
    secret.begin(null);
    vi.advanceTimersByTime(3_600_000);
    expect(calls).toEqual([true, true, false, true]);
    vi.useRealTimers();
  },
);

it('leaves windows alone where the system has no such thing', () => {
  const { calls, window } = fakeWindow();
  new SecretOnScreen(window, 'linux').begin(30_000);
  expect(calls).toEqual([]);
});

it('takes a press of a button or key once, for five seconds, and no move of the mouse', () => {
  let nowMs = 0;
  let tell: (event: unknown, input: { type: string }) => void = () => {};
  const contents = {
    on: (_name: string, listener: typeof tell) => {
      tell = listener;
    },
  };
  const press = new UserPress(contents as never, () => nowMs);
  expect(press.take()).toBe(false);
  for (const type of ['mouseMove', 'mouseEnter', 'mouseWheel', 'char']) tell({}, { type });
  expect(press.take()).toBe(false);
  tell({}, { type: 'mouseDown' });
  expect([press.take(), press.take()]).toEqual([true, false]);
  tell({}, { type: 'rawKeyDown' });
  nowMs = 5_001;
  expect(press.take()).toBe(false);
});
