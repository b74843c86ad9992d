import type { KeyId } from '../api-key.ts';
import type { Failure } from '../failure.ts';
import { isKeyExpired, type KeyState } from '../key-state.ts';
import { type DueNotice, type NoticeKind, noticeKinds } from './due-notices.ts';

/** One notice that was given. */
export interface InboxItem {
  readonly id: string;
  readonly kind: NoticeKind;
  /** Null: it concerns no key, or the key is gone. */
  readonly keyId: KeyId | null;
  readonly keyName: string;
  readonly atMs: number;
  /** The key's expiry when the notice came. Epoch milliseconds. */
  readonly expiresAtMs: number | null;
  readonly failure: Failure | null;
  readonly isRead: boolean;
  /** Whether a notification of the system told it. */
  readonly isShown: boolean;
}

/** Items that the inbox holds; older ones go. */
export const maxInboxItems = 200;
/** Items that wait for a notification are kept beyond that, so that it counts right, but not for ever. */
const maxWaitingItems = 10_000;

/** The most urgent first; of keys that expire, the soonest. */
export function byUrgency(a: InboxItem, b: InboxItem): number {
  return (
    noticeKinds.indexOf(a.kind) - noticeKinds.indexOf(b.kind) || (a.expiresAtMs ?? 0) - (b.expiresAtMs ?? 0)
  );
}

/** The item of a notice for a key. */
export function inboxItem({ kind, state }: DueNotice, id: string, atMs: number): InboxItem {
  const { key, failure } = state;
  return {
    id,
    kind,
    keyId: key.id,
    keyName: key.name,
    atMs,
    expiresAtMs: key.keyExpiresAtMs,
    failure: kind === 'tokenLost' ? (failure ?? { kind: 'refused' }) : null,
    isRead: false,
    isShown: false,
  };
}

/** Whether a notification is still to tell it. */
function isWaiting({ isRead, isShown }: InboxItem): boolean {
  return !isRead && !isShown;
}

/** Says of items that a notification told them, or did not; the same list if it says nothing new. */
export function asShown(
  items: readonly InboxItem[],
  isShown: boolean,
  ids: ReadonlySet<string> | null = null,
): readonly InboxItem[] {
  const isOther = (item: InboxItem) => item.isShown !== isShown && (ids === null || ids.has(item.id));
  return items.some(isOther) ? items.map((item) => (isOther(item) ? { ...item, isShown } : item)) : items;
}

/** The newest items, as many as are kept. */
export function keptItems(items: readonly InboxItem[]): readonly InboxItem[] {
  if (items.length <= maxInboxItems) return items;
  const isKept = (item: InboxItem, at: number) =>
    at < maxInboxItems || (at < maxWaitingItems && isWaiting(item));
  return items.every(isKept) ? items : items.filter(isKept);
}

/** Items of keys that are gone keep the name alone. */
export function withoutGoneKeys(
  items: readonly InboxItem[],
  keys: ReadonlyMap<KeyId, KeyState>,
): readonly InboxItem[] {
  const isGone = ({ keyId }: InboxItem) => keyId !== null && !keys.has(keyId);
  return items.some(isGone) ? items.map((item) => (isGone(item) ? { ...item, keyId: null } : item)) : items;
}

/** What decides whether an item that waited is still worth a notification. */
export interface ItemContext {
  readonly keys: ReadonlyMap<KeyId, KeyState>;
  /** See given-notices.ts. */
  readonly lost: ReadonlySet<KeyId>;
  readonly snoozes: ReadonlyMap<KeyId, number>;
  readonly nowMs: number;
}

/** What a notification is to tell, the most urgent first: of each key the newest item of a kind. */
export function itemsToTell(items: readonly InboxItem[], context: ItemContext): readonly InboxItem[] {
  const waiting = items.filter((item) => isWaiting(item) && stillHolds(item, context));
  const newest = new Map(waiting.toReversed().map((item) => [`${item.kind}|${item.keyId}`, item]));
  return [...newest.values()].sort(byUrgency);
}

/** Whether an item still holds: the key is there, was not renewed, mended or put off meanwhile. */
function stillHolds(item: InboxItem, { keys, lost, snoozes, nowMs }: ItemContext): boolean {
  if (item.kind === 'recordsAltered') return true;
  const key = item.keyId === null ? undefined : keys.get(item.keyId)?.key;
  if (key === undefined) return false;
  const isExpired = isKeyExpired(key, nowMs);
  if (item.kind === 'keyExpired') return isExpired;
  if (isExpired) return false;
  if (item.kind === 'tokenLost') return lost.has(key.id);
  if ((snoozes.get(key.id) ?? nowMs) > nowMs) return false;
  return item.kind === 'rotationDue' || item.expiresAtMs === key.keyExpiresAtMs;
}
