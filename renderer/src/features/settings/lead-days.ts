const mostDays = 3_650;
const mostEntries = 10;

/**
 * Days before an expiry as the user types them, "30, 14, 7, 1": each once, the longest first. Null: something in the text is
 * no whole number of days that the contract takes (contract/call-parts.ts).
 */
export function readLeadDays(text: string): readonly number[] | null {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const days = [...new Set(words.map((word) => (/^\d{1,4}$/.test(word) ? Number(word) : 0)))];
  if (days.length > mostEntries || days.some((day) => day < 1 || day > mostDays)) return null;
  return days.toSorted((a, b) => b - a);
}
