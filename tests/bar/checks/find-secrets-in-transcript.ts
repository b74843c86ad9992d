import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { healthTexts } from '#contract/words/health-words';
import { type AppWithCanaries, patienceMs } from '../../canary/app-with-canaries.ts';
import { describeHits, findCanaries } from '../../canary/canary.ts';
import { askBridge } from '../../desktop/flows/bridge-calls.ts';
import { SystemDialogs } from '../../desktop/rig/system-dialog.ts';
import type { CheckResult } from '../check-result.ts';

/** The user types secrets into these forms: there they go to the main process. */
const typed: ReadonlySet<string> = new Set(['asked keys.add', 'asked keys.test']);
const revealed = 'answered keys.reveal';
const revealedLabel = 'celerdata secret';

/**
 * No secret and no token in what main process and page say to each other over the whole use of the app: keys added and tested, tokens
 * copied, refusals, health, backups, activity, an export, and a reveal at the end. Secrets go in by the forms, and out by `keys.reveal`
 * alone, each where it was asked for (so the scan can fail). Health shows none either.
 */
export async function findSecretsInTranscript(app: AppWithCanaries): Promise<CheckResult> {
  const window = await app.keyfob.window();
  const { page } = window;
  const health = await readHealth(page);
  await makeFurtherCalls(app, page);
  await window.eye('celerdata prod').click();
  await page.locator('button[aria-pressed="true"]').click();
  const canaries = app.canaries();
  const { hits, messages, calls } = app.transcript.scan(canaries);
  const shown = new Set(hits.filter(({ where }) => where === revealed).map(({ label }) => label));
  const entered = new Set(hits.filter(({ where }) => typed.has(where)).map(({ label }) => label));
  const leaks = [
    ...hits.filter(({ where }) => where !== revealed && !typed.has(where)),
    ...findCanaries(health, canaries, 'what Health shows'),
  ];
  const onlyRevealed = shown.size === 1 && shown.has(revealedLabel);
  return {
    figure:
      `${leaks.length} hits of ${canaries.length} canaries in ${messages.asked} calls of ${calls.size} names, ${messages.answered} answers, ` +
      `${messages.told} events and ${health.length} characters of Health; ${entered.size} secrets went in by the forms, ` +
      `${onlyRevealed ? 'only the revealed one' : `${[...shown]}`} came out${leaks.length === 0 ? '' : `: ${describeHits(leaks)}`}`,
    passed: leaks.length === 0 && onlyRevealed && entered.size >= 7 && calls.size >= 12 && messages.told > 20,
  };
}

/** All words of the dialog, in the page as it is. */
async function readHealth(page: Page): Promise<string> {
  await page.getByRole('button', { name: healthTexts.open, exact: true }).click({ timeout: patienceMs });
  const dialog = page.locator('dialog[open]');
  await dialog.getByRole('listitem').first().waitFor({ timeout: patienceMs });
  const text = await dialog.innerHTML();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached', timeout: patienceMs });
  return text;
}

/** Calls that the use of the app so far did not make. */
async function makeFurtherCalls({ keyfob }: AppWithCanaries, page: Page): Promise<void> {
  const { keys } = await askBridge(page, 'app.snapshot', {});
  const keyId = keys.find(({ name }) => name === 'celerdata prod')?.id ?? '';
  await askBridge(page, 'tokens.copy', { keyId, formId: 'raw' });
  await askBridge(page, 'clipboard.clear', {});
  await askBridge(page, 'keys.timeline', { keyId, fromMs: Date.now() - 3_600_000, toMs: Date.now() });
  await askBridge(page, 'activity.list', { search: '', keyId: null, kinds: null, beforeSerial: null });
  await askBridge(page, 'vault.listBackups', {});
  const file = `keyfob-${new Date().toISOString().slice(0, 10)}.age`;
  const path = join(keyfob.desktop.folder, file);
  const dialogs = new SystemDialogs(keyfob.desktop.env, 'Keyfob');
  const saved = askBridge(page, 'export.save', { passphrase: 'a passphrase for one file' });
  await dialogs.chooseFile(`Save ${file}`, path);
  if ((await saved).fileName === null) throw new Error('nothing was exported');
}
