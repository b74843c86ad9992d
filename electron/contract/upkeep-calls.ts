import * as v from 'valibot';
import { type ActivityPage, activityKindViews, type TimelineView } from './activity-view.ts';
import { days, epochMs, fieldText, id, leadDays, minute, nullableEpochMs, shortText } from './call-parts.ts';
import type { TestReport } from './test-report.ts';

type Nothing = Record<string, never>;

/** Inputs of the calls that keep keys fresh and tell of them: refresh, rotation by hand, notices, activity, calendar. */
export const upkeepInputs = {
  /** Tests secrets that the user made at the provider, and switches to them when the test passed. */
  'keys.rotateByHand': v.strictObject({
    runId: id,
    keyId: id,
    /** Values of the preset's fields, by field id: those that changed. */
    fields: v.record(id, fieldText),
    keyExpiresAtMs: nullableEpochMs,
  }),
  'keys.setRefreshMode': v.strictObject({
    keyId: id,
    refreshMode: v.picklist(['whileUsed', 'always', 'onDemand']),
  }),
  /** Null: those of the settings. */
  'keys.setNoticeLeadDays': v.strictObject({ keyId: id, noticeLeadDays: v.nullable(leadDays) }),
  'keys.timeline': v.strictObject({ keyId: id, fromMs: epochMs, toMs: epochMs }),
  /** Asks all providers now, but for keys that were refused. */
  'tokens.refreshAll': v.strictObject({}),
  /** The token was refused where the user used it: another one is fetched, and an assumed lifetime is shortened. */
  'tokens.reportRefused': v.strictObject({ keyId: id }),
  /** Puts the notices of a key off. `none`: no longer. */
  'notices.snooze': v.strictObject({ keyId: id, until: v.picklist(['day', 'week', 'expiry', 'none']) }),
  'inbox.markRead': v.strictObject({ itemIds: v.pipe(v.array(id), v.maxLength(1_000)) }),
  'inbox.clear': v.strictObject({}),
  /** Brings back what the last clearing took. */
  'inbox.undoClear': v.strictObject({}),
  'activity.list': v.strictObject({
    /** Words that the key's name, the kind or the failure must hold. */
    search: shortText,
    keyId: v.nullable(id),
    /** Null: all. */
    kinds: v.nullable(v.array(v.picklist(activityKindViews))),
    /** Only what is older than this one; null: from the newest on. */
    beforeSerial: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  /** Asks where to, and writes the whole log. */
  'activity.export': v.strictObject({ format: v.picklist(['csv', 'json']) }),
  /** Asks where to, and writes the expiries of all keys. */
  'calendar.export': v.strictObject({}),
  /** Asks where to, and keeps that file up to date; or ends it. */
  'calendar.keep': v.strictObject({ isKept: v.boolean() }),
  'settings.update': v.strictObject({
    theme: v.exactOptional(v.picklist(['system', 'light', 'dark'])),
    clipboardClearAfterMs: v.exactOptional(
      v.pipe(v.number(), v.integer(), v.minValue(10_000), v.maxValue(120_000)),
    ),
    unusedAfterDays: v.exactOptional(v.nullable(days)),
    refreshWhileLocked: v.exactOptional(v.boolean()),
    noticeLeadDays: v.exactOptional(v.strictObject({ exchanged: leadDays, static: leadDays })),
    rotateAfterDays: v.exactOptional(v.nullable(days)),
    lockAfterIdleMinutes: v.exactOptional(
      v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_440))),
    ),
    lockWithScreen: v.exactOptional(v.boolean()),
    lockOnSuspend: v.exactOptional(v.boolean()),
    refreshWhenLocked: v.exactOptional(v.boolean()),
    tokensInMemoryOnly: v.exactOptional(v.boolean()),
    confirmBeforeReveal: v.exactOptional(v.boolean()),
    quietHours: v.exactOptional(v.nullable(v.strictObject({ fromMinute: minute, toMinute: minute }))),
  }),
} as const;

/** Values of their answers, by name. */
export interface UpkeepValues {
  'keys.rotateByHand': TestReport;
  'keys.setRefreshMode': Nothing;
  'keys.setNoticeLeadDays': Nothing;
  'keys.timeline': TimelineView;
  'tokens.refreshAll': { readonly renewed: number; readonly failed: number };
  'tokens.reportRefused': Nothing;
  'notices.snooze': Nothing;
  'inbox.markRead': Nothing;
  'inbox.clear': Nothing;
  /** How many are back; none once the vault was locked in between. */
  'inbox.undoClear': { readonly restored: number };
  'activity.list': ActivityPage;
  /** Name of the written file; null when the user chose none. */
  'activity.export': { readonly fileName: string | null };
  'calendar.export': { readonly fileName: string | null };
  'calendar.keep': Nothing;
  'settings.update': Nothing;
}
