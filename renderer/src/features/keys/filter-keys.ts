import type { KeyView } from '#contract/view';

/** From this many keys on a filter is worth its place. */
export const filterFrom = 9;

/** The keys in which every word of the text is found. */
export function filterKeys(keys: readonly KeyView[], text: string): readonly KeyView[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return keys;
  return keys.filter((key) => {
    const found = [key.name, key.description, key.providerName, key.clientId ?? '']
      .join('\n')
      .toLocaleLowerCase();
    return words.every((word) => found.includes(word));
  });
}
