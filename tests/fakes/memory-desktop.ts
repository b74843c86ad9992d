import { fitsMark, markOf } from '#adapters/clipboard-mark';
import type { Cleared, Clipboard } from '#core/clipboard-port';
import { fail, ok, type Result } from '#core/failure';
import type { Log, Notice, Notifier } from '#core/ports';
import type { Secret } from '#core/secret';
import { defaultSettings, type Settings, type SettingsStore } from '#core/settings';
import type { SystemEvent, SystemEvents } from '#core/system-events';

/** A clipboard with two selections that other programs can take over. */
export class MemoryClipboard implements Clipboard {
  text = '';
  primary = '';
  isBroken = false;
  /** Takes the text and then shows another one to whoever checks. */
  isDeaf = false;
  /** Does not answer when something is to be cleared. */
  isSilent = false;
  /** What another program reads; null: there is none. */
  elsewhere: string | null = 'what is there';

  async write(secret: Secret): Promise<Result<void>> {
    if (this.isBroken) return fail('clipboardFailed');
    this.text = secret.reveal();
    this.primary = this.text;
    return this.isDeaf ? fail('clipboardFailed') : ok(undefined);
  }

  clearIfHolds(secret: Secret): Promise<Cleared> {
    return this.#clearWhere((text) => text === secret.reveal());
  }

  mark(secret: Secret): string {
    return markOf(secret.reveal());
  }

  clearIfMarked(mark: string): Promise<Cleared> {
    return this.#clearWhere((text) => fitsMark(mark, text));
  }

  async #clearWhere(isOurs: (text: string) => boolean): Promise<Cleared> {
    if (this.isSilent) return 'unknown';
    const wasThere = isOurs(this.text) || isOurs(this.primary);
    if (isOurs(this.text)) this.text = '';
    if (isOurs(this.primary)) this.primary = '';
    return wasThere ? 'cleared' : 'notThere';
  }

  async readElsewhere(): Promise<string | null> {
    return this.elsewhere === 'what is there' ? this.text : this.elsewhere;
  }
}

/** Remembers the notifications. */
export class RecordingNotifier implements Notifier {
  readonly notices: Notice[] = [];
  available = true;
  /** The system says that it showed none. */
  fails = false;

  isAvailable(): boolean {
    return this.available;
  }

  show(notice: Notice, onFailed?: () => void): void {
    if (this.fails) onFailed?.();
    else this.notices.push(notice);
  }

  /** Titles of the warnings, without the quiet copy confirmations. */
  get warnings(): string[] {
    return this.notices.filter((notice) => notice.urgency === 'normal').map((notice) => notice.title);
  }
}

/** Settings in memory. */
export class MemorySettings implements SettingsStore {
  #settings: Settings = defaultSettings;

  read(): Settings {
    return this.#settings;
  }

  update(change: Partial<Settings>): Result<Settings> {
    this.#settings = { ...this.#settings, ...change };
    return ok(this.#settings);
  }
}

/** A log in memory; tests look into it for secrets. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];

  write(event: string, facts: Readonly<Record<string, string | number | boolean | null>> = {}): void {
    this.lines.push(JSON.stringify({ event, ...facts }));
  }
}

/** Tells the app what happens around it, when told to. */
export class ManualEvents implements SystemEvents {
  readonly #listeners = new Set<(event: SystemEvent) => void>();

  on(listener: (event: SystemEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: SystemEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
