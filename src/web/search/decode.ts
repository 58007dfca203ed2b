/** Reads what the files of an index hold. The formats are described where they are written, in `src/errata/search/`. */

import { CodeLookup } from "./codes.ts";
import { createStemmer } from "./tokens.ts";
import type { ArticleList, CodeIndex, CodeRow, IndexRoot, Level, Posting, Shard } from "./types.ts";

const VERSION = 3;
// Digits from here on say that the number goes on: half of the 91 that a file may hold.
const RADIX = 45;
// Levels of commonness in a sketch.
const DEPTH = 7;
// Empty slots that one digit of a sketch can skip.
const FAR = 12;
// Characters of a shard's name.
const NAME = 3;
// Numbers of articles that share a rarity: each class is so much wider than the one before, as in Python.
const CLASS_GROWTH = 1.15;

type Names = [gaps: string, own: string[]];

export interface WrittenSketch {
  bits: number;
  slots: string;
}

export interface WrittenRoot {
  version: number;
  common: WrittenSketch;
  /** How many there are. */
  articles: number;
  endings: string;
  firsts: string;
  shards: string;
}

export interface WrittenArticles {
  numbers?: Names;
  files: Record<number, string>;
  products: string[];
  sets: number[][];
  of: string;
  states?: string[];
  stateOf?: string;
}

export interface WrittenCodes {
  version: number;
  codes: Names;
  kinds: string;
  families: string[];
  of: string;
  files: Record<number, string>;
  articles: Names;
  /** Whether these are all. */
  complete?: boolean;
  uses: string;
  spellings: Record<number, string[]>;
  usual: string;
}

export type WrittenShard = [words: string, postings: string];

export function decodeRoot(value: WrittenRoot): IndexRoot {
  checkVersion(value);
  return {
    stem: createStemmer(value.endings),
    firstWords: decodeWords(value.firsts),
    shardName: (place) => value.shards.slice(place * NAME, place * NAME + NAME),
    commonness: decodeSketch(value.common),
    ...weighTotals(value.articles),
  };
}

/** BM25's inverse document frequency, which is above zero for every word, by class. */
function weighTotals(articles: number): Pick<IndexRoot, "totals" | "rarities"> {
  const totals = [1];
  for (let last = 1; last < articles; ) totals.push((last = Math.max(last + 1, Math.floor(last * CLASS_GROWTH))));
  const rarities = totals.map((total) => {
    const rarity = Math.log(1 + (articles - Math.min(total, articles) + 0.5) / (total + 0.5));
    return Math.round(rarity * 1000) / 1000;
  });
  return { totals, rarities };
}

export function decodeArticles({ numbers, files, products, sets, of, states, stateOf = "" }: WrittenArticles): ArticleList {
  const named = sets.map((set) => set.map((at) => products[at]));
  const stateAt = decodeNumbers(stateOf);
  const labels = decodeNumbers(of).map((set, place) => ({ products: named[set], state: states?.[stateAt[place]] ?? "" }));
  return { numbers: numbers ? decodeNames(numbers) : [], labels, files };
}

export function decodeCodes(value: WrittenCodes): CodeIndex {
  checkVersion(value);
  const articles = decodeNames(value.articles);
  const uses = value.uses.split(" ");
  const families = decodeNumbers(value.of);
  const codes = decodeNames(value.codes);
  const rows = codes.map((code, place): [string, CodeRow] => [
    code,
    {
      kind: value.kinds[place],
      family: value.families[families[place]],
      // Errors and statuses have pages; tickets and CVEs do not.
      file: "es".includes(value.kinds[place]) ? (value.files[place] ?? code) : "",
      articles: decodeNumbers(uses[place]).map((at) => articles[at]),
    },
  ]);
  return {
    rows: new Map(rows),
    families: value.families,
    lookup: new CodeLookup(codes, value.spellings),
    numbers: value.complete ? articles : undefined,
    usual: new Set(value.usual.split(" ")),
  };
}

function checkVersion({ version }: { version: number }): void {
  if (version !== VERSION) throw new Error(`the index is of version ${version}`);
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

/** Digits are the characters from "#" to "~" without the backslash. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code - (code > 92 ? 36 : 35);
}

/** Every number of a text; -1 for each "!". */
function decodeNumbers(text: string): number[] {
  const read: number[] = [];
  let [number, factor] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const value = digitAt(text, at);
    if (value >= RADIX) {
      number += (value - RADIX) * factor;
      factor *= RADIX;
      number += factor;
    } else {
      read.push(value < 0 ? -1 : number + value * factor);
      [number, factor] = [0, 1];
    }
  }
  return read;
}

/** Each is what it adds to the digits at the end of the one before, or its own text. */
function decodeNames([text, own]: Names): string[] {
  let [before, at] = ["", 0];
  return decodeNumbers(text).map((gap) => {
    if (gap < 0) before = own[at++];
    else {
      // "KA-00019" -> "00019"; "KA-1x" has none.
      const digits = /[0-9]{1,9}$/.exec(before)?.[0] ?? "";
      before = before.slice(0, -digits.length) + String(Number(digits) + gap + 1).padStart(digits.length, "0");
    }
    return before;
  });
}

/** Front coded: a capital letter for how many letters are shared with the word before, then the rest. */
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

/** FNV-1a over UTF-16 code units, folded. */
function slotOf(word: string, bits: number): number {
  let value = 2166136261;
  for (let at = 0; at < word.length; at += 1) {
    value = Math.imul(value ^ word.charCodeAt(at), 16777619);
  }
  return (value ^ (value >>> 15)) & ((1 << bits) - 1);
}
