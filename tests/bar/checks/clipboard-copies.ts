import { setTimeout as wait } from 'node:timers/promises';
import { askBridge, callBridge } from '../../desktop/flows/bridge-calls.ts';
import { addKnownKey, type ClipboardKeyfob } from '../../desktop/flows/clipboard-keyfob.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const longest = 8_192;
const copySizes = { reduced: 6, full: 1_000 };
const burstSizes = { reduced: { copies: 30, overMs: 600 }, full: { copies: 100, overMs: 2_000 } };
const clearAfterMs = 2_000;

/** CB-01: tokens of 1 to 8,192 characters, read by another program: byte-equal, without a line end. */
export async function copyExactly(
  app: ClipboardKeyfob,
  size: CheckSize,
  seed = Date.now() % 1_000_000,
): Promise<CheckResult> {
  const copies = copySizes[size];
  const random = seededRandom(seed);
  const page = await app.page();
  let equal = 0;
  let longestSeen = 0;
  for (let n = 0; n < copies; n += 1) {
    const length = n % 10 === 0 ? longest : 1 + Math.floor(random() * longest);
    const another = await addKnownKey(page, 'another', visibleText(length, random));
    await app.copy(another);
    if ((await app.keyfob.desktop.clipboard.readClipboard()) === another.token) equal += 1;
    longestSeen = Math.max(longestSeen, length);
    await askBridge(page, 'keys.delete', { keyId: another.keyId });
  }
  return {
    figure: `${equal}/${copies} copies byte-equal, up to ${longestSeen} characters (seed ${seed})`,
    passed: equal === copies && longestSeen === longest,
  };
}

/** Any visible ASCII. */
function visibleText(length: number, random: () => number): string {
  return Array.from({ length }, () => String.fromCharCode(0x21 + Math.floor(random() * 94))).join('');
}

/** CB-09: 100 copies of 10 keys in 2 s: the last one counts, and is cleared once, counted from its own copy. */
export async function copyInBurst(app: ClipboardKeyfob, size: CheckSize): Promise<CheckResult> {
  const { copies, overMs } = burstSizes[size];
  await app.clearAfter(clearAfterMs);
  const page = await app.page();
  const keyOf = (n: number) => app.keys[n % app.keys.length] ?? app.key;
  const last = keyOf(copies - 1);
  const startedAtMs = Date.now();
  const answers = await Promise.all(
    Array.from({ length: copies }, async (_, n) => {
      await wait((n * overMs) / copies);
      return callBridge(page, 'tokens.copy', { keyId: keyOf(n).keyId, formId: 'raw' });
    }),
  );
  const tookS = ((Date.now() - startedAtMs) / 1000).toFixed(1);
  const odd = answers.filter((answer) => !answer.ok && answer.failure.reason !== 'overtaken').length;
  const isLast = (await app.readBoth()).every((text) => text === last.token);
  await wait(clearAfterMs + 500);
  const isCleared = await app.isEmpty();
  // A second timer would take this away: it is the very text that was copied.
  await app.keepByManager(last.token);
  await wait(clearAfterMs + 500);
  const stays = (await app.readBoth()).every((text) => text === last.token);
  const errors = app.keyfob.app.output().match(/uncaught|unhandled/gi)?.length ?? 0;
  return {
    figure:
      `${copies} copies of ${app.keys.length} keys in ${tookS} s, ${odd} failed, the last one ${isLast ? '' : 'not '}there, ` +
      `${isCleared ? '' : 'not '}cleared, ${stays ? 'no' : 'a'} second timer, ${errors} errors`,
    passed: odd === 0 && isLast && isCleared === true && stays && errors === 0,
  };
}
