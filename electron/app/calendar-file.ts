import { calendarName, keyExpiresWords, keyExpiryAdvice } from '#contract/words/calendar-words';
import { type CalendarEntry, calendarText, isSameCalendar } from '#core/calendar';
import { fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Clock, Log, Timer } from '#core/ports';
import type { TextFiles } from '#core/text-files-port';
import type { AppState } from './app-state.ts';

interface Needs {
  readonly state: AppState;
  readonly files: TextFiles;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
}

/** Changes within this time are written together. */
const gatherMs = 2_000;

/** The expiries of all keys as a calendar: as a text, and in a file that is kept up to date where the user wants one. */
export class CalendarFile {
  readonly #needs: Needs;
  /** What the file was made of when it was written last. */
  #seen: readonly unknown[] = [];
  #hasFailed = false;
  #cancel: (() => void) | null = null;
  #unsubscribe: () => void = () => {};

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Looks now and after each change whether the file is to be written anew. */
  start(): void {
    this.#unsubscribe = this.#needs.state.subscribe(() => this.#lookSoon());
    this.#lookSoon();
  }

  stop(): void {
    this.#unsubscribe();
    this.#cancel?.();
    this.#cancel = null;
  }

  /** The calendar. Failure: invalidInput, when no key has an expiry: a calendar without an event is none (RFC 5545 section 3.6). */
  text(): Result<string> {
    const entries = this.#entries();
    if (entries.length === 0) return fail('invalidInput', { field: 'Calendar', reason: 'noKeyExpires' });
    return ok(this.#textOf(entries));
  }

  /** Puts the calendar in a file, unless it holds just that already. Failure: invalidInput (field File). */
  async writeTo(path: string): Promise<Result<void>> {
    const { files } = this.#needs;
    const text = this.#textOf(this.#entries());
    const stored = await files.read(path);
    return stored !== null && isSameCalendar(stored, text) ? ok(undefined) : files.write(path, text);
  }

  #lookSoon(): void {
    if (this.#cancel !== null || this.#isUpToDate()) return;
    this.#cancel = this.#needs.timer.after(gatherMs, () => {
      this.#cancel = null;
      void this.#update();
    });
  }

  async #update(): Promise<void> {
    const { state, log } = this.#needs;
    const path = state.value.settings.calendarFile;
    const made = this.#madeOf();
    if (path === null || this.#isUpToDate()) return;
    const written = await this.writeTo(path);
    // It is tried again at the next change of anything; the log says it once.
    if (written.ok) this.#seen = made;
    else if (!this.#hasFailed) log.write('calendar.notWritten', { kind: written.failure.kind });
    this.#hasFailed = !written.ok;
  }

  /** Also when there is nothing to keep: none is wanted, or the keys are not known. */
  #isUpToDate(): boolean {
    const { vault, settings } = this.#needs.state.value;
    if (settings.calendarFile === null || vault.state !== 'open') return true;
    const made = this.#madeOf();
    return made.length === this.#seen.length && made.every((each, index) => each === this.#seen[index]);
  }

  /** Everything that the calendar depends on; compared by identity, as a token that comes does not change its key. */
  #madeOf(): readonly unknown[] {
    const { keys, presets, settings } = this.#needs.state.value;
    return [
      settings.calendarFile,
      settings.noticeLeadDays,
      presets,
      ...[...keys.values()].map(({ key }) => key),
    ];
  }

  #textOf(entries: readonly CalendarEntry[]): string {
    return calendarText(calendarName, entries, this.#needs.clock.nowMs());
  }

  #entries(): readonly CalendarEntry[] {
    return [...this.#needs.state.value.keys.values()].flatMap((state) => this.#entryOf(state));
  }

  #entryOf({ key, isStatic }: KeyState): CalendarEntry[] {
    if (key.keyExpiresAtMs === null) return [];
    const { state } = this.#needs;
    const preset = state.preset(key.presetId);
    const leadDays = state.value.settings.noticeLeadDays[isStatic ? 'static' : 'exchanged'];
    return [
      {
        keyId: key.id,
        atMs: key.keyExpiresAtMs,
        title: keyExpiresWords(key.name),
        description: keyExpiryAdvice(key.name, preset?.name ?? key.presetId),
        url: preset?.links.find(({ id }) => id === 'console')?.url ?? null,
        leadDays: key.noticeLeadDays ?? leadDays,
      },
    ];
  }
}
