/** How long the first, second and each later notification in a row is followed by none. Milliseconds. */
const pausesMs = [60_000, 600_000];
const longestPauseMs = 600_000;

/** When the last notification was shown, by the clock that does not jump, and how many came in a row. */
export interface ShownBefore {
  readonly atElapsedMs: number;
  readonly inARow: number;
}

/**
 * Whether another notification may come. Many keys that fail together do so one after the other, as their provider answers:
 * what comes after the first notification is gathered longer and longer.
 */
export function mayNotify(before: ShownBefore | null, elapsedMs: number): boolean {
  if (before === null) return true;
  return elapsedMs - before.atElapsedMs >= (pausesMs[before.inARow - 1] ?? longestPauseMs);
}

/** What to remember of a notification that is shown now. */
export function shownNow(before: ShownBefore | null, elapsedMs: number): ShownBefore {
  const isFirst = before === null || elapsedMs - before.atElapsedMs >= 2 * longestPauseMs;
  return { atElapsedMs: elapsedMs, inARow: isFirst ? 1 : before.inARow + 1 };
}
