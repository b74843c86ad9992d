import type { PresetView } from '#contract/view';

/** Where a word was found: the lower, the likelier it was meant. Null when it is nowhere. */
function placeOf(word: string, { name, keywords, summary }: PresetView): number | null {
  const low = name.toLocaleLowerCase();
  if (low.startsWith(word)) return 0;
  if (low.includes(` ${word}`)) return 1;
  if (low.includes(word)) return 2;
  if (keywords.some((keyword) => keyword.toLocaleLowerCase().includes(word))) return 3;
  return summary.toLocaleLowerCase().includes(word) ? 4 : null;
}

/**
 * The providers that hold every word of a search in their name, keywords or summary, the best match first. All of them, in
 * their own order, when nothing is searched for.
 */
export function findPresets(presets: readonly PresetView[], search: string): readonly PresetView[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = presets.flatMap((preset) => {
    const places = words.map((word) => placeOf(word, preset));
    return places.includes(null) ? [] : [{ preset, rank: places.reduce<number>((a, b) => a + (b ?? 0), 0) }];
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ preset }) => preset);
}
