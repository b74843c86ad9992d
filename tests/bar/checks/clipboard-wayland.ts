import type { WaylandKeyfob } from '../../desktop/flows/clipboard-wayland.ts';
import { serviceOf } from '../../desktop/flows/six-keys.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const copySizes = { reduced: 6, full: 100 };
const crashSizes = { reduced: 1, full: 5 };

/**
 * CB-07: tray copies without a focused window in a Wayland session. What another client then reads is the token whenever
 * Keyfob said so; a failure that it tells is none of its promises broken.
 */
export async function copyUnfocused(app: WaylandKeyfob, size: CheckSize): Promise<CheckResult> {
  const { session, keyfob, keys } = app;
  let falseSuccesses = 0;
  let landed = 0;
  for (let n = 0; n < copySizes[size]; n += 1) {
    const key = keys[n % keys.length];
    if (key === undefined) throw new Error('There are no keys.');
    await session.put('clipboard', `a recipe ${n}`);
    const told = await app.copyFromTray(key);
    const isThere = serviceOf(keyfob.services, key.serviceId).accepts(await session.read());
    if (isThere) landed += 1;
    if (told === 'copied' && !isThere) falseSuccesses += 1;
  }
  return {
    figure: `${falseSuccesses} false successes in ${copySizes[size]} tray copies without focus, ${landed} landed`,
    passed: falseSuccesses === 0 && landed > 0.9 * copySizes[size],
  };
}

/**
 * CB-05 on Wayland: `wl-copy` outlives a Keyfob that is killed and serves the token on. The next start takes it away.
 */
export async function clearLeftOverProcess(app: WaylandKeyfob, size: CheckSize): Promise<CheckResult> {
  const { session, keyfob, keys } = app;
  const [key] = keys;
  if (key === undefined) throw new Error('There are no keys.');
  const service = serviceOf(keyfob.services, key.serviceId);
  const kills = crashSizes[size];
  let served = 0;
  let cleared = 0;
  for (let n = 0; n < kills; n += 1) {
    await app.copyFromTray(key);
    await keyfob.app.kill();
    if (service.accepts(await session.read())) served += 1;
    await app.restart();
    const isEmpty = async () => (await session.read()) === '' || undefined;
    cleared += await waitUntil('not cleared', 5_000, isEmpty).then(
      () => 1,
      () => 0,
    );
  }
  return {
    figure: `${cleared}/${kills} cleared at the next start, ${served} served on by wl-copy after the kill`,
    passed: cleared === kills && served === kills,
  };
}
