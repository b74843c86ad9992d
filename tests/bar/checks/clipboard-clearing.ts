import { setTimeout as wait } from 'node:timers/promises';
import type { ClipboardKeyfob } from '../../desktop/flows/clipboard-keyfob.ts';
import { waitUntil } from '../../desktop/rig/wait-until.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const timedSizes = {
  reduced: { afterMs: 2_000, tooEarlyMs: 1_000, copies: 1 },
  full: { afterMs: 30_000, tooEarlyMs: 1_000, copies: 3 },
};
const takeoverSizes = { reduced: 2, full: 100 };
const takeoverClearMs = 2_000;

/** CB-02: both selections hold the token until a second before its time, and are empty a second after it at the latest. */
export async function clearOnTime(app: ClipboardKeyfob, size: CheckSize): Promise<CheckResult> {
  const { afterMs, tooEarlyMs, copies } = timedSizes[size];
  await app.clearAfter(afterMs);
  const offsetsMs: number[] = [];
  let early = 0;
  for (let n = 0; n < copies; n += 1) {
    await app.copy(app.key);
    const copiedAtMs = Date.now();
    await wait(afterMs - tooEarlyMs);
    if ((await app.readBoth()).some((text) => text !== app.key.token)) early += 1;
    await waitUntil('the clipboard was not cleared', 5_000, () => app.isEmpty(), 5);
    offsetsMs.push(Date.now() - copiedAtMs - afterMs);
  }
  return {
    figure: `${copies} copies, both selections empty ${offsetsMs.join(', ')} ms from ${afterMs / 1000} s, ${early} early`,
    passed: early === 0 && Math.max(...offsetsMs.map(Math.abs)) <= 1_000,
  };
}

/** CB-03: another program takes one or both selections at a random time before the clearing; what it put there stays. */
export async function leaveForeignText(
  app: ClipboardKeyfob,
  size: CheckSize,
  seed = Date.now() % 1_000_000,
): Promise<CheckResult> {
  const takeovers = takeoverSizes[size];
  const random = seededRandom(seed);
  await app.clearAfter(takeoverClearMs);
  const { clipboard } = app.keyfob.desktop;
  let foreign = 0;
  let cleared = 0;
  let left = 0;
  for (let n = 0; n < takeovers; n += 1) {
    await app.copy(app.key);
    const copiedAtMs = Date.now();
    await wait(random() * (takeoverClearMs - 500));
    const taken = new Map(
      (['clipboard', 'primary'] as const)
        .filter((_, at) => n % 3 !== at)
        .map((selection) => [selection, `foreign ${n} ${selection}`]),
    );
    for (const [selection, text] of taken) await clipboard.writeClipboard(text, selection);
    await wait(Math.max(0, copiedAtMs + takeoverClearMs + 250 - Date.now()));
    for (const selection of ['clipboard', 'primary'] as const) {
      const text = await clipboard.readClipboard(selection);
      if (text === app.key.token) left += 1;
      if (!taken.has(selection)) continue;
      foreign += 1;
      if (text !== taken.get(selection)) cleared += 1;
    }
  }
  return {
    figure: `${cleared} of ${foreign} foreign texts cleared in ${takeovers} takeovers, ${left} tokens left (seed ${seed})`,
    passed: cleared === 0 && left === 0,
  };
}
