import { setTimeout as wait } from 'node:timers/promises';
import { askBridge, keyDraft, waitForSnapshot } from '../../desktop/flows/bridge-calls.ts';
import { RunningKeyfob } from '../../desktop/flows/running-keyfob.ts';
import type { CheckResult } from '../check-result.ts';

const keyCount = 20;
const quietMs = 5_000;

/** How the app ends before it is started again. */
export type Ending = 'quit' | 'kill -9';

/** The app with twenty keys, each with a token that is good for an hour. */
export async function startWithTwentyKeys(): Promise<RunningKeyfob> {
  const keyfob = await RunningKeyfob.start();
  const { celerdata } = keyfob.services;
  const { page } = await keyfob.window();
  for (let n = 1; n <= keyCount; n += 1) {
    const { id, secret } = celerdata.addCredential();
    const fields = { host: celerdata.origin, clientId: id, clientSecret: secret };
    await askBridge(page, 'keys.add', keyDraft({ name: nameOf(n), presetId: 'celerdata', fields }));
  }
  await waitForSnapshot(
    page,
    'not every key has a token',
    ({ keys }) => keys.filter(({ token }) => token.state === 'fresh').length === keyCount,
  );
  return keyfob;
}

/** JOB-RESTART: the first tray copy after a start gives a stored token, and no provider hears of the start. */
export async function copyAfterRestart(keyfob: RunningKeyfob, ending: Ending): Promise<CheckResult> {
  const { celerdata, journal } = keyfob.services;
  if (ending === 'kill -9') await keyfob.app.kill();
  else await keyfob.app.quit();
  journal.clear();
  await keyfob.restart(['--hidden']);
  await keyfob.waitForTrayEntry(nameOf(1));
  const { text, seenAtMs } = await keyfob.timedCopyFromTray(nameOf(1));
  const requestsBefore = journal.entries().length;
  const copiedAfterMs = seenAtMs - keyfob.app.startedAtMs;
  await wait(quietMs);
  const requestsAfter = journal.entries().length;
  const isAccepted = celerdata.accepts(text) && (await celerdata.testCall(text));
  return {
    figure:
      `after ${ending} with ${keyCount} keys: token ${isAccepted ? 'accepted' : 'NOT accepted'}, copied ` +
      `${(copiedAfterMs / 1000).toFixed(1)} s after start, ${requestsBefore} requests before it and ` +
      `${requestsAfter} until ${quietMs / 1000} s after it`,
    passed: isAccepted && requestsBefore === 0 && requestsAfter === 0,
  };
}

function nameOf(n: number): string {
  return `restart ${String(n).padStart(2, '0')}`;
}
