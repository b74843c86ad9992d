const dayMs = 86_400_000;

/**
 * How long a service asks to wait (RFC 9110 section 10.2.3: seconds or a date), in milliseconds, at most a day. A date is
 * measured against the answer's own `Date`, so that a wrong local clock does not matter. Undefined when there is none
 * or it cannot be read.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string>>,
  receivedAtMs: number,
): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, dayMs);
  // A date of any of the three forms of RFC 9110 section 5.6.7 begins with a day's name.
  const atMs = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) return undefined;
  const serverMs = Date.parse(headers['date'] ?? '');
  return Math.min(Math.max(0, atMs - (Number.isNaN(serverMs) ? receivedAtMs : serverMs)), dayMs);
}
