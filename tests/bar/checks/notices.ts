import fc from 'fast-check';
import type { ApiKey, KeyId } from '#core/api-key';
import { ok } from '#core/failure';
import type { Http } from '#core/ports';
import type { FakeTime } from '../../fakes/fake-time.ts';
import { sampleKey } from '../../fakes/sample-key.ts';
import { histories, liveThrough } from '../../notices/notice-history.ts';
import { NoticingKeyfob, noticeCanary } from '../../notices/noticing-keyfob.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

const sizes = {
  reduced: { runs: 2, restarts: 10, jumps: 4, others: 25, keys: 60 },
  full: { runs: 20, restarts: 50, jumps: 10, others: 100, keys: 10_000 },
};

/** SC-10: each notice once, over restarts and jumps of the clock; many keys at once are few notifications; no secret in any. */
export async function giveNoticesOnce(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const { runs, restarts, jumps, others, keys } = sizes[size];
  const count = { items: 0, notifications: 0 };
  const history = fc.asyncProperty(histories(restarts, jumps, others), (steps) => liveThrough(steps, count));
  const checked = await fc.check(history, { seed, numRuns: runs, interruptAfterTimeLimit: 1_800_000 });
  const expired = await expireTogether(keys);
  const failed = await failTogether(keys);
  const groups = [expired, failed];
  return {
    figure:
      `${runs} histories of ${restarts} restarts and ${jumps} clock jumps: ${count.items} notices, ` +
      `${count.notifications} notifications, ${checked.failed ? fc.defaultReportMessage(checked) : '0 divergences'} ` +
      `(seed ${seed}); ${keys} keys expire: ${expired.words}; ${keys} keys fail: ${failed.words}`,
    passed: !checked.failed && !checked.interrupted && groups.every(({ passed }) => passed),
  };
}

interface Group {
  readonly words: string;
  readonly passed: boolean;
}

/** All keys expire within two minutes, after the app did not run through their lead times. */
async function expireTogether(number: number): Promise<Group> {
  const keyfob = await NoticingKeyfob.start(refusing, (nowMs) =>
    manyKeys(number, (at) => ({
      presetId: 'dataos',
      fields: { host: 'https://x.dataos.app' },
      secretFieldIds: ['apiKey'],
      keyExpiresAtMs: nowMs + 40 * dayMs + (at / number) * 2 * minuteMs,
    })),
  );
  keyfob.time.sleep(40 * dayMs);
  return outcome(keyfob, /(?:^key \d+|(\d+) keys?) ha(?:s|ve) expired/g);
}

/** The provider refuses all keys, one after the other as it answers, when their tokens are renewed. */
async function failTogether(number: number): Promise<Group> {
  const keyfob = await NoticingKeyfob.start(refusing, () => manyKeys(number, () => ({})), 30 * minuteMs);
  keyfob.time.sleep(25 * minuteMs);
  return outcome(keyfob, /(?:^key \d+|(\d+) keys?) can no longer be renewed/g);
}

async function outcome(keyfob: NoticingKeyfob, words: RegExp): Promise<Group> {
  try {
    const startMs = performance.now();
    for (let minute = 0; minute < 40; minute++) await keyfob.time.advance(minuteMs);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    const { keys, inbox } = keyfob.app.snapshot();
    const texts = keyfob.notifier.notices.map(({ title, body }) => `${title}: ${body}`);
    const told = texts.flatMap((text) => [...text.matchAll(words)]).map(([, number]) => Number(number ?? 1));
    const total = told.reduce((sum, number) => sum + number, 0);
    const leaks = keyfob.allWords().split(noticeCanary).length - 1;
    return {
      words: `${texts.length} notifications of ${total} notices, ${leaks} secrets (${seconds} s)`,
      passed:
        texts.length <= 3 &&
        total === keys.length &&
        inbox.items.length >= Math.min(keys.length, 200) &&
        inbox.items.length <= 200 &&
        inbox.unread === inbox.items.length &&
        leaks === 0,
    };
  } finally {
    await keyfob.stop();
  }
}

function manyKeys(number: number, part: (at: number) => Partial<ApiKey>): ApiKey[] {
  return Array.from({ length: number }, (_, at) =>
    sampleKey({
      id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` as KeyId,
      name: `key ${at}`,
      ...part(at),
    }),
  );
}

/** Refuses everything, a hundred requests a second, and gives back what it was sent. */
function refusing(time: FakeTime): Http {
  const answersAtOnce = 100;
  let batch: Promise<void> = Promise.resolve();
  let inBatch = answersAtOnce;
  return {
    send: async ({ body }) => {
      if (inBatch === answersAtOnce) {
        inBatch = 0;
        const before = batch;
        batch = before.then(() => new Promise((resolve) => time.after(1_000, resolve)));
      }
      inBatch += 1;
      await batch;
      const error = { error: 'invalid_client', error_description: `unknown: ${body}` };
      return ok({
        status: 401,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(error),
      });
    },
  };
}
