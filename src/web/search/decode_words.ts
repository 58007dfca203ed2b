/** Decodes the files of words. The formats are described where they are written, in `src/errata/search/`. */

import { RADIX, decodeNumbers, digitAt, hashText } from "./digits.ts";
import { createStemmer } from "./stemmer.ts";
import type { IndexRoot, Level, Posting, Shard } from "./types.ts";
import { checkVersion } from "./version.ts";

// The levels of commonness in a sketch.
const DEPTH = 7;
// How many empty slots one digit of a sketch can skip.
const FAR = 12;
// How many bits of the hash begin a shard's name, and how many characters they take.
const [NAME_BITS, NAME] = [15, 3];
// How many numbers of articles share a rarity: each class is so much wider than the one before, as in Python.
const CLASS_GROWTH = 1.15;

export interface WrittenSketch {
  bits: number;
  slots: string;
}

export interface WrittenRoot {
  version: number;
  common: WrittenSketch;
  /** How many articles there are. */
  articles: number;
  endings: string;
  /** 1 if the language writes words together. */
  joins?: 1;
  firsts: string;
  shards: string;
}

export type WrittenShard = [words: string, postings: string];

export function decodeRoot(value: WrittenRoot): IndexRoot {
  checkVersion(value);
  const firstWords = decodeWords(value.firsts);
  const slotName = (word: string) => slotOf(word, NAME_BITS).toString(36).padStart(NAME, "0");
  return {
    stem: createStemmer(value.endings),
    joins: value.joins === 1,
    firstWords,
    shardName: (place) => (place < firstWords.length ? slotName(firstWords[place]) + value.shards[place] : ""),
    commonness: decodeSketch(value.common),
    ...weighTotals(value.articles),
  };
}

/** Computes by class BM25's inverse document frequency, which is above zero for every word. */
function weighTotals(articles: number): Pick<IndexRoot, "totals" | "rarities"> {
  const totals = [1];
  for (let last = 1; last < articles; ) totals.push((last = Math.max(last + 1, Math.floor(last * CLASS_GROWTH))));
  const rarities = totals.map((total) => {
    const rarity = Math.log(1 + (articles - Math.min(total, articles) + 0.5) / (total + 0.5));
    return Math.round(rarity * 1000) / 1000;
  });
  return { totals, rarities };
}

export function decodeShard([words, postings]: WrittenShard): Shard {
  const texts = postings.split(" ");
  return new Map(decodeWords(words).map((word, place) => [word, texts[place]]));
}

export function decodePosting(text: string): Posting {
  const [head, rest] = text[0] === "!" ? text.slice(1).split("!") : ["", text];
  const kept: Posting["kept"] = [];
  let place = -1;
  for (let start = 0; start < rest.length; ) {
    let end = start;
    while (digitAt(rest, end) >= RADIX) end += 1;
    place += decodeNumbers(rest.slice(start, end + 1))[0] + 1;
    kept.push([place, digitAt(rest, end + 1) + 1]);
    start = end + 2;
  }
  return { total: head ? decodeNumbers(head)[0] : kept.length, kept };
}

/** Decodes front-coded words: a capital letter for how many letters are shared with the word before, then the rest. */
function decodeWords(written: string): string[] {
  let before: string[] = [];
  // "AlogDin" is "log" and "login"; words have no capital letters themselves.
  return Array.from(written.matchAll(/([A-Z])([^A-Z]*)/g), ([, shared, rest]) => {
    before = [...before.slice(0, shared.charCodeAt(0) - 65), ...rest];
    return before.join("");
  });
}

export function decodeSketch({ bits, slots: sketch }: WrittenSketch): Level {
  const slots = new Uint8Array(1 << bits);
  let at = -1;
  for (let place = 0; place < sketch.length; place += 1) {
    const value = digitAt(sketch, place);
    at += Math.min(FAR, Math.floor(value / DEPTH) + 1);
    if (value < FAR * DEPTH) slots[at] = (value % DEPTH) + 1;
  }
  return (word) => slots[slotOf(word, bits)];
}

const slotOf = (word: string, bits: number) => hashText(word) & ((1 << bits) - 1);
