import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { type KeyToAdd, serviceOf, sixKeys } from './flows/six-keys.ts';
import { launchApp } from './rig/launch-app.ts';
import { waitUntil } from './rig/wait-until.ts';
import { WaylandSession } from './rig/wayland-session.ts';

const copies = 10;
const clearAfterMs = 2_000;
const native = '--ozone-platform=wayland';

describe('a copy from the tray in a Wayland session, without any window', () => {
  let session: WaylandSession;
  let keyfob: RunningKeyfob;
  let keys: readonly KeyToAdd[];

  beforeAll(async () => {
    session = await WaylandSession.start();
    const { WAYLAND_DISPLAY = '' } = session.env;
    keyfob = await RunningKeyfob.start({
      desktop: { env: { WAYLAND_DISPLAY } },
      settings: { clipboardClearAfterMs: clearAfterMs },
    });
    keys = sixKeys(keyfob.services).slice(0, 2);
    await keyfob.addKeys(keys);
    // The keys are entered on the X11 display: a compositor without a screen asks for no frames of a window.
    await keyfob.restart(['--hidden', native]);
    for (const { name } of keys) await keyfob.waitForTrayEntry(name);
  });

  afterAll(async () => {
    await keyfob?.stop();
    await session?.stop();
  });

  it(`is found by another client each time, ${copies} times, and is then announced`, async () => {
    for (let count = 0; count < copies; count += 1) {
      const key = keys[count % keys.length];
      if (key === undefined) throw new Error('no keys');
      await session.put('clipboard', 'a recipe');
      const before = confirmations(keyfob);
      await keyfob.desktop.tray.press(({ label }) => label.startsWith(key.name));
      await waitUntil('no copy was announced', 5_000, () => confirmations(keyfob) > before || undefined);
      const text = await session.read();
      expect(serviceOf(keyfob.services, key.serviceId).accepts(text), key.name).toBe(true);
    }
  });

  it('is taken away again after the set time', async () => {
    await waitUntil(
      'never cleared',
      clearAfterMs + 3_000,
      async () => (await session.read()) === '' || undefined,
    );
  });

  it('is taken away on quit', async () => {
    const [key] = keys;
    await keyfob.desktop.tray.press(({ label }) => label.startsWith(key?.name ?? '?'));
    await waitUntil('nothing was copied', 5_000, async () => (await session.read()) !== '' || undefined);
    await keyfob.app.quit();
    expect(await session.read()).toBe('');
  });

  it('is told as failed, with what to install, where wl-copy and wl-paste are missing', async () => {
    const [key] = keys;
    await session.put('clipboard', 'a recipe');
    keyfob.app = await launchApp({
      desktop: keyfob.desktop,
      args: ['--hidden', native],
      env: { PATH: keyfob.desktop.folder },
    });
    await keyfob.waitForTrayEntry(key?.name ?? '');
    const before = confirmations(keyfob);
    await keyfob.desktop.tray.press(({ label }) => label.startsWith(key?.name ?? '?'));
    await keyfob.desktop.notifications.waitFor(({ body }) => body.includes('wl-clipboard'));
    expect(confirmations(keyfob)).toBe(before);
    expect(await session.read()).toBe('a recipe');
  });
});

function confirmations({ desktop }: RunningKeyfob): number {
  return desktop.notifications.all().filter(({ body }) => body.startsWith('Copied')).length;
}
