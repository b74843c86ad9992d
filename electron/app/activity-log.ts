import type { ActivityPage, TimelineView } from '#contract/activity-view';
import type { ActivityEvent, ActivityFacts, ActivityKind, ActivityRecorder } from '#core/activity';
import { type ActivityQuery, searchActivity } from '#core/activity-search';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, Log, Timer } from '#core/ports';
import type { SystemEvent } from '#core/system-events';
import { timelineOf } from '#core/timeline';
import { activityView, searchedText } from './activity-lines.ts';
import { type ActivityStorage, chunkOf, longestLog } from './activity-storage.ts';
import type { AppState } from './app-state.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: ActivityStorage;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
}

/** What a kill loses at most; also how often the vault is written to while much happens. */
const saveAfterMs = 5_000;
/** A key that fails in the same way again within this time says nothing new. */
const sameFailureMs = 3_600_000;

/**
 * The activity log. Events are kept in memory and soon written to the vault; what is stored is read when somebody looks, so
 * that a start does not wait for it. While the vault is locked they wait in memory.
 */
export class ActivityLog implements ActivityRecorder {
  readonly #needs: Needs;
  /** Noted before the end of the stored log was known: they have no serial yet. */
  #noted: Omit<ActivityEvent, 'serial'>[] = [];
  /** From the first event of the newest record on; null while the stored log was not looked at. */
  #recent: ActivityEvent[] | null = null;
  #nextSerial = 0;
  /** The first serial that is not stored. */
  #unsavedFrom = 0;
  /** All that is stored before `#recent`, once somebody has looked. */
  #older: readonly ActivityEvent[] | null = null;
  readonly #failedAtMs = new Map<string, number>();
  #cancel: (() => void) | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  record(kind: ActivityKind, keyId: KeyId | null, facts: ActivityFacts = {}): void {
    if (this.#isRepeated(kind, keyId, facts)) return;
    const { state, clock, timer } = this.#needs;
    const keyName = state.value.keys.get(keyId ?? ('' as KeyId))?.key.name ?? '';
    this.#noted.push({ atMs: clock.nowMs(), kind, keyId, keyName, ...facts });
    if (this.#noted.length > longestLog) this.#noted.shift();
    this.#cancel ??= timer.after(saveAfterMs, () => {
      this.#cancel = null;
      void this.save();
    });
  }

  /** What happens around Keyfob. Nobody knows how long a locked screen stays, so what there is is stored at once. */
  hear(event: SystemEvent): void {
    if (event === 'screenUnlocked') this.record('unlocked', null, { detail: 'screen' });
    if (event !== 'screenLocked') return;
    this.record('locked', null, { detail: 'screen' });
    void this.save();
  }

  /** Writes what is not stored yet. That it could not be written is logged; it then is with what comes next. */
  save(): Promise<void> {
    return this.#inTurn(async () => {
      const ready = await this.#number();
      if (!ready.ok || this.#unsavedFrom === this.#nextSerial) return;
      const endSerial = this.#nextSerial;
      const saved = await this.#needs.storage.save(ready.value, this.#unsavedFrom);
      if (!saved.ok) return this.#needs.log.write('activity.notStored', { kind: saved.failure.kind });
      this.#unsavedFrom = endSerial;
      this.#keepNewestRecord(ready.value);
    });
  }

  /** Stores what there is and sets no timer any more. */
  async stop(): Promise<void> {
    this.#cancel?.();
    this.#cancel = () => {};
    await this.save();
  }

  /** Forgets what is stored; what is not waits in memory for the next opening. */
  forget(): Promise<void> {
    return this.#inTurn(async () => {
      const unsaved = (this.#recent ?? []).filter(({ serial }) => serial >= this.#unsavedFrom);
      this.#noted = [...unsaved.map(({ serial: _, ...event }) => event), ...this.#noted];
      this.#recent = null;
      this.#older = null;
    });
  }

  /** Every event, the oldest first. Failure: vaultLocked. */
  all(): Promise<Result<readonly ActivityEvent[]>> {
    return this.#inTurn(async () => {
      const ready = await this.#number();
      if (!ready.ok) return ready;
      const recent = ready.value;
      if (this.#older === null) {
        const stored = await this.#needs.storage.readAll();
        if (!stored.ok) return stored;
        const first = recent[0]?.serial ?? this.#nextSerial;
        this.#older = stored.value.filter(({ serial }) => serial < first);
      }
      return ok([...this.#older, ...recent].slice(-longestLog));
    });
  }

  /** Events that match, the newest first. Failure: vaultLocked. */
  async list(query: ActivityQuery): Promise<Result<ActivityPage>> {
    const events = await this.all();
    if (!events.ok) return events;
    const found = searchActivity(events.value, query, searchedText);
    return ok({ ...found, events: found.events.map(activityView) });
  }

  /** What happened to one key's tokens. Failures: keyNotFound, vaultLocked. */
  async timeline(id: KeyId, fromMs: number, toMs: number): Promise<Result<TimelineView>> {
    const key = this.#needs.state.value.keys.get(id)?.key;
    if (key === undefined) return fail('keyNotFound');
    const events = await this.all();
    if (!events.ok) return events;
    const own = events.value.filter(({ keyId }) => keyId === id);
    return ok({ ...timelineOf(own, fromMs, toMs), keyExpiresAtMs: key.keyExpiresAtMs });
  }

  /** Gives what was noted its serials. The answer holds all events from the newest record on. */
  async #number(): Promise<Result<ActivityEvent[]>> {
    if (this.#recent === null) {
      const end = await this.#needs.storage.readEnd();
      if (!end.ok) return end;
      this.#recent = [...end.value.newest];
      this.#nextSerial = end.value.nextSerial;
      this.#unsavedFrom = end.value.nextSerial;
    }
    for (const event of this.#noted) {
      this.#recent.push({ serial: this.#nextSerial, ...event });
      this.#nextSerial += 1;
    }
    this.#noted = [];
    // Only a disk that takes nothing lets it get so long.
    if (this.#recent.length > longestLog) this.#recent = this.#recent.slice(-longestLog);
    return ok(this.#recent);
  }

  /** What only its record needs is no longer kept here, unless somebody has looked and may look again. */
  #keepNewestRecord(events: readonly ActivityEvent[]): void {
    const last = events.at(-1);
    const start = last === undefined ? 0 : events.findIndex((event) => chunkOf(event) === chunkOf(last));
    this.#recent = events.slice(start);
    if (this.#older === null || start === 0) return;
    this.#older = [...this.#older, ...events.slice(0, start)].slice(-longestLog);
  }

  #isRepeated(kind: ActivityKind, keyId: KeyId | null, { failure }: ActivityFacts): boolean {
    if (kind !== 'failed' || failure === undefined) return false;
    const nowMs = this.#needs.clock.elapsedMs();
    for (const [known, atMs] of this.#failedAtMs)
      if (nowMs - atMs >= sameFailureMs) this.#failedAtMs.delete(known);
    const same = [keyId, failure.kind, failure.reason, failure.httpStatus].join('|');
    if (this.#failedAtMs.has(same)) return true;
    this.#failedAtMs.set(same, nowMs);
    return false;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
