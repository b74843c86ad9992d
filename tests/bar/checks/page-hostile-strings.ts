import type { Locator, Page } from 'playwright-core';
import { inboxWords } from '#contract/words/inbox-words';
import { askBridge, callBridge, keyDraft } from '../../desktop/flows/bridge-calls.ts';
import { allowNamedFunctions } from '../../desktop/flows/named-functions.ts';
import type { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import { hostileShownTexts, obeyed } from '../../hostile/shown-texts.ts';
import { listenOnLoopback } from '../../services/loopback-listener.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const textsOf = { reduced: 12, full: 1_000 };
const rowsAtOnce = 50;
const secret = 'a-secret-that-is-long-enough';

/**
 * RN-14: texts with scripts, direction marks and terminal codes as names, descriptions, hosts, words of a service and words of notifications,
 * in the list, the tray, notifications, the preview of an import and the dialogs that repeat them. Nothing of them runs or becomes an
 * element, and no character is shown that the reader would obey.
 */
export async function showHostileStrings(keyfob: RunningKeyfob, size: CheckSize): Promise<CheckResult> {
  await allowNamedFunctions(keyfob);
  const { page } = await keyfob.window();
  const texts = hostileShownTexts(textsOf[size]);
  const watch = await watchPage(page);
  let rows = 0;
  for (let at = 0; at < texts.length; at += rowsAtOnce)
    rows += await showInImport(keyfob, texts.slice(at, at + rowsAtOnce), watch);
  const told = await showAsKey(keyfob, texts, watch);
  await lookInDialog(page, page.getByRole('button', { name: 'Activity', exact: true }), watch);
  await lookInDialog(page, page.getByTitle(inboxWords.title, { exact: true }), watch);
  // Not before: the notices of a key go with it.
  await askBridge(page, 'keys.delete', { keyId: told.keyId });
  const { ran, made, obeyedIn, escapes } = await watch.end();
  const badNotices = told.notices.filter((text) => obeyed.test(withoutIsolates(text)));
  const badLabels = told.labels.filter((text) => obeyed.test(text));
  return {
    figure:
      `${texts.length} hostile texts: ${told.names} taken as names, ${told.shown} answers of a service shown, ${told.notices.length} notifications, ` +
      `${told.labels.length} tray labels, ${rows} rows of an import; ${ran} scripts ran, ${made} elements made, ` +
      `${obeyedIn.length + badNotices.length + badLabels.length} obeyed characters shown ${[...new Set(obeyedIn)]}, ${escapes} shown escaped`,
    passed:
      ran + made + obeyedIn.length + badNotices.length + badLabels.length === 0 &&
      told.shown === texts.length &&
      told.names >= texts.length / 2 &&
      told.notices.length >= texts.length &&
      rows === texts.length &&
      escapes > 0,
  };
}

async function lookInDialog(page: Page, button: Locator, watch: PageWatch): Promise<void> {
  await button.click();
  await page.locator('dialog[open]').getByText(/q\d+q/).first().waitFor();
  await watch.look('a dialog');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
}

/** Keyfob's own marks around a name that is written from right to left (UAX 9); they must come in pairs. */
function withoutIsolates(text: string): string {
  return text.replaceAll(/\u2068([^\u2066-\u2069]*)\u2069/g, '$1');
}

/** One key that gets each text as its name and description, whose service refuses it with the text, and whose copy by the tray fails so. */
async function showAsKey(keyfob: RunningKeyfob, texts: readonly string[], watch: PageWatch) {
  const { page } = await keyfob.window();
  const { tray, notifications } = keyfob.desktop;
  let said = '';
  const service = await listenOnLoopback((message, response) => {
    message.resume();
    response
      .writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Basic' })
      .end(JSON.stringify({ error: 'invalid_client', error_description: said }));
  });
  const fields = { tokenUrl: `${service.origin}/token`, clientId: 'a', clientSecret: secret };
  const draft = keyDraft({ name: 'hostile', presetId: 'oauth2', fields });
  const { keyId } = await askBridge(page, 'keys.add', draft);
  const before = notifications.all().length;
  const labels: string[] = [];
  let names = 0;
  let shown = 0;
  for (const [n, text] of texts.entries()) {
    said = text.replace(`q${n}q`, `s${n}s`);
    const edited = { ...draft, description: text, fields: { ...fields, clientSecret: '' } };
    const asName = await callBridge(page, 'keys.edit', { keyId, draft: { ...edited, name: text } });
    if (asName.ok) names += 1;
    else await askBridge(page, 'keys.edit', { keyId, draft: { ...edited, name: `q${n}q` } });
    await waitUntil(`the answer to ${n} is not shown`, 10_000, async () => {
      await callBridge(page, 'tokens.refresh', { keyId });
      return (await watch.look(`key ${n}`)).includes(`s${n}s`) || undefined;
    });
    shown += 1;
    const isIt = ({ label }: { label: string }) => label.includes(`q${n}q`);
    await waitUntil(`no tray entry for ${n}`, 10_000, () =>
      tray.press(isIt).then(
        () => true,
        () => undefined,
      ),
    );
    await notifications.waitFor(({ body }) => body.includes(`s${n}s`), 10_000);
    if (n % 10 === 0) labels.push(...(await tray.readMenu()).map(({ label }) => label));
  }
  await service.stop();
  const notices = notifications.all().slice(before);
  return {
    keyId,
    names,
    shown,
    labels,
    notices: notices.flatMap(({ summary, body }) => [`${summary} ${body}`]),
  };
}

/** The texts as names, descriptions, client ids and hosts of a table that the user drops. Gives how many rows the preview has. */
async function showInImport(
  keyfob: RunningKeyfob,
  texts: readonly string[],
  watch: PageWatch,
): Promise<number> {
  const window = await keyfob.window();
  const { page } = window;
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const table = [
    'name,description,provider,host,client_id,client_secret',
    ...texts.map((text, n) =>
      [text, text, 'CelerData Cloud', `https://${n}.${text}.example`, text, `${secret}-${n}`]
        .map(cell)
        .join(','),
    ),
  ].join('\n');
  await page.getByRole('button', { name: 'Import…' }).click();
  await window.dropFile(window.dialog, 'keys.csv', table);
  const rows = page.locator('dialog[open]').getByRole('checkbox', { name: /^Import / });
  await rows.first().waitFor({ timeout: 60_000 });
  const count = await rows.count();
  await watch.look('the import');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  return count;
}

interface PageWatch {
  /** Looks at all that the page shows now, and gives its text. */
  look(where: string): Promise<string>;
  end(): Promise<{ ran: number; made: number; obeyedIn: readonly string[]; escapes: number }>;
}

async function watchPage(page: Page): Promise<PageWatch> {
  const obeyedIn: string[] = [];
  let made = 0;
  let escapes = 0;
  let errors = 0;
  const onError = () => {
    errors += 1;
  };
  page.on('pageerror', onError);
  page.on('dialog', onError);
  await page.evaluate(() => {
    const counts = globalThis as unknown as { timesRan: number; ran: () => void };
    counts.timesRan = 0;
    counts.ran = () => {
      counts.timesRan += 1;
    };
    // What the policy stopped would have run without it.
    document.addEventListener('securitypolicyviolation', () => counts.ran());
  });
  const first = (await page.evaluate(readPage)).foreign;
  return {
    async look(where) {
      const { texts, foreign } = await page.evaluate(readPage);
      made += Math.max(0, foreign - first);
      for (const text of texts) {
        // Keyfob's own texts may have several lines, one that holds a hostile text may not.
        const words = /[qs]\d+[qs]/.test(text) ? text : text.replaceAll('\n', '');
        if (obeyed.test(words)) obeyedIn.push(`${where}: ${JSON.stringify(text).slice(0, 80)}`);
      }
      const text = texts.join(' ');
      escapes += text.match(/\\u(202E|001B|0000|\{E0041\})/g)?.length ?? 0;
      return text;
    },
    async end() {
      page.off('pageerror', onError);
      page.off('dialog', onError);
      const ran = await page.evaluate(() => (globalThis as unknown as { timesRan: number }).timesRan);
      return { ran: ran + errors, made, obeyedIn, escapes };
    },
  };
}

/** Runs in the page: every text and every attribute that is shown or read out, and how many elements are of a kind that runs or loads. */
function readPage(): { texts: string[]; foreign: number } {
  const texts = [document.title];
  let foreign = document.querySelectorAll(
    'script, style, link, meta, base, iframe, object, embed, img, math, template, details[ontoggle], a[href]',
  ).length;
  for (const element of document.querySelectorAll('*'))
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || /^\s*javascript:/i.test(value)) foreign += 1;
      if (['title', 'aria-label', 'alt', 'placeholder'].includes(name)) texts.push(value);
    }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) texts.push(walker.currentNode.nodeValue ?? '');
  return { texts, foreign };
}
