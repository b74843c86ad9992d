const dayMs = 24 * 60 * 60 * 1000;
const each = 3;

/** What the choice between backups looks at. */
export interface Dated {
  readonly madeAtMs: number;
  /** False: single records of it do not decrypt. */
  readonly isWhole: boolean;
}

/**
 * Which backups are no longer needed, given the one that was made last first. Kept are the three newest, the newest of each of the last
 * three days and of the last three weeks that have one (UTC), and the newest without a damaged record: nine at most.
 */
export function expendable<T extends Dated>(backups: readonly T[]): T[] {
  const kept = new Set([
    ...backups.slice(0, each),
    ...newestOfEach(backups, dayMs),
    ...newestOfEach(backups, 7 * dayMs),
    ...backups.filter(({ isWhole }) => isWhole).slice(0, 1),
  ]);
  return backups.filter((backup) => !kept.has(backup));
}

function newestOfEach<T extends Dated>(backups: readonly T[], spanMs: number): T[] {
  const spans = new Map<number, T>();
  for (const backup of backups) {
    const span = Math.floor(backup.madeAtMs / spanMs);
    if (!spans.has(span)) spans.set(span, backup);
  }
  return [...spans.values()].slice(0, each);
}
