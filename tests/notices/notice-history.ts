import fc from 'fast-check';
import { callHandlers } from '#app/handle-calls';
import type { ApiKey, KeyId } from '#core/api-key';
import { fail } from '#core/failure';
import { defaultSettings, type Settings } from '#core/settings';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { sampleKey } from '../fakes/sample-key.ts';
import { NoticeModel } from './notice-model.ts';
import { NoticingKeyfob, noticeCanary } from './noticing-keyfob.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const keyCount = 6;

/** One thing that happens. Hours are whole ones. */
export type HistoryStep =
  | { readonly do: 'sleep'; readonly hours: number }
  | { readonly do: 'jump'; readonly hours: number }
  | { readonly do: 'restart' }
  | { readonly do: 'editExpiry'; readonly key: number; readonly inHours: number }
  /** The expiry of before the last edit. */
  | { readonly do: 'takeBackExpiry'; readonly key: number }
  | { readonly do: 'leadDays'; readonly key: number; readonly days: readonly number[] | null }
  | { readonly do: 'settings'; readonly change: Partial<Settings> }
  | { readonly do: 'snooze'; readonly key: number; readonly until: 'day' | 'week' | 'expiry' | 'none' };

const key = fc.nat({ max: keyCount - 1 });
const leadDays = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 });
const quiet = fc.tuple(fc.nat({ max: 23 }), fc.nat({ max: 23 }));

