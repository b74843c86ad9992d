import type { InboxItemView, InboxView } from '#contract/inbox-view';
import type { ActivityRecorder } from '#core/activity';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { type DueNotice, dueNotices } from '#core/notices/due-notices';
import { lostKeys, stillGiven, withGiven } from '#core/notices/given-notices';
import {
  asShown,
  byUrgency,
  type InboxItem,
  inboxItem,
  itemsToTell,
  keptItems,
  maxInboxItems,
  withoutGoneKeys,
} from '#core/notices/inbox-item';
import type { Clock, Log, Random } from '#core/ports';
import type { AppState } from './app-state.ts';
import { type NoticeRecords, type NoticeStorage, noNotices } from './notice-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: NoticeStorage;
  readonly clock: Clock;
  readonly random: Random;
  readonly activity: ActivityRecorder;
  readonly log: Log;
}

const dayMs = 86_400_000;

/** What the user was told and has put off. A notice is stored as given, with its item, before anybody sees it. */
export class Inbox {
  readonly #needs: Needs;
  #records = noNotices;
  /** Of them, those that the page sees. */
  #shown: readonly InboxItem[] = [];
  /** What the last clearing took, for its undo. */
  #cleared: readonly InboxItem[] = [];
  #isForgotten = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Takes over what the vault kept. */
  async restore(): Promise<void> {
    this.#records = await this.#needs.storage.read();
    this.#isForgotten = false;
    this.#publish();
  }

