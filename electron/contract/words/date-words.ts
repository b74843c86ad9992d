const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** A local date, the same in every place of the product: "12 Mar 2026". Months of three letters keep columns even. */
export function dateWords(epochMs: number): string {
  const date = new Date(epochMs);
  return `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}`;
}

/** A local time of day: "10:42". */
export function clockWords(epochMs: number): string {
  const date = new Date(epochMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A local date with time and zone, for tooltips: "12 Mar 2026, 10:42:07 CET". */
export function momentWords(epochMs: number): string {
  const name = zone.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const seconds = two(new Date(epochMs).getSeconds());
  return `${dateWords(epochMs)}, ${clockWords(epochMs)}:${seconds} ${name}`.trimEnd();
}
