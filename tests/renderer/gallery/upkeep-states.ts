import type { ActivityEventView } from '#contract/activity-view';
import type { InboxItemView } from '#contract/inbox-view';
import type { KeyView, Snapshot } from '#contract/view';
import { day, key, minute, settings, snapshot, token } from '../key-fixtures.ts';
import { event, inbox, notice } from '../upkeep-fixtures.ts';

const now = Date.now();
const hour = 60 * minute;
const nothing = { revoke: false, keyDetails: false, rotate: null, signIn: false } as const;
const none = { obtainedAtMs: null, expiresAtMs: null, lifetimeSource: null } as const;

/** A key in each state, and what else a row can tell. */
function upkeepKeys(): KeyView[] {
  return [
    key({
      name: 'billing-export',
      presetId: 'ibm-iam',
      keyExpiresAtMs: now - 3 * day,
      createdAtMs: now - 368 * day,
      token: token({ state: 'needsYou', ...none }),
    }),
    key({
      name: 'crm-signin',
      presetId: 'oauth2',
      offers: { ...nothing, signIn: true },
      token: token({ state: 'needsYou', ...none, failure: { kind: 'signInNeeded' } }),
    }),
    key({
      name: 'dataos-minerva',
      presetId: 'dataos',
      description: 'Minerva queries from the notebook server',
      offers: { ...nothing, rotate: 'guided' },
      keyExpiresAtMs: now + 5 * day + 3 * hour,
      createdAtMs: now - 25 * day,
      token: token({ expiresAtMs: now + 5 * day + 3 * hour, lifetimeSource: 'key' }),
    }),
    key({
      name: 'dataos-audit',
      presetId: 'dataos',
      offers: { ...nothing, rotate: 'guided' },
      keyExpiresAtMs: now + 6 * day + hour,
      snoozedUntilMs: now + day,
      createdAtMs: now - 24 * day,
      token: token({ expiresAtMs: now + 6 * day + hour, lifetimeSource: 'key' }),
    }),
    key({
      name: 'warehouse-eu',
      clientId: '5f1d2c7e-8a34-4be0-9d11-7c2f6e0b93aa',
      createdAtMs: now - 212 * day,
      offers: { ...nothing, rotate: 'automatic' },
      token: token({
        state: 'offline',
        failure: { kind: 'unreachable', host: 'cloud-api.celerdata.com' },
        retryAtMs: now + 3 * minute,
      }),
    }),
    key({ name: 'reports', refreshMode: 'onDemand', token: token({ state: 'onDemand', ...none }) }),
    key({ name: 'archive', token: token({ state: 'onDemand', expiresAtMs: now + 12 * minute + 900 }) }),
    key({ name: 'new-key', token: token({ state: 'neverFetched', ...none }) }),
    key({
      name: 'ibm-cloud',
      presetId: 'ibm-iam',
      isDefault: true,
      keyExpiresAtMs: now + 21 * day,
      token: token({ serverSkewMs: 5 * minute + 2_000, lifetimeSource: 'assumed' }),
    }),
  ];
}

function notices(): InboxItemView[] {
  const about = (name: string, given: Partial<InboxItemView>): InboxItemView =>
    notice({ id: `${name}-${given.atMs}`, keyId: `id-${name}`, keyName: name, ...given });
  return [
    about('crm-signin', {
      kind: 'tokenLost',
      atMs: now - 20_000,
      expiresAtMs: null,
      failure: { kind: 'signInNeeded' },
    }),
    about('dataos-minerva', { atMs: now - 3 * hour, expiresAtMs: now + 5 * day + 3 * hour }),
    about('dataos-audit', { atMs: now - 26 * hour, expiresAtMs: now + 6 * day + hour, isRead: true }),
    about('billing-export', {
      kind: 'keyExpired',
      atMs: now - 3 * day,
      expiresAtMs: now - 3 * day,
      isRead: true,
    }),
    about('warehouse-eu', { kind: 'rotationDue', atMs: now - 32 * day, expiresAtMs: null, isRead: true }),
    about('ibm-cloud', { atMs: now - 40 * day, expiresAtMs: now - 10 * day, isRead: true }),
    about('old-test', {
      kind: 'keyExpired',
      keyId: null,
      atMs: now - 50 * day,
      expiresAtMs: now - 50 * day,
      isRead: true,
    }),
    about('', { kind: 'recordsAltered', keyId: null, atMs: now - 51 * day, expiresAtMs: null, isRead: true }),
  ];
}

const upkeep = (given: Partial<Snapshot> = {}): Snapshot =>
  snapshot({
    keys: upkeepKeys(),
    settings: settings({ rotateAfterDays: 180 }),
    inbox: inbox(notices()),
    ...given,
  });

function manyNotices(): InboxItemView[] {
  return Array.from({ length: 200 }, (_, index) => {
    const base = notices()[index % 8] ?? notice();
    return { ...base, id: `n${index}`, atMs: now - index * 5 * hour, isRead: index > 120 };
  });
}

/** Snapshots by name of the state that they show. */
export const upkeepStates: Readonly<Record<string, () => Snapshot>> = {
  upkeep: () => upkeep(),
  upkeepFailed: () => upkeep({ inbox: inbox(notices(), 'failed') }),
  upkeepNone: () => upkeep({ inbox: inbox([], 'unavailable') }),
  upkeepMany: () => upkeep({ inbox: inbox(manyNotices()) }),
  upkeepSet: () =>
    upkeep({
      settings: settings({
        rotateAfterDays: 180,
        quietHours: { fromMinute: 22 * 60, toMinute: 7 * 60 },
        calendarFile: '/home/maria/Documents/Calendars/keyfob-expiries.ics',
      }),
    }),
};

const refused = { kind: 'refused', host: 'staging.certara.ai', httpStatus: 401 } as const;
const story: readonly Partial<ActivityEventView>[] = [
  { kind: 'copied', detail: 'raw', actor: 'window' },
  { kind: 'refreshed', expiresAtMs: now + 50 * minute },
  { kind: 'failed', failure: refused, keyName: 'layar-staging', keyId: 'id-layar-staging' },
  { kind: 'copied', detail: 'curl', actor: 'tray' },
  { kind: 'revealed', detail: 'Secret', actor: 'window' },
  { kind: 'unlocked', detail: 'screen', keyName: '', keyId: null },
  { kind: 'locked', detail: 'screen', keyName: '', keyId: null },
  { kind: 'notified', detail: 'keyExpires', keyName: 'dataos-minerva', keyId: 'id-dataos-minerva' },
  { kind: 'rotated', actor: 'window' },
  { kind: 'edited', actor: 'window' },
  { kind: 'reportedRefused', actor: 'window' },
  { kind: 'issued', expiresAtMs: now - 2 * hour },
  { kind: 'imported', actor: 'window', keyName: 'ключ 鍵', keyId: 'id-other' },
];

/** A long log, the newest line first. */
export const activityLog: readonly ActivityEventView[] = Array.from({ length: 400 }, (_, index) =>
  event({
    keyName: 'warehouse-eu',
    keyId: 'id-warehouse-eu',
    ...story[index % story.length],
    serial: 1_000 - index,
    atMs: now - index * 47 * minute,
  }),
);
