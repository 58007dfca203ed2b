/**
 * What every query for words needs of an index, and the choice of its shards. It is in the engine, so that the shards
 * load beside the script of words. The formats are described where they are written, in `src/errata/search/`.
 */

import { digitAt, hashText } from "./digits.ts";
import { createStemmer } from "./stemmer.ts";
import { orderTelling } from "./telling.ts";
import { tokenize } from "./splitting.ts";
import type { IndexRoot, Level, ParsedQuery } from "./types.ts";
import { checkVersion } from "./version.ts";

// How many distinct words of a query count. A log has more; its first ones name what failed.
const MOST_WORDS = 128;
// The levels of commonness in a sketch.
export const DEPTH = 7;
// How many empty slots one digit of a sketch can skip.
const FAR = 12;
// How many bits of the hash begin a shard's name, and how many characters they take.
const [NAME_BITS, NAME] = [15, 3];
// Shards that are opened for a query's words, each a file of at most 4,200 characters: as many as a browser fetches
// at once over HTTP/1.1. With eight no labelled query and none of 450 made of messages is answered better.
const MOST_SHARDS = 6;

// The share of a log's shards that must be among those asked for before it was masked, so that no others are opened.
const ENOUGH = 2 / 3;

/** What is asked; `rough` is a log before it was masked. */
type QueryText = Pick<ParsedQuery, "text" | "rough">;

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

export function decodeRoot(value: WrittenRoot) {
  checkVersion(value);
  const firstWords = decodeWords(value.firsts);
  const slotName = (word: string) => slotOf(word, NAME_BITS).toString(36).padStart(NAME, "0");
  /** Returns the place of the shard that would contain a word. */
  const shardOf = (word: string) => Math.max(0, bisect(firstWords, word) - 1);
  const commonness = decodeSketch(value.common);
  const stem = createStemmer(value.endings);
  /** Returns the words in the `most` shards that are most worth opening, best first. */
  function chooseTelling(words: string[], most: number): string[] {
    const ordered = orderTelling(words, commonness);
    const places = new Set([...new Set(ordered.map(shardOf))].slice(0, most));
    return ordered.filter((word) => places.has(shardOf(word)));
  }
  const countShards = (words: string[]) => new Set(words.map(shardOf)).size;
  return {
    stem,
    /** Whether the language writes words together. */
    joins: value.joins === 1,
    articles: value.articles,
    commonness,
    shardOf,
    /** Returns the name of a shard's file; empty if there is none. */
    shardName: (place: number) => (place < firstWords.length ? slotName(firstWords[place]) + value.shards[place] : ""),
    chooseTelling,
    /** Returns the words in the shards that are opened first: of a log, mostly of those that its `rough` text names. */
    chooseFirst(this: void, words: string[], rough: string): string[] {
      const telling = chooseTelling(words, MOST_SHARDS);
      if (!rough) return telling;
      const early = new Set(chooseTelling(distinctWords(tokenize(rough, stem)), MOST_SHARDS).map(shardOf));
      const there = telling.filter((word) => early.has(shardOf(word)));
      return countShards(there) >= ENOUGH * countShards(telling) ? there : telling;
    },
  };
}

/** Returns the words of a query that count, each once. */
export const distinctWords = (tokens: string[]) => [...new Set(tokens)].slice(0, MOST_WORDS);

/** Names the shards that a question opens first. */
export function listShards({ text, rough }: QueryText, { chooseFirst, shardOf, shardName, stem }: IndexRoot): string[] {
  const places = chooseFirst(distinctWords(tokenize(text, stem)), rough).map(shardOf);
  return [...new Set(places)].map(shardName).filter(Boolean);
}

/** Counts the sorted values that are not above this one. */
export function bisect<Value extends string | number>(sorted: Value[], value: Value): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < sorted[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Decodes front-coded words: a capital letter for how many letters are shared with the word before, then the rest. */
export function decodeWords(written: string): string[] {
  let before: string[] = [];
  // "AlogDin" is "log" and "login"; words have no capital letters themselves.
  return Array.from(written.matchAll(/([A-Z])([^A-Z]*)/g), ([, shared, rest]) => {
    before = [...before.slice(0, shared.charCodeAt(0) - 65), ...rest];
    return before.join("");
  });
}

export function decodeSketch({ bits, slots: sketch }: WrittenSketch): Level {
  const slots = new Uint8Array(1 << bits);
  let index = -1;
  for (let place = 0; place < sketch.length; place += 1) {
    const value = digitAt(sketch, place);
    index += Math.min(FAR, Math.floor(value / DEPTH) + 1);
    if (value < FAR * DEPTH) slots[index] = (value % DEPTH) + 1;
  }
  return (word) => slots[slotOf(word, bits)];
}

const slotOf = (word: string, bits: number) => hashText(word) & ((1 << bits) - 1);
