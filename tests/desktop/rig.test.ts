import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSystemPackages } from '../../build/system-libraries.ts';
import { BARE_APP_FOLDER } from './rig/app-arguments.ts';
import { type LaunchedApp, launchApp } from './rig/launch-app.ts';
import { isAlive } from './rig/process-table.ts';
import { spawnApp } from './rig/running-app.ts';
import { startDesktop, type VirtualDesktop } from './rig/virtual-desktop.ts';

const TEXT = 'a text from the tray';

beforeAll(() => ensureSystemPackages(['run', 'desktop']));

describe('a desktop with an app in its tray', () => {
  let desktop: VirtualDesktop;
  let app: LaunchedApp;

  beforeAll(async () => {
    desktop = await startDesktop();
    app = await launchApp({ desktop, appFolder: BARE_APP_FOLDER, args: ['--with-notification'] });
    await desktop.tray.waitForItem();
  });
  afterAll(async () => {
    await app?.quit();
    await desktop?.stop();
  });

  it('has nothing from the outside in its environment', () => {
    const allowed =
      /^(PATH|LANG|TZ|USER|HOME|TMPDIR|XDG_|DISPLAY|DBUS_|NO_AT_BRIDGE|GTK_A11Y|KEYFOB_TEST_DESKTOP)/;
    expect(Object.keys(desktop.env).filter((name) => !allowed.test(name))).toEqual([]);
    expect(desktop.env['HOME']).toContain(desktop.folder);
  });

  it('shows the icon and the menu', async () => {
    const icon = await desktop.tray.icon();
    expect(icon.toolTip || icon.title).toContain('Bare tray app');
    expect(icon.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(icon.pixels.length + icon.iconName.length).toBeGreaterThan(0);
    const menu = await desktop.tray.readMenu();
    expect(menu.map(({ label, enabled, type }) => ({ label, enabled, type }))).toEqual([
      { label: 'Copy the text', enabled: true, type: 'standard' },
      { label: 'Show a notification', enabled: true, type: 'standard' },
    ]);
  });

  it('delivers the primary click', async () => {
    await desktop.tray.activate();
    await app.waitForOutput('tray clicked');
  });

  it('brings a copied text into the clipboard that other programs read', async () => {
    expect(await desktop.clipboard.readClipboard()).toBe('');
    const menu = await (await desktop.tray.waitForItem()).menu();
    const entry = (await menu.find('Copy the text')).at(-1);
    const startedAtMs = performance.now();
    await menu.click(entry?.id ?? -1);
    await desktop.clipboard.waitForText(TEXT, 2_000);
    console.log(`menu event to clipboard text: ${(performance.now() - startedAtMs).toFixed(0)} ms`);
    expect(await desktop.clipboard.targets()).toContain('UTF8_STRING');
  });

  it('writes and reads both selections as another program', async () => {
    await desktop.clipboard.writeClipboard('from elsewhere ✓', 'primary');
    expect(await desktop.clipboard.readClipboard('primary')).toBe('from elsewhere ✓');
    await desktop.clipboard.writeClipboard('and this', 'clipboard');
    expect(await desktop.clipboard.readClipboard()).toBe('and this');
  });

  it('records a notification and delivers the click on it', async () => {
    await desktop.tray.press('Show a notification');
    const shown = await desktop.notifications.waitFor(({ summary }) => summary === 'A bare notification');
    expect(shown.body).toBe('Click it: the app hears of it.');
    desktop.notifications.click(shown.id);
    await app.waitForOutput('notification clicked');
  });

  it('names the entries that there are when one is missing', async () => {
    await expect(desktop.tray.press('Nothing')).rejects.toThrow(/Copy the text/);
  });

  it('keeps the output from the first line on', () => {
    expect(app.output()).toContain('tray ready');
  });
});

it('two desktops run at once and do not see each other, and nothing is left of them', async () => {
  const desktops = await Promise.all([startDesktop(), startDesktop({ keyring: 'absent' })]);
  const apps = await Promise.all(
    desktops.map((desktop) => spawnApp({ desktop, appFolder: BARE_APP_FOLDER })),
  );
  await Promise.all(desktops.map(({ tray }) => tray.waitForItem()));
  const [first, second] = desktops;
  expect(first.env['DISPLAY']).not.toBe(second.env['DISPLAY']);
  await first.tray.press('Copy the text');
  await first.clipboard.waitForText(TEXT, 2_000);
  expect(await second.clipboard.readClipboard()).toBe('');

  const ids = desktops.flatMap(({ processes }) => processes.ids());
  expect(ids.length).toBeGreaterThan(10);
  await apps[0]?.kill();
  await expect.poll(() => first.tray.items().length).toBe(0);
  await Promise.all(desktops.map((desktop) => desktop.stop()));
  expect(ids.filter(isAlive)).toEqual([]);
  expect(desktops.map(({ folder }) => existsSync(folder))).toEqual([false, false]);
});

it('says which part did not start', async () => {
  const attempt = startDesktop({ env: { PATH: '/nonexistent' } });
  await expect(attempt).rejects.toThrow(/Xvfb|session bus/);
});
