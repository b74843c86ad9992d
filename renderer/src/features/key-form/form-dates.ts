/** Value of a date input for a moment, in local time; empty for none. */
export function toDateInput(epochMs: number | null): string {
  if (epochMs === null) return '';
  const date = new Date(epochMs);
  const part = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

function localDate(value: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4,6})-(\d{2})-(\d{2})$/.exec(value);
  if (match === null) return null;
  return { year: Number(match[1]), month: Number(match[2]) - 1, day: Number(match[3]) };
}

/**
 * The moment of a date that was entered. A date that was not changed keeps its exact original moment, so that saving
 * another field does not move an expiry that an import knew to the second.
 */
export function fromDateInput(
  value: string,
  original: number | null,
  end: 'startOfDay' | 'endOfDay',
): number | null {
  if (value === toDateInput(original)) return original;
  const date = localDate(value);
  if (date === null) return null;
  return end === 'startOfDay'
    ? new Date(date.year, date.month, date.day).getTime()
    : new Date(date.year, date.month, date.day, 23, 59, 59).getTime();
}