  /** Forgets it until the next {@link restore}. What was still to be changed is not, as it would be stored as a change of nothing. */
  forget(): Promise<void> {
    this.#isForgotten = true;
    const done = this.#turn.then(() => {
      this.#records = noNotices;
      this.#cleared = [];
      this.#publish();
    });
    this.#turn = done;
    return done;
  }

  /**
   * Gives each notice that is due.
   *
   * @param mayShow whether a notification may tell what waits for one
   * @returns what that notification is to tell, the most urgent first
   */
  async give(mayShow: boolean): Promise<readonly InboxItem[]> {
    const { state, clock, random, activity } = this.#needs;
    let told: readonly InboxItem[] = [];
    const due: DueNotice[] = [];
    await this.#tell((now) => {
      const { keys, settings } = state.value;
      const nowMs = clock.nowMs();
      const context = { ...now, settings, nowMs };
      for (const key of keys.values()) due.push(...dueNotices(key, context));
      const given = withGiven(stillGiven(now.given, keys, nowMs), due);
      const snoozes = goingOn(now.snoozes, nowMs);
      const added = due.map((notice) => inboxItem(notice, random.uuid(), nowMs)).sort(byUrgency);
      const items = added.length === 0 ? now.items : [...added, ...now.items];
      if (!mayShow) return { given, snoozes, items };
      told = itemsToTell(items, { keys, lost: lostKeys(given), snoozes, nowMs });
      return { given, snoozes, items: asShown(items, true) };
    });
    for (const { kind, state: of } of due)
      activity.record('notified', of.key.id, { actor: 'keyfob', detail: kind });
    return told;
  }

  /** Notes that the vault did not hold what it held when Keyfob ran last; once, until the user has read it. */
  addAltered(): Promise<void> {
    const { clock, random } = this.#needs;
    const altered = {
      id: random.uuid(),
      kind: 'recordsAltered',
      keyId: null,
      keyName: '',
      atMs: clock.nowMs(),
      expiresAtMs: null,
      failure: null,
      isRead: false,
      isShown: false,
    } as const;
    return this.#tell(({ items, ...now }) => ({
      ...now,
      items: [altered, ...items.filter(({ kind, isRead }) => kind !== altered.kind || isRead)],
    }));
  }

  /** No notification told these after all: the next one does. */
  takeBack(told: readonly InboxItem[]): Promise<void> {
    const ids = new Set(told.map(({ id }) => id));
    return this.#tell((now) => ({ ...now, items: asShown(now.items, false, ids) }));
  }

  /** Whether notifications reach the desktop. */
  setNotifications(notifications: InboxView['notifications']): void {
    const { state } = this.#needs;
    if (state.value.inbox.notifications !== notifications)
      state.change({ inbox: { ...state.value.inbox, notifications } });
  }

  /** Failures: those of a vault's commit. */
  markRead(itemIds: readonly string[]): Promise<Result<void>> {
    const read = new Set(itemIds);
    return this.#change(({ items, ...now }) => ({
      ...now,
      items: items.map((item) => (read.has(item.id) ? { ...item, isRead: true } : item)),
    }));
  }

  /** Until the next clearing or lock it can be undone. Failures: those of a vault's commit. */
  clear(): Promise<Result<void>> {
    return this.#change(({ items, ...now }) => {
      this.#cleared = items;
      return { ...now, items: [] };
    });
  }

  /** Brings back what the last clearing took, below what came since. Failures: those of a vault's commit. */
  async undoClear(): Promise<Result<{ restored: number }>> {
    let restored = 0;
    const stored = await this.#change((now) => {
      // A clearing that could not be stored took nothing.
      const gone = this.#cleared.filter(({ id }) => now.items.every((item) => item.id !== id));
      restored = gone.length;
      return restored === 0 ? now : { ...now, items: [...now.items, ...gone] };
    });
    return stored.ok ? ok({ restored }) : stored;
  }

  /**
   * Puts the reminders of a key off: that it expires soon or is old, not that it stopped working. Failures: keyNotFound,
   * invalidInput (it never expires), those of a vault's commit.
   */
  async snooze(id: KeyId, until: 'day' | 'week' | 'expiry' | 'none'): Promise<Result<void>> {
    const { state, clock } = this.#needs;
    const key = state.value.keys.get(id)?.key;
    if (key === undefined) return fail('keyNotFound');
    if (until === 'expiry' && key.keyExpiresAtMs === null)
      return fail('invalidInput', { field: 'keyExpiresAtMs', reason: 'empty' });
    const nowMs = clock.nowMs();
    const ends = { day: nowMs + dayMs, week: nowMs + 7 * dayMs, expiry: key.keyExpiresAtMs, none: null };
    return this.#change((now) => {
      const snoozes = new Map(now.snoozes);
      const untilMs = ends[until];
      if (untilMs === null) snoozes.delete(id);
      else snoozes.set(id, untilMs);
      return { ...now, snoozes };
    });
  }

  /** A full disk must not silence a warning; it then may come once more after a restart. */
  async #tell(make: (now: NoticeRecords) => NoticeRecords): Promise<void> {
    const stored = await this.#change(make, true);
    if (!stored.ok) this.#needs.log.write('notice.markNotStored', { kind: stored.failure.kind });
  }

  /** One change after the other, each from what the one before left. */
  #change(make: (now: NoticeRecords) => NoticeRecords, evenIfNotStored = false): Promise<Result<void>> {
    const done = this.#turn.then(async () => {
      const { state, storage } = this.#needs;
      if (this.#isForgotten) return fail('vaultLocked');
      const made = make(this.#records);
      const next = { ...made, items: keptItems(withoutGoneKeys(made.items, state.value.keys)) };
      const stored = storage.holds(next) ? ok(undefined) : await storage.save(next);
      if (stored.ok || evenIfNotStored) {
        this.#records = next;
        this.#publish();
      }
      return stored;
    });
    this.#turn = done.catch(() => {});
    return done;
  }

  #publish(): void {
    const { state } = this.#needs;
    const { items, snoozes } = this.#records;
    if (this.#shown === items && state.value.snoozes === snoozes) return;
    this.#shown = items;
    const kept = items.slice(0, maxInboxItems).map(itemView);
    const unread = kept.filter(({ isRead }) => !isRead).length;
    state.change({ snoozes, inbox: { ...state.value.inbox, items: kept, unread } });
  }
}

/** The same map if none has ended. */
function goingOn(snoozes: ReadonlyMap<KeyId, number>, nowMs: number): ReadonlyMap<KeyId, number> {
  const left = [...snoozes].filter(([, untilMs]) => untilMs > nowMs);
  return left.length === snoozes.size ? snoozes : new Map(left);
}

function itemView({ isShown: _, ...item }: InboxItem): InboxItemView {
  return item;
}
