import type { Snapshot } from '#contract/view';

/**
 * A new snapshot with the objects of the former one where they say the same, so that a row whose key did not change is not
 * drawn again: among a thousand keys one changes at a time.
 */
export function shareUnchanged(before: Snapshot, now: Snapshot): Snapshot {
  const keysBefore = new Map(before.keys.map((key) => [key.id, key]));
  return {
    ...now,
    keys: now.keys.map((key) => {
      const former = keysBefore.get(key.id);
      return former !== undefined && isSame(former, key) ? former : key;
    }),
    vault: isSame(before.vault, now.vault) ? before.vault : now.vault,
    presets: isSame(before.presets, now.presets) ? before.presets : now.presets,
  };
}

/** Both are plain data from one maker, so that their members come in the same order. */
function isSame(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
