import { renameSync } from 'node:fs';
import { join } from 'node:path';
import Store from 'electron-store';
import * as v from 'valibot';
import { fail, ok, type Result } from '#core/failure';
import { defaultSettings, type Settings, type SettingsStore } from '#core/settings';

const name = 'settings';

const pixels = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(20_000));

const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650));
const leadDays = v.pipe(v.array(days), v.maxLength(10));
const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_439));

/** Each setting by itself: one that cannot be used is replaced by its default, the others stay. */
const settingsSchema = v.object({
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), defaultSettings.theme),
  clipboardClearAfterMs: v.fallback(
    v.pipe(v.number(), v.integer(), v.minValue(1_000), v.maxValue(3_600_000)),
    defaultSettings.clipboardClearAfterMs,
  ),
  commandsAllowed: v.fallback(v.boolean(), defaultSettings.commandsAllowed),
  defaultKeyId: v.fallback(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(64))), null),
  windowSize: v.fallback(v.nullable(v.object({ width: pixels, height: pixels })), null),
  unusedAfterDays: v.fallback(v.nullable(days), defaultSettings.unusedAfterDays),
  refreshWhileLocked: v.fallback(v.boolean(), defaultSettings.refreshWhileLocked),
  noticeLeadDays: v.fallback(v.object({ exchanged: leadDays, static: leadDays }), () => ({
    exchanged: [...defaultSettings.noticeLeadDays.exchanged],
    static: [...defaultSettings.noticeLeadDays.static],
  })),
  rotateAfterDays: v.fallback(v.nullable(days), defaultSettings.rotateAfterDays),
  quietHours: v.fallback(v.nullable(v.object({ fromMinute: minute, toMinute: minute })), null),
  lockAfterIdleMinutes: v.fallback(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_440))),
    defaultSettings.lockAfterIdleMinutes,
  ),
  lockWithScreen: v.fallback(v.boolean(), defaultSettings.lockWithScreen),
  lockOnSuspend: v.fallback(v.boolean(), defaultSettings.lockOnSuspend),
  refreshWhenLocked: v.fallback(v.boolean(), defaultSettings.refreshWhenLocked),
  tokensInMemoryOnly: v.fallback(v.boolean(), defaultSettings.tokensInMemoryOnly),
  confirmBeforeReveal: v.fallback(v.boolean(), defaultSettings.confirmBeforeReveal),
  calendarFile: v.fallback(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(4_096))), null),
});

/**
 * Settings in `<folder>/settings.json`. Nothing secret may go there: this way of writing loses the newest change, or on a
 * full disk the file, without telling (docs/rules-and-findings.md, F4).
 */
export class SettingsFile implements SettingsStore {
  /** Null where the folder cannot be used: the defaults then hold, and no change is kept. */
  readonly #store: Store<Record<string, unknown>> | null;
  #settings: Settings;

  constructor(folder: string) {
    this.#store = openStore(folder);
    this.#settings = v.parse(settingsSchema, { ...this.#store?.store });
  }

  read(): Settings {
    return this.#settings;
  }

  update(change: Partial<Settings>): Result<Settings> {
    const settings = v.parse(settingsSchema, { ...this.#settings, ...change });
    try {
      if (this.#store === null) return fail('settingsNotWritten');
      this.#store.set({ ...settings });
    } catch {
      return fail('settingsNotWritten');
    }
    this.#settings = settings;
    return ok(settings);
  }
}

function openStore(folder: string): Store<Record<string, unknown>> | null {
  const options = { cwd: folder, name, clearInvalidConfig: false, configFileMode: 0o600, deserialize };
  try {
    return new Store(options);
  } catch {
    const asideName = `${name}.${new Date().toISOString().replaceAll(':', '-')}.damaged`;
    try {
      renameSync(join(folder, `${name}.json`), join(folder, asideName));
      return new Store(options);
    } catch {
      return null;
    }
  }
}

/** As strict as `JSON.parse`, for what is no object too: electron-store would take that for no settings and overwrite it. */
function deserialize(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SyntaxError('no settings');
  return { ...value };
}
