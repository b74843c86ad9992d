import type { HttpAnswer } from './ports.ts';
import { httpDateMs } from './providers/retry-after.ts';

/** A clock that is less than this wrong is neither shown nor corrected for. */
export const noticedSkewMs = 120_000;

/**
 * How far the clock of a service is ahead of ours, by the `Date` of its answer (RFC 9110 section 6.6.1), in whole seconds,
 * as it has no more: it was taken somewhere between sending and receiving. Milliseconds; null without a readable `Date`.
 */
export function serverSkewMs({ headers }: HttpAnswer, sentAtMs: number, receivedAtMs: number): number | null {
  const dateMs = httpDateMs(headers['date']?.trim() ?? '');
  if (Number.isNaN(dateMs)) return null;
  return Math.round((dateMs - (sentAtMs + receivedAtMs) / 2) / 1000) * 1000;
}
