/** A slip of the finger costs nothing. */
const freeTries = 3;
const firstPauseMs = 1_000;
/** Longer pauses would lock out who has the right passphrase; this one makes 1,000 tries last 16 hours. */
const longestPauseMs = 60_000;

/**
 * How long nothing is heard after so many wrong passphrases in a row, in milliseconds: nothing at first, then 1 s, twice as
 * long each time, up to a minute (docs/rules-and-findings.md, P17).
 */
export function pauseAfterMs(wrongInARow: number): number {
  if (wrongInARow <= freeTries) return 0;
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (wrongInARow - freeTries - 1));
}
