const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A local date, the same in every place of the product: "12 Mar 2026". */
export function dateWords(epochMs: number): string {
  return day.format(epochMs);
}

/** A local date with time and zone, for tooltips. */
export function momentWords(epochMs: number): string {
  return moment.format(epochMs);
}

/** A local time of day: "10:42". */
export function clockWords(epochMs: number): string {
  return clock.format(epochMs);
}