const otherStep: fc.Arbitrary<HistoryStep> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('sleep'), hours: fc.integer({ min: 1, max: 200 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('editExpiry'), key, inHours: fc.integer({ min: 2, max: 1_500 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('takeBackExpiry'), key }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leadDays'), key, days: fc.option(leadDays) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('snooze'),
      key,
      until: fc.constantFrom('day', 'week', 'expiry', 'none'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settings'), change: settingsChange() }) },
) as fc.Arbitrary<HistoryStep>;

function settingsChange(): fc.Arbitrary<Partial<Settings>> {
  const hours = quiet.map(([from, to]) => ({ fromMinute: from * 60, toMinute: to * 60 }));
  return fc.oneof(
    fc.record({ noticeLeadDays: fc.record({ exchanged: leadDays, static: leadDays }) }),
    fc.record({ rotateAfterDays: fc.option(fc.integer({ min: 5, max: 90 })) }),
    fc.record({ quietHours: fc.option(hours) }),
  );
}

/** Histories with so many restarts and jumps of the clock (a fortnight to and fro at most), and other steps. */
export function histories(restarts: number, jumps: number, others: number): fc.Arbitrary<HistoryStep[]> {
  const jump = fc.record({ do: fc.constant('jump' as const), hours: fc.integer({ min: -336, max: 336 }) });
  const steps = fc.tuple(
    fc.array(otherStep, { minLength: others, maxLength: others }),
    fc.array(jump, { minLength: jumps, maxLength: jumps }),
    fc.constant(Array.from({ length: restarts }, () => ({ do: 'restart' as const }))),
  );
  return steps.chain((groups) => {
    const all: HistoryStep[] = groups.flat();
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
  });
}

/** What a history came to. */
export interface HistoryCount {
  items: number;
  notifications: number;
}

/** Lives through a history with the app and the model; throws at the first difference. */
export async function liveThrough(steps: readonly HistoryStep[], count: HistoryCount): Promise<void> {
  const life = await NoticeLife.start();
  try {
    await life.look('start');
    for (const [at, step] of steps.entries()) {
      await life.take(step);
      await life.look(`step ${at}: ${JSON.stringify(step)}`);
    }
    if (life.keyfob.allWords().includes(noticeCanary)) throw new Error('A notice holds a secret.');
  } finally {
    count.items += life.items;
    count.notifications += life.keyfob.notifier.warnings.length;
    await life.keyfob.stop();
  }
}

/** The app and the model side by side. Looks happen at half past, everything that is waited for at full hours or before. */
class NoticeLife {
  readonly keyfob: NoticingKeyfob;
  readonly #model = new NoticeModel(defaultSettings.noticeLeadDays);
  readonly #before = new Map<number, number>();
  readonly #seen = new Set<string>();
  items = 0;

  private constructor(keyfob: NoticingKeyfob) {
    this.keyfob = keyfob;
  }

  static async start(): Promise<NoticeLife> {
    const unreachable = () => ({ send: async () => fail('unreachable', { host: 'svc' }) });
    const life = new NoticeLife(await NoticingKeyfob.start(unreachable, startKeys));
    for (const { createdAtMs, keyExpiresAtMs } of startKeys(life.keyfob.time.nowMs()))
      life.#model.addKey({ isStatic: true, createdAtMs, expiresAtMs: keyExpiresAtMs ?? 0 });
    life.keyfob.time.sleep(hourMs / 2);
    return life;
  }

  async take(step: HistoryStep): Promise<void> {
    const { time } = this.keyfob;
    if (step.do === 'sleep') return time.sleep(step.hours * hourMs);
    if (step.do === 'jump') return time.jump(step.hours * hourMs);
    if (step.do === 'restart') return this.keyfob.restart();
    if (step.do === 'settings') {
      Object.assign(this.#model, step.change);
      if (step.change.noticeLeadDays !== undefined) this.#model.leadDays = step.change.noticeLeadDays;
      this.keyfob.app.updateSettings(step.change);
      return;
    }
    const known = this.#model.keys[step.key];
    if (known === undefined) return;
    if (step.do === 'leadDays') {
      known.leadDays = step.days;
      await this.#calls['keys.setNoticeLeadDays']({
        keyId: idOf(step.key),
        noticeLeadDays: toMutable(step.days),
      });
    } else if (step.do === 'snooze') {
      const nowMs = time.nowMs();
      const ends = { day: nowMs + dayMs, week: nowMs + 7 * dayMs, expiry: known.expiresAtMs, none: null };
      known.snoozedUntilMs = ends[step.until];
      await this.#calls['notices.snooze']({ keyId: idOf(step.key), until: step.until });
    } else await this.#edit(step);
  }

  /** Compares what the next look at the clock brings. */
  async look(what: string): Promise<void> {
    const { time, notifier, app } = this.keyfob;
    const expected = this.#model.look(time.nowMs());
    const shownBefore = notifier.warnings.length;
    const lookedAtMs = time.nowMs();
    await time.advance(35_000);
    const items = app.snapshot().inbox.items.filter(({ id }) => !this.#seen.has(id));
    for (const { id } of items) this.#seen.add(id);
    const added = items.map(({ keyId, kind }) => `${numberOf(keyId)} ${kind}`).sort();
    const shown = notifier.warnings.length - shownBefore;
    this.items += added.length;
    if (JSON.stringify(added) !== JSON.stringify(expected.added) || shown !== (expected.isShown ? 1 : 0))
      throw new Error(
        `${what} at ${new Date(lookedAtMs).toISOString()}: ${added} with ${shown} notifications instead of ` +
          `${expected.added} with ${expected.isShown ? 1 : 0}`,
      );
    time.sleep(hourMs - 35_000);
  }

  async #edit(step: Extract<HistoryStep, { do: 'editExpiry' | 'takeBackExpiry' }>): Promise<void> {
    const known = this.#model.keys[step.key];
    const nowMs = this.keyfob.time.nowMs();
    const fullHourMs = nowMs - (nowMs % hourMs);
    const newMs = step.do === 'editExpiry' ? fullHourMs + step.inHours * hourMs : this.#before.get(step.key);
    // An expiry in the past cannot be entered.
    if (known === undefined || newMs === undefined || newMs <= nowMs) return;
    this.#before.set(step.key, known.expiresAtMs);
    known.expiresAtMs = newMs;
    await this.keyfob.app.keys.setTimes(idOf(step.key), { keyExpiresAtMs: newMs });
  }

  get #calls() {
    return callHandlers(this.keyfob.app, new MemoryShell());
  }
}

function startKeys(nowMs: number): ApiKey[] {
  return Array.from({ length: keyCount }, (_, number) =>
    sampleKey({
      id: idOf(number),
      name: `key ${number}`,
      presetId: 'dataos',
      fields: { host: 'https://x.dataos.app' },
      secretFieldIds: ['apiKey'],
      createdAtMs: nowMs - number * 40 * dayMs,
      keyExpiresAtMs: nowMs + (2 + number * 12) * dayMs,
    }),
  );
}

function idOf(number: number): KeyId {
  return `00000000-0000-4000-8000-00000000000${number}` as KeyId;
}

function numberOf(id: string | null): string {
  return id?.at(-1) ?? '?';
}

function toMutable(days: readonly number[] | null): number[] | null {
  return days === null ? null : [...days];
}
