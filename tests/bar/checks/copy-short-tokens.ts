import { setTimeout as wait } from 'node:timers/promises';
import { askBridge, keyDraft } from '../../desktop/flows/bridge-calls.ts';
import { RunningKeyfob, type TimedCopy } from '../../desktop/flows/running-keyfob.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const lifetimeS = 5;
const promisedMs = 2_000;
const keyName = 'short tokens';
/** Seldom enough that most tokens still grow as old as the refresh loop lets them. */
const copiesPerImpatience = 6;
const sizes = { reduced: { copies: 12, durationMs: 20_000 }, full: { copies: 100, durationMs: 180_000 } };

/** What a copied token was still worth when it was seen in the clipboard. */
interface CopyFigures {
  readonly isIssued: boolean;
  readonly isAccepted: boolean;
  /** By what Keyfob can know: received, plus `expires_in`. */
  readonly remainingByReceiptMs: number;
  /** By the service's own record, which is in whole seconds and up to one less. */
  readonly remainingByServiceMs: number;
}

/** The app with one key at the standard OAuth server, whose tokens live for five seconds; two are promised. */
export async function startWithShortTokens(): Promise<RunningKeyfob> {
  const keyfob = await RunningKeyfob.start({ services: { lifetimesS: { oauth: lifetimeS } } });
  const { oauth, caPem } = keyfob.services;
  // Two requests at once can only be seen while the first one takes its time.
  oauth.delayMs = 50;
  const { page } = await keyfob.window();
  const fields = {
    tokenUrl: oauth.tokenUrl,
    clientId: oauth.basicClient.id,
    clientSecret: oauth.basicClient.secret,
    scope: 'api:read',
    testUrl: oauth.testUrl,
  };
  const minimumValidityS = promisedMs / 1000;
  await askBridge(
    page,
    'keys.add',
    keyDraft({ name: keyName, presetId: 'oauth2', fields, extraCaPem: caPem, minimumValidityS }),
  );
  await keyfob.waitForTrayEntry(keyName);
  return keyfob;
}

/** JOB-FRESH: tray copies at random times; each is a token with the promised validity left, asked for one at a time. */
export async function copyShortTokens(
  keyfob: RunningKeyfob,
  size: CheckSize,
  seed = Date.now() % 1_000_000,
): Promise<CheckResult> {
  const { copies, durationMs } = sizes[size];
  const random = seededRandom(seed);
  const offsetsMs = Array.from({ length: copies }, () => random() * durationMs).sort((a, b) => a - b);
  const startedAtMs = Date.now();
  const all: CopyFigures[] = [];
  for (const [at, offsetMs] of offsetsMs.entries()) {
    await wait(Math.max(0, startedAtMs + offsetMs - Date.now()));
    const [copy] = await Promise.all([
      keyfob.timedCopyFromTray(keyName),
      at % copiesPerImpatience === 0 ? refreshAtOnce(keyfob) : undefined,
    ]);
    all.push(await figuresOf(keyfob, copy));
  }
  return judge(keyfob, all, seed);
}

/** Asks for a new token several times at once, as impatient clicks do: all of them must share one exchange. */
async function refreshAtOnce(keyfob: RunningKeyfob): Promise<void> {
  const { page } = await keyfob.window();
  const { keys } = await askBridge(page, 'app.snapshot', {});
  const keyId = keys[0]?.id ?? '';
  await Promise.all([1, 2, 3].map(() => askBridge(page, 'tokens.refresh', { keyId })));
}

async function figuresOf(keyfob: RunningKeyfob, { text, seenAtMs }: TimedCopy): Promise<CopyFigures> {
  const { oauth } = keyfob.services;
  const isAccepted = await oauth.testCall(text);
  const issued = oauth.issuedTokens().find(({ token }) => token === text);
  return {
    isIssued: issued !== undefined,
    isAccepted,
    remainingByReceiptMs: (issued?.issuedAtMs ?? 0) + lifetimeS * 1000 - seenAtMs,
    remainingByServiceMs: (issued?.expiresAtMs ?? 0) - seenAtMs,
  };
}

function judge(keyfob: RunningKeyfob, all: readonly CopyFigures[], seed: number): CheckResult {
  const { journal } = keyfob.services;
  const good = all.filter(({ isIssued, isAccepted }) => isIssued && isAccepted).length;
  const byReceiptMs = Math.min(...all.map(({ remainingByReceiptMs }) => remainingByReceiptMs));
  const byServiceMs = Math.min(...all.map(({ remainingByServiceMs }) => remainingByServiceMs));
  const inFlight = journal.maxInFlight({ service: 'oauth', purpose: 'exchange' });
  const exchanges = journal.exchangeCount({ service: 'oauth' });
  return {
    figure:
      `${good}/${all.length} copies issued and accepted, least validity ${seconds(byReceiptMs)} by receipt and ` +
      `${seconds(byServiceMs)} by the service, ${exchanges} exchanges, at most ${inFlight} in flight (seed ${seed})`,
    passed:
      good === all.length && byReceiptMs >= promisedMs && byServiceMs >= promisedMs - 1_000 && inFlight === 1,
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
