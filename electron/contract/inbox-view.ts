import type { FailureView } from './view.ts';

/** What a notice says. */
export type NoticeKindView =
  /** A key expires soon, at `expiresAtMs`. */
  | 'keyExpires'
  | 'keyExpired'
  /** Its token can no longer be renewed without the user; `failure` says why. */
  | 'tokenLost'
  /** It is older than the user wants keys to be. */
  | 'rotationDue'
  /** Stored records were removed or replaced while Keyfob was not running. */
  | 'recordsAltered';

/** One notice, also one that was shown as part of a digest or not at all. */
export interface InboxItemView {
  readonly id: string;
  readonly kind: NoticeKindView;
  /** Null: it concerns no key, or the key is gone. */
  readonly keyId: string | null;
  readonly keyName: string;
  readonly atMs: number;
  /** The key's expiry when the notice came. Epoch milliseconds. */
  readonly expiresAtMs: number | null;
  readonly failure: FailureView | null;
  readonly isRead: boolean;
}

/** Every notice that was given, the newest first. */
export interface InboxView {
  readonly items: readonly InboxItemView[];
  readonly unread: number;
  /** Whether notifications reach the desktop: `failed` when the system did not show the last one. */
  readonly notifications: 'shown' | 'unavailable' | 'failed';
}
