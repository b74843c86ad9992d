import type { Result } from './failure.ts';

/** Local times of day between which no notification is shown; may go over midnight. Minutes after midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Days before the expiry at which the user is told, the longest first; empty: never. */
export interface NoticeLeadDays {
  /** Keys that are exchanged for tokens. */
  readonly exchanged: readonly number[];
  /** Keys that are themselves the token. */
  readonly static: readonly number[];
}

/** Settings that are not secret. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly clipboardClearAfterMs: number;
  /** Whether keys may be printed by commands. */
  readonly commandsAllowed: boolean;
  /** The key whose token a primary click on the tray icon copies. */
  readonly defaultKeyId: string | null;
  /** Size of the window when it was closed last, in pixels. */
  readonly windowSize: { readonly width: number; readonly height: number } | null;
  /** A key that nobody used for this many days is renewed only when somebody needs it; null: it always is. */
  readonly unusedAfterDays: number | null;
  /** Whether tokens are renewed while the screen is locked. */
  readonly refreshWhileLocked: boolean;
  readonly noticeLeadDays: NoticeLeadDays;
  /** The user is reminded to rotate a key of this age, in days; null: never. */
  readonly rotateAfterDays: number | null;
  readonly quietHours: QuietHours | null;
  /** A vault with a passphrase is locked after this time without input to the computer, in minutes; null: never. */
  readonly lockAfterIdleMinutes: number | null;
  /** Whether a vault with a passphrase is locked together with the screen, and when the computer goes to sleep. */
  readonly lockWithScreen: boolean;
  readonly lockOnSuspend: boolean;
  /** Whether a locked vault's keys stay in memory, so that tokens are renewed; nothing is shown or handed out. */
  readonly refreshWhenLocked: boolean;
  /** Tokens are not written to the vault: each start fetches them anew. */
  readonly tokensInMemoryOnly: boolean;
  /** Somebody has to say the passphrase before a secret is shown. */
  readonly confirmBeforeReveal: boolean;
  /** Absolute path of the calendar file that is kept up to date; null: none. */
  readonly calendarFile: string | null;
}

/** Settings of a fresh start. */
export const defaultSettings: Settings = {
  theme: 'system',
  clipboardClearAfterMs: 30_000,
  commandsAllowed: false,
  defaultKeyId: null,
  windowSize: null,
  unusedAfterDays: 30,
  refreshWhileLocked: true,
  noticeLeadDays: { exchanged: [30, 14, 7, 1], static: [30, 14, 7, 1] },
  rotateAfterDays: null,
  quietHours: null,
  lockAfterIdleMinutes: 15,
  lockWithScreen: true,
  lockOnSuspend: true,
  refreshWhenLocked: false,
  tokensInMemoryOnly: false,
  confirmBeforeReveal: false,
  calendarFile: null,
};

/** Keeps {@link Settings}. Damaged settings never stop the app: defaults are used and the file is kept aside. */
export interface SettingsStore {
  read(): Settings;
  /** Failure: settingsNotWritten; the former settings then still hold. */
  update(change: Partial<Settings>): Result<Settings>;
}
