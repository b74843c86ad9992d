import type { Page } from 'playwright-core';
import { allowNamedFunctions } from '../../desktop/flows/named-functions.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult } from '../check-result.ts';

/** Scripts of the page that try to leave it, to open a window or to download; `TARGET` is a service that would answer. */
const vectors: Readonly<Record<string, string>> = {
  href: `location.href = 'TARGET'`,
  assign: `location.assign('TARGET')`,
  replace: `location.replace('TARGET')`,
  pathname: `location.pathname = '/elsewhere.html'`,
  host: `location.host = 'other'`,
  ownOtherHost: `location.href = 'app://other/index.html'`,
  ownUser: `location.href = 'app://keyfob@evil/index.html'`,
  ownLookAlike: `location.href = 'app://keyfob.evil/index.html'`,
  javascriptUrl: `location.href = 'javascript:document.title="left"'`,
  dataUrl: `location.href = 'data:text/html,left'`,
  blobUrl: `location.href = URL.createObjectURL(new Blob(['left'], { type: 'text/html' }))`,
  fileUrl: `location.href = 'file:///etc/passwd'`,
  chromeUrl: `location.href = 'chrome://gpu'`,
  viewSource: `location.href = 'view-source:app://keyfob/index.html'`,
  mailto: `location.href = 'mailto:x@example.org'`,
  devtools: `location.href = 'devtools://devtools/bundled/inspector.html'`,
  link: `const a = add('a', { href: 'TARGET' }); a.click()`,
  linkBlank: `const a = add('a', { href: 'TARGET', target: '_blank' }); a.click()`,
  linkNoReferrer: `const a = add('a', { href: 'TARGET', target: '_blank', rel: 'noreferrer' }); a.click()`,
  middleClick: `const a = add('a', { href: 'TARGET' }); a.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true })); a.dispatchEvent(new MouseEvent('click', { button: 1, ctrlKey: true, bubbles: true }))`,
  controlClick: `const a = add('a', { href: 'TARGET' }); a.dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true, cancelable: true }))`,
  download: `const a = add('a', { href: 'TARGET', download: 'x.txt' }); a.click()`,
  downloadBlob: `const a = add('a', { href: URL.createObjectURL(new Blob(['x'])), download: 'x.txt' }); a.click()`,
  downloadData: `const a = add('a', { href: 'data:application/octet-stream,x', download: 'x.bin' }); a.click()`,
  metaRefresh: `document.head.append(make('meta', { 'http-equiv': 'refresh', content: '0;url=TARGET' }))`,
  formGet: `add('form', { action: 'TARGET' }).submit()`,
  formPost: `add('form', { action: 'TARGET', method: 'post' }).submit()`,
  formBlank: `add('form', { action: 'TARGET', target: '_blank' }).submit()`,
  windowOpen: `window.open('TARGET')`,
  windowOpenBlank: `window.open('about:blank', 'x', 'width=200,height=200')`,
  windowOpenOwn: `window.open('app://keyfob/index.html')`,
  windowOpenFile: `window.open('file:///etc/passwd')`,
  iframe: `add('iframe', { src: 'TARGET' })`,
  iframeOwn: `add('iframe', { src: 'app://keyfob/index.html' })`,
  topFromFrame: `const f = add('iframe', {}); const a = f.contentDocument.createElement('a'); a.href = 'TARGET'; a.target = '_top'; f.contentDocument.body.append(a); a.click()`,
  dropFile: `const t = new DataTransfer(); t.items.add(new File(['<h1>left</h1>'], 'x.html', { type: 'text/html' })); document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: t, bubbles: true, cancelable: true }))`,
  dropUrl: `const t = new DataTransfer(); t.setData('text/uri-list', 'TARGET'); document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: t, bubbles: true, cancelable: true }))`,
};

/** RN-06: however the page tries to leave itself, it stays where it is, and nothing is opened, downloaded or asked for. */
export async function stayOnPage(keyfob: RunningKeyfob): Promise<CheckResult> {
  await allowNamedFunctions(keyfob);
  const { page } = await keyfob.window();
  const { journal, celerdata } = keyfob.services;
  journal.clear();
  await watch(keyfob);
  const failures: string[] = [];
  await page.evaluate('window.stillHere = true');
  for (const [name, script] of Object.entries(vectors)) {
    const source = script.replaceAll('TARGET', `${celerdata.origin}/left-by-${name}`);
    // From a timer, as what the test tool runs itself is not bound by the page's policy.
    await page.evaluate(
      `setTimeout(() => {
        const make = (tag, attributes) => { const e = document.createElement(tag); for (const k in attributes) e.setAttribute(k, attributes[k]); return e; };
        const add = (tag, attributes) => { const e = make(tag, attributes); e.dataset.probe = ''; document.body.append(e); return e; };
        ${source};
      })`,
    );
    await page.waitForTimeout(30);
    const stays = await page.evaluate(
      'const is = window.stillHere === true && document.title === "Keyfob"; document.querySelectorAll("[data-probe], meta[http-equiv]").forEach((e) => e.remove()); is',
    );
    if (stays !== true || page.url() !== 'app://keyfob/index.html') failures.push(name);
  }
  const isClosed = await blankPageIsClosed(keyfob, page);
  const seen = await keyfob.app.inMain(({ BrowserWindow, webContents }) => ({
    windows: BrowserWindow.getAllWindows().length + webContents.getAllWebContents().length - 2,
    downloads: (globalThis as unknown as { seenDownloads: number }).seenDownloads,
    external: (globalThis as unknown as { seenExternal: number }).seenExternal,
  }));
  const requests = journal.entries().length;
  const { windows, downloads, external } = seen;
  return {
    figure:
      `${Object.keys(vectors).length} vectors: ${failures.length} navigations ${failures}, ${windows} windows, ` +
      `${downloads} downloads, ${requests} requests, ${external} programs; a window that goes to about:blank ` +
      `${isClosed ? 'is closed' : 'STAYS'}`,
    passed: failures.length + windows + downloads + requests + external === 0 && isClosed,
  };
}

/** No event comes before a page goes to about:blank: Chromium asks nobody for that. Opens the window again. */
async function blankPageIsClosed(keyfob: RunningKeyfob, page: Page): Promise<boolean> {
  await page.evaluate(`setTimeout(() => { location.href = 'about:blank' })`);
  const isClosed = await waitUntil('the blank page stays', 5_000, () => page.isClosed() || undefined).catch(
    () => false,
  );
  if (isClosed) await keyfob.openWindow();
  return isClosed;
}

/** Counts downloads that were let through and programs of the system that were asked to open something. */
async function watch(keyfob: RunningKeyfob): Promise<void> {
  await keyfob.app.inMain(({ session, shell }) => {
    const seen = globalThis as unknown as { seenDownloads: number; seenExternal: number };
    seen.seenDownloads = 0;
    seen.seenExternal = 0;
    for (const each of [session.fromPartition('keyfob', { cache: false }), session.defaultSession])
      each.on('will-download', (event) => {
        if (!event.defaultPrevented) seen.seenDownloads += 1;
      });
    const { openExternal } = shell;
    shell.openExternal = (...given) => {
      seen.seenExternal += 1;
      return openExternal(...given);
    };
  });
}
