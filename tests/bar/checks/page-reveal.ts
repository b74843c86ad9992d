import type { Page } from 'playwright-core';
import { askBridge } from '../../desktop/flows/bridge-calls.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const keyName = 'celerdata prod';
const mostHideMs = 200;
/** Secrets are shown once a second. */
const pauseMs = 1_100;

/** What the main process is told or does in each case; nothing of it comes from the page. */
const events: Readonly<Record<string, string>> = {
  blur: `BrowserWindow.getAllWindows()[0].emit('blur')`,
  minimise: `BrowserWindow.getAllWindows()[0].emit('minimize')`,
  hide: `BrowserWindow.getAllWindows()[0].emit('hide')`,
  lock: `powerMonitor.emit('lock-screen'); powerMonitor.emit('unlock-screen')`,
  suspend: `powerMonitor.emit('suspend'); powerMonitor.emit('resume')`,
};

/**
 * RN-12: a revealed secret is gone from document, accessibility tree and picture within 200 ms after each event, and in the full size
 * after 30 s by itself. Before and after, neither holds it; while it is shown, all of them do.
 */
export async function hideInTime(keyfob: RunningKeyfob, size: CheckSize): Promise<CheckResult> {
  const { page, ...window } = await keyfob.window();
  const { secret } = keyfob.services.celerdata.credential;
  const row = page.locator(`tbody[data-key-name="${keyName}"]`);
  const eye = row.getByRole('button', { name: /^Reveal / });
  void window;
  const masked = await traces(page, secret);
  const times: Record<string, number> = {};
  let seen = 0;
  for (const [name, script] of Object.entries(events)) {
    await page.waitForTimeout(pauseMs);
    await eye.click();
    await page.getByText(secret).waitFor();
    seen += (await traces(page, secret)).length;
    const startedAtMs = Date.now();
    await keyfob.app.electronApp.evaluate(`({ BrowserWindow, powerMonitor }) => { ${script}; }`);
    await waitUntil(
      `${name} hides nothing`,
      5_000,
      async () => (await traces(page, secret)).length === 0 || undefined,
      1,
    );
    times[name] = Date.now() - startedAtMs;
  }
  const pictures = await comparePictures(page, eye, secret, row);
  const autoMs = size === 'full' ? await waitForItself(page, eye, secret) : null;
  const slow = Object.entries(times).filter(([, ms]) => ms > (size === 'full' ? mostHideMs : 5_000));
  return {
    figure:
      `${masked.length} traces when masked, ${seen} of ${2 * Object.keys(events).length} when shown; hidden after ` +
      `${Object.entries(times)
        .map(([name, ms]) => `${name} ${ms} ms`)
        .join(', ')}${autoMs === null ? '' : `, by itself ${(autoMs / 1_000).toFixed(1)} s`}; ` +
      `picture ${pictures}`,
    passed:
      masked.length === 0 &&
      seen === 2 * Object.keys(events).length &&
      slow.length === 0 &&
      pictures === 'as before' &&
      (autoMs === null || (autoMs > 29_000 && autoMs < 31_000)),
  };
}

/** Where the secret can be read. */
async function traces(page: Page, secret: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const tree = JSON.stringify(await session.send('Accessibility.getFullAXTree'));
  await session.detach();
  const document = await page.evaluate(() => document.documentElement.outerHTML);
  return [
    ...(document.includes(secret) ? ['document'] : []),
    ...(tree.includes(secret) ? ['accessibility tree'] : []),
  ];
}

type Located = ReturnType<Page['locator']>;

async function comparePictures(page: Page, eye: Located, secret: string, row: Located): Promise<string> {
  await page.waitForTimeout(pauseMs);
  const picture = async () => {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(400);
    return row.locator('tr').first().screenshot();
  };
  await eye.focus();
  const before = await picture();
  await eye.press('Enter');
  await page.getByText(secret).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(secret).waitFor({ state: 'detached' });
  const after = await picture();
  return before.equals(after) ? 'as before' : 'DIFFERS';
}

async function waitForItself(page: Page, eye: Located, secret: string): Promise<number> {
  await page.waitForTimeout(pauseMs);
  await eye.click();
  await page.getByText(secret).waitFor();
  const shownAtMs = Date.now();
  await page.getByText(secret).waitFor({ state: 'detached', timeout: 40_000 });
  return Date.now() - shownAtMs;
}

/**
 * RN-13: a script in the page gets no secret: neither by the bridge, nor by clicks that it makes up, nor by making the browser believe in
 * a user (as the test tool's evaluation does). A real click works, and not twice a second. The activity log counts what was refused.
 */
export async function refuseScripts(keyfob: RunningKeyfob, size: CheckSize): Promise<CheckResult> {
  const { page } = await keyfob.window();
  const { secret } = keyfob.services.celerdata.credential;
  const [key] = (await askBridge(page, 'app.snapshot', {})).keys;
  const input = { keyId: key?.id ?? '', fieldId: 'clientSecret' };
  const reveal = () =>
    page.evaluate(async (given) => {
      type Call = (name: string, input: unknown) => Promise<{ ok: boolean; failure?: { reason?: string } }>;
      const answer = await (globalThis as unknown as { keyfob: { call: Call } }).keyfob.call(
        'keys.reveal',
        given,
      );
      return answer.ok ? 'shown' : (answer.failure?.reason ?? 'refused');
    }, input);
  // What was pressed before counts for five seconds.
  await page.waitForTimeout(5_100);
  const scripted: string[] = [];
  const tries = size === 'full' ? 100 : 20;
  for (let n = 0; n < tries; n += 1) scripted.push(await reveal());
  await page.evaluate(`for (const eye of document.querySelectorAll('[aria-label^="Reveal "]')) {
    eye.click();
    for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click']) eye.dispatchEvent(new MouseEvent(type, { bubbles: true }));
    eye.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  }`);
  await page.waitForTimeout(300);
  const shown = (await page.content()).includes(secret);
  await page.keyboard.press('Shift');
  const first = await reveal();
  await page.keyboard.press('Shift');
  const second = await reveal();
  const third = await reveal();
  const refused = scripted.filter((answer) => answer === 'notByHand').length;
  const counted = await countedRefusals(page);
  return {
    figure:
      `${refused} of ${tries} reveals without a press refused, clicks of a script ${shown ? 'SHOW' : 'show nothing'}; after a key press: ${first}, ` +
      `at once again: ${second}, without another press: ${third}; ${counted} refusals in the activity log`,
    passed:
      refused === tries &&
      !shown &&
      first === 'shown' &&
      second === 'tooFast' &&
      third === 'notByHand' &&
      counted >= tries + 2,
  };
}

/** They are written together, ten seconds after the first. */
function countedRefusals(page: Page): Promise<number> {
  return waitUntil(
    'the activity log counts nothing',
    20_000,
    async () => {
      const { events } = await askBridge(page, 'activity.list', {
        text: '',
        kinds: ['revealRefused'],
        keyId: null,
        before: null,
      } as never);
      const counted = events.reduce((sum, { detail }) => sum + Number(detail), 0);
      return counted > 0 ? counted : undefined;
    },
    200,
  );
}
