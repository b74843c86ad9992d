import type { ApiKey } from '#core/api-key';

const hourMs = 3_600_000;
/** Thirty days. */
const usualHours = 720;

/** A name that no other secret has: when it was made, and four random characters. */
export function newSecretName(nowMs: number, uuid: string): string {
  const time = new Date(nowMs).toISOString().replace(/\D/g, '').slice(0, 12);
  return `keyfob-${time}-${uuid.slice(0, 4)}`;
}

/**
 * The new secret lives as long as the old one did, in whole hours; for the usual time if nobody said when the old one was
 * made, or that gives less than the day for which both live.
 */
export function newSecretHours({ createdAtMs, addedAtMs, keyExpiresAtMs }: ApiKey): string {
  const isKnown = keyExpiresAtMs !== null && createdAtMs !== addedAtMs;
  const hours = isKnown ? Math.round((keyExpiresAtMs - createdAtMs) / hourMs) : 0;
  return String(hours >= 24 ? hours : usualHours);
}
