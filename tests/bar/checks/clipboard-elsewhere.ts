import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canaryOf, describeHits, findCanaries } from '../../canary/canary.ts';
import { scanFolder } from '../../canary/scan-folder.ts';
import { askBridge } from '../../desktop/flows/bridge-calls.ts';
import type { ClipboardKeyfob } from '../../desktop/flows/clipboard-keyfob.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { reduced: 10, full: 100 };
/** Ways in which a page writes to the clipboard. */
const pageWrites = /navigator\s*\.\s*clipboard|execCommand|clipboardData\s*\.\s*setData|new ClipboardItem/g;

/**
 * CB-08: the page as it is built has no way to write to the clipboard, a page that tries gets no further, and what was
 * copied is in no answer to it, no log, output, notification or file.
 */
export async function writeNowhereElse(app: ClipboardKeyfob, size: CheckSize): Promise<CheckResult> {
  const page = await app.page();
  const answers: unknown[] = [];
  for (let n = 0; n < sizes[size]; n += 1) {
    const keyId = (app.keys[n % app.keys.length] ?? app.key).keyId;
    answers.push(await askBridge(page, 'tokens.copy', { keyId, formId: n % 2 === 0 ? 'raw' : 'header' }));
  }
  const { keyfob } = app;
  const canaries = app.keys.map(({ name, token }) => canaryOf(`token of ${name}`, token));
  const shown = keyfob.desktop.notifications.all().map(({ summary, body }) => `${summary} ${body}`);
  const hits = [
    ...findCanaries(JSON.stringify(answers), canaries, 'an answer to the page'),
    ...findCanaries(keyfob.app.output(), canaries, 'the output'),
    ...findCanaries(shown.join('\n'), canaries, 'a notification'),
    ...scanFolder(keyfob.userDataDir, canaries).hits,
  ];
  const code = readdirSync('out/app/renderer/assets').filter((name) => name.endsWith('.js'));
  const writes = code.flatMap(
    (name) => readFileSync(join('out/app/renderer/assets', name), 'utf8').match(pageWrites) ?? [],
  );
  const before = await keyfob.desktop.clipboard.readClipboard();
  await page.evaluate("navigator.clipboard?.writeText('written by the page')").catch(() => undefined);
  const isUnchanged = (await keyfob.desktop.clipboard.readClipboard()) === before;
  return {
    figure:
      `${writes.length} writes in ${code.length} built scripts, a page that tries ${isUnchanged ? 'writes nothing' : 'WRITES'}, ` +
      `${hits.length} hits of copied texts after ${answers.length} copies${hits.length === 0 ? '' : `: ${describeHits(hits)}`}`,
    passed: writes.length === 0 && isUnchanged && hits.length === 0 && code.length > 0,
  };
}
