import type { QuietHours } from '#core/settings';

const dayMs = 86_400_000;
/** No lead time of a history is longer. */
const longestLeadDays = 60;

/** What the model knows of a key. */
interface ModelKey {
  readonly isStatic: boolean;
  readonly createdAtMs: number;
  expiresAtMs: number;
  leadDays: readonly number[] | null;
  snoozedUntilMs: number | null;
  /** `expiry/days` of each lead time that was told, or passed over by a nearer one; 0 days is the expiry. */
  readonly told: Set<string>;
  /** Ages in days that a reminder was about. */
  readonly toldAges: Set<number>;
}

/** One event of a key. */
interface Told {
  readonly key: number;
  readonly kind: 'keyExpires' | 'keyExpired' | 'rotationDue';
  readonly expiresAtMs: number;
}

/**
 * The rules of notices once more, in the plainest words and without a line of the product: what a look at the clock must add
 * to the inbox, and whether a notification must come. Keys are numbered in the order in which they were stored.
 */
export class NoticeModel {
  readonly keys: ModelKey[] = [];
  leadDays: { exchanged: readonly number[]; static: readonly number[] };
  rotateAfterDays: number | null = null;
  quietHours: QuietHours | null = null;
  #waiting: Told[] = [];

  constructor(leadDays: NoticeModel['leadDays']) {
    this.leadDays = leadDays;
  }

  addKey(key: Pick<ModelKey, 'isStatic' | 'createdAtMs' | 'expiresAtMs'>): void {
    this.keys.push({ ...key, leadDays: null, snoozedUntilMs: null, told: new Set(), toldAges: new Set() });
  }

  /** What a look at this time adds, as `number kind`, and whether a notification comes. */
  look(nowMs: number): { readonly added: string[]; readonly isShown: boolean } {
    const told = this.keys.flatMap((key, number) => [
      ...this.#expiry(key, nowMs).map((kind) => ({ key: number, kind, expiresAtMs: key.expiresAtMs })),
      ...this.#age(key, nowMs).map((kind) => ({ key: number, kind, expiresAtMs: key.expiresAtMs })),
    ]);
    for (const key of this.keys) {
      if (key.snoozedUntilMs !== null && key.snoozedUntilMs <= nowMs) key.snoozedUntilMs = null;
    }
    this.#waiting.push(...told);
    const added = told.map(({ key, kind }) => `${key} ${kind}`).sort();
    if (this.isQuiet(nowMs)) return { added, isShown: false };
    const isShown = this.#waiting.some((event) => this.#holds(event, nowMs));
    this.#waiting = [];
    return { added, isShown };
  }

  isQuiet(nowMs: number): boolean {
    if (this.quietHours === null) return false;
    const { fromMinute, toMinute } = this.quietHours;
    for (let minute = fromMinute; minute !== toMinute; minute = (minute + 1) % 1440) {
      if (new Date(nowMs).getHours() * 60 + new Date(nowMs).getMinutes() === minute) return true;
    }
    return false;
  }

  #expiry(key: ModelKey, nowMs: number): ('keyExpires' | 'keyExpired')[] {
    const cover = (fromDays: number) => {
      for (let days = fromDays; days <= longestLeadDays; days++) key.told.add(`${key.expiresAtMs}/${days}`);
    };
    if (nowMs >= key.expiresAtMs) {
      if (key.told.has(`${key.expiresAtMs}/0`)) return [];
      cover(0);
      return ['keyExpired'];
    }
    const leads = key.leadDays ?? (key.isStatic ? this.leadDays.static : this.leadDays.exchanged);
    const passed = leads.filter((days) => key.expiresAtMs - days * dayMs <= nowMs);
    if (passed.length === 0) return [];
    if (key.snoozedUntilMs !== null && nowMs < key.snoozedUntilMs) return [];
    const isSnoozeOver = key.snoozedUntilMs !== null;
    const isNew = passed.some((days) => !key.told.has(`${key.expiresAtMs}/${days}`));
    if (!isNew && !isSnoozeOver) return [];
    cover(Math.min(...passed));
    return ['keyExpires'];
  }

  #age(key: ModelKey, nowMs: number): 'rotationDue'[] {
    if (this.rotateAfterDays === null || nowMs >= key.expiresAtMs) return [];
    if (key.snoozedUntilMs !== null && nowMs < key.snoozedUntilMs) return [];
    let reached = 0;
    while (key.createdAtMs + (reached + this.rotateAfterDays) * dayMs <= nowMs)
      reached += this.rotateAfterDays;
    if (reached === 0 || [...key.toldAges].some((age) => age >= reached)) return [];
    key.toldAges.add(reached);
    return ['rotationDue'];
  }

  #holds({ key: number, kind, expiresAtMs }: Told, nowMs: number): boolean {
    const key = this.keys[number];
    if (key === undefined) return false;
    const isExpired = nowMs >= key.expiresAtMs;
    if (kind === 'keyExpired') return isExpired;
    if (isExpired || (key.snoozedUntilMs !== null && nowMs < key.snoozedUntilMs)) return false;
    return kind === 'rotationDue' || expiresAtMs === key.expiresAtMs;
  }
}
