import type { KeyView, SettingsView, Snapshot, TokenView } from '#contract/view';
import { presets } from './preset-fixtures.ts';

/** Milliseconds of a minute and of a day. */
export const minute = 60_000;
export const day = 86_400_000;

/** A token with an hour behind and before it. */
export function token(given: Partial<TokenView> = {}): TokenView {
  const nowMs = Date.now();
  return {
    state: 'fresh',
    obtainedAtMs: nowMs - 13 * minute,
    expiresAtMs: nowMs + 47.5 * minute,
    lifetimeSource: 'relative',
    retryAtMs: null,
    failure: null,
    outputs: [],
    serverSkewMs: null,
    ...given,
  };
}

/** A stored key. */
export function key(given: Partial<KeyView> = {}): KeyView {
  const presetId = given.presetId ?? 'celerdata';
  const preset = presets.find(({ id }) => id === presetId);
  const name = given.name ?? 'prod';
  return {
    id: `id-${name}`,
    name,
    description: '',
    presetId,
    providerName: preset?.name ?? presetId,
    clientId: null,
    fields: {},
    secretFieldIds: preset?.fields.filter(({ kind }) => kind === 'secret').map(({ id }) => id) ?? [],
    extraCaPem: null,
    createdAtMs: Date.UTC(2025, 2, 3, 12),
    keyExpiresAtMs: null,
    minimumValidityS: 60,
    refreshMode: 'whileUsed',
    noticeLeadDays: null,
    snoozedUntilMs: null,
    isDefault: false,
    keyKind: preset?.keyKind ?? 'exchange',
    copyForms: [{ id: 'raw', label: 'Token' }],
    offers: { revoke: false, keyDetails: false, rotate: null, signIn: false },
    signIn: null,
    rotation: null,
    token: token(),
    ...given,
  };
}

/** Settings of a fresh start. */
export function settings(given: Partial<SettingsView> = {}): SettingsView {
  return {
    theme: 'system',
    commandsAllowed: false,
    unusedAfterDays: 30,
    refreshWhileLocked: true,
    noticeLeadDays: { exchanged: [30, 14, 7, 1], static: [30, 14, 7, 1] },
    rotateAfterDays: null,
    quietHours: null,
    calendarFile: null,
    clipboardClearAfterMs: 30_000,
    lockAfterIdleMinutes: 15,
    lockWithScreen: true,
    lockOnSuspend: true,
    refreshWhenLocked: false,
    tokensInMemoryOnly: false,
    confirmBeforeReveal: false,
    ...given,
  };
}

/** A snapshot with the shipped presets and no key. */
export function snapshot(given: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: 1,
    vault: { state: 'osProtected', detail: 'gnome_libsecret', slots: [] },
    keys: [],
    presets,
    presetProblems: [],
    settings: settings(),
    inbox: { items: [], unread: 0, notifications: 'shown' },
    clipboard: null,
    ...given,
  };
}
