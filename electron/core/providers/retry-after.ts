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
  const atMs = httpDateMs(text);
  if (Number.isNaN(atMs)) return undefined;
  const serverMs = httpDateMs(headers['date']?.trim() ?? '');
  return Math.min(Math.max(0, atMs - (Number.isNaN(serverMs) ? receivedAtMs : serverMs)), dayMs);
}

/**
 * A date of any of the three forms of RFC 9110 section 5.6.7, epoch milliseconds, else NaN: all begin with a day's name, one
 * leaves the zone out and means GMT.
 */
export function httpDateMs(text: string): number {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}
