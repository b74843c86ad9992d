import { setTimeout as wait } from 'node:timers/promises';
import { SecretOnScreen } from '../../../electron/main/secret-on-screen.ts';
import type { CheckResult } from '../check-result.ts';

const windowsEach = 100;
const shownMs = 30;
/** A timer of a busy computer is late, never early. */
const longestDelayMs = 5_000;

/**
 * RN-16, on stand-ins of the windows of macOS and Windows: while a secret is shown, also one after another, the window is kept
 * out of recordings; afterwards it is not. Nothing is asked of a window that is gone, nor on Linux, which has no such thing.
 */
export async function keepOutOfRecordings(): Promise<CheckResult> {
  const platforms = ['darwin', 'win32'] as const;
  const runs = platforms.flatMap((platform) =>
    Array.from({ length: windowsEach }, () => showTwice(platform)),
  );
  const covered = (await Promise.all(runs)).filter(Boolean).length;
  const [gone, linux] = [new WindowStandIn(), new WindowStandIn()];
  gone.isGone = true;
  new SecretOnScreen(gone, 'win32').begin(1);
  new SecretOnScreen(linux, 'linux').begin(1);
  await wait(shownMs);
  const isQuiet = gone.calls.length <= 1 && linux.calls.length === 0;
  return {
    figure: `stand-ins only: ${covered} of ${runs.length} windows kept out of recordings exactly while they showed two secrets`,
    passed: covered === runs.length && isQuiet,
  };
}

class WindowStandIn {
  readonly calls: boolean[] = [];
  isGone = false;
  isDestroyed = () => this.isGone;
  setContentProtection = (isOn: boolean) => void this.calls.push(isOn);
  isProtected = () => this.calls.at(-1) === true;
}

async function showTwice(platform: NodeJS.Platform): Promise<boolean> {
  const window = new WindowStandIn();
  const secret = new SecretOnScreen(window, platform);
  secret.begin(shownMs);
  let isCovered = window.isProtected();
  await wait(shownMs * Math.random());
  const shownAgainAtMs = performance.now();
  secret.begin(shownMs);
  isCovered &&= window.isProtected();
  while (window.isProtected() && performance.now() < shownAgainAtMs + longestDelayMs) await wait(1);
  const hiddenAfterMs = performance.now() - shownAgainAtMs;
  return isCovered && !window.isProtected() && hiddenAfterMs >= shownMs - 1;
}
