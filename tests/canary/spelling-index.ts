import type { Spelling } from './spellings.ts';

/** A spelling and whose it is. */
export interface OwnedSpelling {
  readonly label: string;
  readonly spelling: Spelling;
}

/**
 * Looks for thousands of byte sequences in one pass: a memory of 200 MB takes a second, whatever their number. Each place
 * is tried by its first three bytes; only where a sequence begins with these is it compared in full.
 */
export class SpellingIndex {
  readonly #begins = new Uint8Array(1 << 21);
  readonly #byBeginning = new Map<number, OwnedSpelling[]>();

  constructor(all: readonly OwnedSpelling[]) {
    for (const owned of all) {
      const beginning = owned.spelling.bytes.readUIntBE(0, 3);
      const byte = beginning >> 3;
      this.#begins[byte] = (this.#begins[byte] ?? 0) | (1 << (beginning & 7));
      this.#byBeginning.set(beginning, [...(this.#byBeginning.get(beginning) ?? []), owned]);
    }
  }

  /** The sequences that are there, each once. */
  find(haystack: Buffer): readonly OwnedSpelling[] {
    const found = new Set<OwnedSpelling>();
    const begins = this.#begins;
    let last3 = 0;
    for (let at = 0; at < haystack.length; at += 1) {
      // Indexing beyond the check is the point of this loop: `at` is always inside.
      last3 = ((last3 << 8) | (haystack[at] as number)) & 0xffffff;
      if (((begins[last3 >> 3] as number) & (1 << (last3 & 7))) !== 0) this.#compare(haystack, at - 2, found);
    }
    return [...found];
  }

  #compare(haystack: Buffer, start: number, found: Set<OwnedSpelling>): void {
    if (start < 0) return;
    for (const owned of this.#byBeginning.get(haystack.readUIntBE(start, 3)) ?? []) {
      const { bytes } = owned.spelling;
      const end = start + bytes.length;
      if (end <= haystack.length && bytes.compare(haystack, start, end) === 0) found.add(owned);
    }
  }
}
