/** Takes the endings off words, as `errata.search.tokens` does in Python with the same table. */

import type { Stem } from "./types.ts";

// How many letters of a word must stay, so that "does" and "doer" remain different.
const SHORTEST_STEM = 4;

/** `table` contains `suffix` or `suffix>replacement`, separated by spaces. */
export function createStemmer(table: string): Stem {
  const suffixes = new Map<string, string>();
  let longest = 0;
  for (const entry of table.split(" ").filter(Boolean)) {
    const [suffix, replacement = ""] = entry.split(">");
    suffixes.set(suffix, replacement);
    longest = Math.max(longest, suffix.length);
  }
  return (word) => {
    // "deliveries" and "удаление" yes; "v2" no.
    if (!longest || !/^\p{L}+$/u.test(word)) return word;
    for (let length = Math.min(longest, word.length - 1); length > 0; length -= 1) {
      const replacement = suffixes.get(word.slice(-length));
      if (replacement !== undefined && word.length - length + replacement.length >= SHORTEST_STEM) {
        return word.slice(0, -length) + replacement;
      }
    }
    return word;
  };
}
