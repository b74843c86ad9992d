import type { FailureView } from './view.ts';

/** What can happen to keys and tokens; the same list as core/activity.ts. */
export const activityKindViews = [
  'issued',
  'refreshed',
  'failed',
  'copied',
  'revealed',
  'revealRefused',
  'served',
  'reportedRefused',
  'revoked',
  'signedIn',
  'added',
  'imported',
  'edited',
  'deleted',
  'rotated',
  'rotationUndone',
  'oldSecretRemoved',
  'locked',
  'unlocked',
  'unlockFailed',
  'waysInChanged',
  'exported',
  'restored',
  'notified',
] as const;

/** One of {@link activityKindViews}. */
export type ActivityKindView = (typeof activityKindViews)[number];

/** One line of the activity log. */
export interface ActivityEventView {
  readonly serial: number;
  readonly atMs: number;
  readonly kind: ActivityKindView;
  readonly keyId: string | null;
  readonly keyName: string;
  readonly actor: 'window' | 'tray' | 'keyfob' | null;
  readonly expiresAtMs: number | null;
  readonly failure: FailureView | null;
  readonly detail: string;
}

/** Lines that match, the newest first. */
export interface ActivityPage {
  readonly events: readonly ActivityEventView[];
  /** Whether older ones match as well. */
  readonly hasMore: boolean;
}

/** A token's life as far as it lies in the asked time. Epoch milliseconds. */
export interface TimelineTokenView {
  readonly obtainedAtMs: number;
  readonly expiresAtMs: number | null;
  /** When another one took its place, or it was revoked; null: it ended by itself or lives on. */
  readonly replacedAtMs: number | null;
}

/** What happened to one key's tokens in a time, for a plot. */
export interface TimelineView {
  readonly tokens: readonly TimelineTokenView[];
  readonly marks: readonly {
    readonly atMs: number;
    readonly kind: ActivityKindView;
    readonly failure: FailureView | null;
  }[];
  readonly keyExpiresAtMs: number | null;
}
