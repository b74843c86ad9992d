import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { sixKeys } from './flows/six-keys.ts';
import { spawnApp } from './rig/running-app.ts';
import { waitUntil } from './rig/wait-until.ts';

describe('the shell of the real app', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;

  const openWindows = () => keyfob.app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const waitForWindows = (count: number) =>
    waitUntil(`not ${count} windows`, 10_000, async () =>
      (await openWindows()) === count ? true : undefined,
    );
  const reopened = async () => {
    const page = await waitUntil('no window', 10_000, () => keyfob.app.electronApp.windows().at(-1));
    await page.getByRole('heading', { name: 'Keyfob' }).waitFor();
    return page;
  };

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    const [celerdata] = sixKeys(keyfob.services);
    if (celerdata === undefined) throw new Error('no key');
    window = await keyfob.addKeys([celerdata]);
  });

  afterAll(() => keyfob?.stop());

  it('gives the page nothing but the bridge, in a sandbox', async () => {
    const found = await window.page.evaluate(() => {
      const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global'];
      const keyfob = (globalThis as unknown as { keyfob: object }).keyfob;
      return { leaked: names.filter((name) => name in globalThis), bridge: Object.keys(keyfob) };
    });
    expect(found).toEqual({ leaked: [], bridge: ['call', 'on'] });
    const preferences = await keyfob.app.inMain(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
        contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag: webviewTag === true };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  it('keeps the page from the network, other pages, windows, inline code and permissions', async () => {
    const url = keyfob.services.celerdata.origin;
    keyfob.services.journal.clear();
    const outcome = await window.page.evaluate(async (target) => {
      const failed = (work: () => Promise<unknown>) =>
        work().then(
          () => 'allowed',
          () => 'refused',
        );
      const picture = (src: string) =>
        new Promise((resolve, reject) => {
          const image = new Image();
          image.onload = resolve;
          image.onerror = reject;
          image.src = src;
        });
      const inline = document.createElement('script');
      inline.textContent = 'document.title = "inline ran"';
      document.body.append(inline);
      // Later, because the policy does not bind what the test tool itself runs.
      const evaluated = new Promise((resolve) => {
        setTimeout(() => {
          try {
            // biome-ignore lint/security/noGlobalEval: this is the probe
            eval('1');
            resolve('allowed');
          } catch {
            resolve('refused');
          }
        });
      });
      return {
        fetch: await failed(() => fetch(target)),
        picture: await failed(() => picture(`${target}/x.png`)),
        evaluated: await evaluated,
        opened: globalThis.open(target) === null ? 'refused' : 'allowed',
        clipboard: await failed(() => navigator.clipboard.readText()),
        title: document.title,
      };
    }, url);
    expect(outcome).toEqual({
      fetch: 'refused',
      picture: 'refused',
      evaluated: 'refused',
      opened: 'refused',
      clipboard: 'refused',
      title: 'Keyfob',
    });
    await window.page.evaluate((target) => {
      location.href = target;
    }, url);
    await window.page.waitForTimeout(300);
    expect(window.page.url()).toBe('app://keyfob/index.html');
    expect(keyfob.services.journal.entries()).toEqual([]);
  });

  it('serves no file from outside of the page, and every answer carries the policy', async () => {
    const answers = await keyfob.app.inMain(async ({ session }) => {
      const own = session.fromPartition('keyfob', { cache: false });
      const paths = [
        '/../main/index.js',
        '/%2e%2e/main/index.js',
        '/..%2fmain%2findex.js',
        '//etc/passwd',
        '/index.html',
      ];
      return Promise.all(
        paths.map(async (path) => {
          const answer = await own.fetch(`app://keyfob${path}`);
          return [
            path,
            answer.status,
            answer.headers.get('content-security-policy')?.includes("default-src 'none'"),
          ];
        }),
      );
    });
    expect(answers.map(([, status]) => status)).toEqual([404, 404, 404, 404, 200]);
    expect(answers.every(([, , hasPolicy]) => hasPolicy === true)).toBe(true);
  });

  it('refuses calls that are unknown, malformed or from a frame that is not the page', async () => {
    const answers = await window.page.evaluate(async () => {
      const { call } = (
        globalThis as unknown as { keyfob: { call(name: unknown, input: unknown): Promise<unknown> } }
      ).keyfob;
      return [
        await call('vault.dump', {}),
        await call('__proto__', {}),
        await call('keys.reveal', { keyId: 'x', fieldId: 'y', more: 1 }),
        await call('keys.delete', { keyId: 7 }),
        await call('keys.delete', { keyId: 'not-a-key' }),
      ];
    });
    expect(answers.map((answer) => (answer as { failure: { kind: string } }).failure.kind)).toEqual([
      'notAllowed',
      'notAllowed',
      'invalidInput',
      'invalidInput',
      'keyNotFound',
    ]);
    const stranger = await keyfob.app.inMain(async ({ BrowserWindow, app, session }) => {
      const own = session.fromPartition('keyfob', { cache: false });
      const preload = `${app.getAppPath()}/out/app/preload/index.cjs`;
      const other = new BrowserWindow({
        show: false,
        webPreferences: { session: own, preload, sandbox: true },
      });
      await other.loadURL('app://keyfob/index.html');
      const answer = await other.webContents.executeJavaScript('keyfob.call("app.snapshot", {})');
      other.destroy();
      return answer;
    });
    expect(stranger).toEqual({ ok: false, failure: { kind: 'notAllowed' } });
  });

  it('keeps its files to the user, and no secret in the settings or the log', () => {
    const folder = keyfob.userDataDir;
    for (const file of ['vault.db', 'settings.json', 'logs/keyfob.log']) {
      // The settings file appears with the first setting.
      const mode = statSync(`${folder}/${file}`, { throwIfNoEntry: file !== 'settings.json' })?.mode;
      if (mode !== undefined) expect(mode & 0o777, file).toBe(0o600);
    }
    const log = readFileSync(`${folder}/logs/keyfob.log`, 'utf8');
    expect(log).toContain('token.issued');
    expect(log).not.toContain(keyfob.services.celerdata.credential.secret);
  });

  it('destroys the window when it is closed and lives on in the tray, which opens it again', async () => {
    await keyfob.app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await waitForWindows(0);
    expect(await keyfob.copyFromTray('celerdata prod')).not.toBe('');
    await keyfob.desktop.tray.press('Open Keyfob');
    window.page.removeAllListeners();
    const page = await reopened();
    await page.locator('tbody[data-key-name="celerdata prod"]').waitFor();
  });

  it('runs once: a second start shows the window of the first and ends', async () => {
    await keyfob.app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await waitForWindows(0);
    const second = await spawnApp({ desktop: keyfob.desktop });
    expect(await second.waitForExit()).toBe(0);
    await reopened();
  });

  it('opens the window by a primary click, or copies once a default key is chosen', async () => {
    await keyfob.app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await waitForWindows(0);
    await keyfob.desktop.tray.activate();
    const page = await reopened();
    await page.getByRole('button', { name: 'More for celerdata prod' }).click();
    await page.getByRole('menuitem', { name: 'Make default for tray click' }).click();
    await keyfob.desktop.clipboard.writeClipboard('something else');
    await keyfob.desktop.tray.activate();
    const token = keyfob.services.celerdata.issuedTokens().at(-1)?.token ?? '';
    await keyfob.desktop.clipboard.waitForText(token, 5_000);
  });

  it('keeps the window while a new recovery code is not on paper', async () => {
    const page = await reopened();
    await page.getByRole('button', { name: 'Protection…' }).click();
    await page.getByRole('button', { name: 'Make a code…' }).click();
    await page.getByRole('button', { name: 'Make code' }).click();
    await page.getByRole('dialog', { name: 'Your recovery code' }).waitFor();
    await keyfob.app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await page.getByText('Print the code or write it down first').waitFor();
    expect(await openWindows()).toBe(1);
  });

  it('ends by its menu, also over that code, with the clipboard cleared', async () => {
    await keyfob.desktop.tray.press('Quit');
    expect(await keyfob.app.waitForExit()).toBe(0);
    expect(await keyfob.desktop.clipboard.readClipboard()).toBe('');
  });

  it('remembers the settings over a restart, in a file of its own', async () => {
    await keyfob.restart(['--hidden']);
    const settings = JSON.parse(readFileSync(`${keyfob.userDataDir}/settings.json`, 'utf8'));
    expect(settings).toMatchObject({ defaultKeyId: expect.any(String) });
    expect(statSync(`${keyfob.userDataDir}/settings.json`).mode & 0o777).toBe(0o600);
    await keyfob.desktop.tray.waitForItem();
    expect(await openWindows()).toBe(0);
  });
});
