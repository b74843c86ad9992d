import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearLeftOverProcess, copyUnfocused } from '../bar/checks/clipboard-wayland.ts';
import { WaylandKeyfob } from './flows/clipboard-wayland.ts';
import type { KeyToAdd } from './flows/six-keys.ts';
import { waitUntil } from './rig/wait-until.ts';

const clearAfterMs = 2_000;

describe('a copy from the tray in a Wayland session, without any window', () => {
  let app: WaylandKeyfob;

  beforeAll(async () => {
    app = await WaylandKeyfob.start(clearAfterMs);
  });

  afterAll(() => app?.stop());

  it.each([
    ['is found by another client each time it is announced (CB-07)', copyUnfocused],
    [
      'is taken away at the start after a crash, from the wl-copy that serves on (CB-05)',
      clearLeftOverProcess,
    ],
  ] as const)('%s', async (_name, check) => {
    const { figure, passed } = await check(app, 'reduced');
    console.log(figure);
    expect(passed, figure).toBe(true);
  });

  it('is taken away again after the set time', async () => {
    expect(await app.copyFromTray(anyKey())).toBe('copied');
    expect(await app.session.read()).not.toBe('');
    const isEmpty = async () => (await app.session.read()) === '' || undefined;
    await waitUntil('never cleared', clearAfterMs + 3_000, isEmpty);
  });

  it('is taken away on quit', async () => {
    expect(await app.copyFromTray(anyKey())).toBe('copied');
    await app.keyfob.app.quit();
    expect(await app.session.read()).toBe('');
  });

  it('is told as failed, with what to install, where wl-copy and wl-paste are missing', async () => {
    await app.session.put('clipboard', 'a recipe');
    await app.restart({ PATH: app.keyfob.desktop.folder });
    expect(await app.copyFromTray(anyKey())).toBe('failed');
    const { body = '' } = app.keyfob.desktop.notifications.all().at(-1) ?? {};
    expect(body).toContain('wl-clipboard');
    expect(await app.session.read()).toBe('a recipe');
  });

  function anyKey(): KeyToAdd {
    const [key] = app.keys;
    if (key === undefined) throw new Error('There are no keys.');
    return key;
  }
});
