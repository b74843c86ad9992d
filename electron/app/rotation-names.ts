import type { ApiKey } from '#core/api-key';

const hourMs = 3_600_000;
/** When nobody said how long the old one lives: thirty days. */
const usualHours = 720;

/** A name that no other secret has: when it was made, and four random characters. */
export function newSecretName(nowMs: number, uuid: string): string {
  const time = new Date(nowMs).toISOString().replace(/\D/g, '').slice(0, 12);
  return `keyfob-${time}-${uuid.slice(0, 4)}`;
}

/** The new secret lives as long as the old one did, in whole hours. */
export function newSecretHours({ createdAtMs, keyExpiresAtMs }: ApiKey): string {
  const hours = keyExpiresAtMs === null ? 0 : Math.round((keyExpiresAtMs - createdAtMs) / hourMs);
  return String(hours >= 1 ? hours : usualHours);
}
