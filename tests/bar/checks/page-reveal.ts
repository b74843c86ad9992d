import type { Page } from 'playwright-core';
import { askBridge } from '../../desktop/flows/bridge-calls.ts';
import { allowNamedFunctions } from '../../desktop/flows/named-functions.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { cutPicture, holdsPicture, type Picture, takePicture } from '../../desktop/flows/window-picture.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const keyName = 'celerdata prod';
const mostHideMs = 200;
/** Secrets are shown once a second. */
const pauseMs = 1_100;

/** What the main process is told or does in each case; nothing of it comes from the page. */
const events = ['blur', 'minimize', 'hide', 'lock-screen', 'suspend'] as const;
/** What takes the two last back, so that they can be told again. */
const opposites: Readonly<Record<string, string>> = { 'lock-screen': 'unlock-screen', suspend: 'resume' };

/**
 * RN-12: a revealed secret is gone from document, accessibility tree and picture within 200 ms after each event, and in the full size
 * after 30 s by itself. Before and after, none of them holds it; while it is shown, all of them do.
 */
export async function hideInTime(keyfob: RunningKeyfob, size: CheckSize): Promise<CheckResult> {
  await allowNamedFunctions(keyfob);
  const { page } = await keyfob.window();
  const { secret } = keyfob.services.celerdata.credential;
  const eye = page.locator(`tbody[data-key-name="${keyName}"]`).getByRole('button', { name: /^Reveal / });
  const masked = [await look(keyfob, secret)];
  const shown: Look[] = [];
  let piece: Picture | null = null;
  const times: Record<string, number> = {};
  for (const name of events) {
    await page.waitForTimeout(pauseMs);
    await eye.click();
    await page.getByText(secret).waitFor();
    const seen = await look(keyfob, secret);
    piece ??= cutPicture(seen.picture, await boxOf(page.getByText(secret)));
    shown.push(seen);
    times[name] = await hiddenAfter(keyfob, secret, name);
    masked.push(await look(keyfob, secret));
  }
  const drawn = ({ picture }: Look) => piece !== null && holdsPicture(picture, piece);
  const places = (looks: readonly Look[]) => looks.flatMap(({ traces }) => traces).length;
  const [readMasked, readShown] = [places(masked), places(shown)];
  const [drawnMasked, drawnShown] = [masked.filter(drawn).length, shown.filter(drawn).length];
  const autoMs = size === 'full' ? await waitForItself(page, eye, secret) : null;
  const slow = Object.values(times).filter((ms) => ms > (size === 'full' ? mostHideMs : 5_000));
  return {
    figure:
      `${readMasked} traces and ${drawnMasked} pictures of the secret in ${masked.length} looks when masked, ${readShown} traces and ${drawnShown} ` +
      `pictures in ${shown.length} when shown; hidden after ` +
      `${Object.entries(times)
        .map(([name, ms]) => `${name} ${ms} ms`)
        .join(', ')}${autoMs === null ? '' : `, by itself ${(autoMs / 1_000).toFixed(1)} s`}`,
    passed:
      readMasked + drawnMasked + slow.length === 0 &&
      readShown === 2 * events.length &&
      drawnShown === events.length &&
      (autoMs === null || (autoMs > 29_000 && autoMs < 31_000)),
  };
}

/** Lets an event happen and gives the time until the document does not hold the secret any more, by the page's own watch. */
async function hiddenAfter(keyfob: RunningKeyfob, secret: string, name: string): Promise<number> {
  const { page } = await keyfob.window();
  await page.evaluate((text) => {
    const isGone = () => !document.documentElement.outerHTML.includes(text);
    (globalThis as unknown as { gone: Promise<number> }).gone = new Promise((resolve) => {
      new MutationObserver((_changes, observer) => {
        if (!isGone()) return;
        observer.disconnect();
        resolve(Date.now());
      }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  }, secret);
  const startedAtMs = await keyfob.app.inMain(
    ({ BrowserWindow, powerMonitor }, [event = '', opposite]) => {
      const window = BrowserWindow.getAllWindows()[0];
      const source: NodeJS.EventEmitter | undefined = opposite === undefined ? window : powerMonitor;
      const atMs = Date.now();
      source?.emit(event);
      if (opposite !== undefined) source?.emit(opposite);
      return atMs;
    },
    [name, opposites[name]] as const,
  );
  const gone = page.evaluate(() => (globalThis as unknown as { gone: Promise<number> }).gone);
  const late = page.waitForTimeout(5_000).then(() => Promise.reject(new Error(`${name} hides nothing`)));
  return (await Promise.race([gone, late])) - startedAtMs;
}

interface Look {
  readonly traces: readonly string[];
  readonly picture: Picture;
}

/** Where the secret can be read, and what is drawn. */
async function look(keyfob: RunningKeyfob, secret: string): Promise<Look> {
  const { page } = await keyfob.window();
  return { traces: await traces(page, secret), picture: await takePicture(keyfob) };
}

async function boxOf(element: Located) {
  const box = await element.boundingBox();
  if (box === null) throw new Error('the secret has no place in the window');
  return box;
}

/** Where the secret can be read. */
async function traces(page: Page, secret: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const tree = JSON.stringify(await session.send('Accessibility.getFullAXTree'));
  await session.detach();
  const html = await page.content();
  return [
    ...(html.includes(secret) ? ['document'] : []),
    ...(tree.includes(secret) ? ['accessibility tree'] : []),
  ];
}

type Located = ReturnType<Page['locator']>;

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
  // Uses up what was pressed before.
  await reveal();
  await page.waitForTimeout(pauseMs);
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
  // It takes ten seconds.
  const counted = size === 'full' ? await countedRefusals(page) : null;
  return {
    figure:
      `${refused} of ${tries} reveals without a press refused, clicks of a script ${shown ? 'SHOW' : 'show nothing'}; after a key press: ${first}, ` +
      `at once again: ${second}, without another press: ${third}; ${counted ?? 'not looked at:'} refusals in the activity log`,
    passed:
      refused === tries &&
      !shown &&
      first === 'shown' &&
      second === 'tooFast' &&
      third === 'notByHand' &&
      (counted === null || counted >= tries),
  };
}

/** They are written together, ten seconds after the first. */
function countedRefusals(page: Page): Promise<number> {
  return waitUntil(
    'the activity log counts nothing',
    20_000,
    async () => {
      const { events } = await askBridge(page, 'activity.list', {
        search: '',
        keyId: null,
        kinds: ['revealRefused'],
        beforeSerial: null,
      });
      const counted = events.reduce((sum, { detail }) => sum + Number(detail), 0);
      return counted > 0 ? counted : undefined;
    },
    200,
  );
}
