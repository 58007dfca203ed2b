/** Decodes the files of words. The formats are described where they are written, in `src/errata/search/`. */

import { RADIX, decodeNumbers, digitAt } from "./digits.ts";
import { decodeWords } from "./index_root.ts";
import type { Posting, Shard } from "./types.ts";

// How many numbers of articles share a rarity: each class is so much wider than the one before, as in Python.
const CLASS_GROWTH = 1.15;

export type WrittenShard = [words: string, postings: string];

export function decodeShard([words, postings]: WrittenShard): Shard {
  const texts = postings.split(" ");
  return new Map(decodeWords(words).map((word, place) => [word, texts[place]]));
}

export function decodePosting(text: string): Posting {
  const [head, rest] = text[0] === "!" ? text.slice(1).split("!") : ["", text];
  const [listed, stopWord] = decodeNumbers(head);
  const places: Posting["kept"] = [];
  let place = -1;
  for (let start = 0; start < rest.length; ) {
    let end = start;
    while (digitAt(rest, end) >= RADIX) end += 1;
    place += decodeNumbers(rest.slice(start, end + 1))[0] + 1;
    places.push([place, digitAt(rest, end + 1) + 1]);
    start = end + 2;
  }
  return { total: listed ?? places.length, kept: places, isStopWord: stopWord === 1 };
}

/**
 * Computes the possible numbers of articles, rising, and the weight of a word in so many: BM25's inverse document
 * frequency, which is above zero for every word.
 */
export function weighTotals(articles: number): { totals: number[]; rarities: number[] } {
  const totals = [1];
  for (let last = 1; last < articles; ) totals.push((last = Math.max(last + 1, Math.floor(last * CLASS_GROWTH))));
  const rarities = totals.map((total) => {
    const rarity = Math.log(1 + (articles - Math.min(total, articles) + 0.5) / (total + 0.5));
    return Math.round(rarity * 1000) / 1000;
  });
  return { totals, rarities };
}
