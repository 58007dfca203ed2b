/**
 * Decodes the files of codes and articles. The formats are described where they are written, in `src/errata/search/`.
 */

import { isFileName } from "../text.ts";
import { CodeLookup } from "./codes.ts";
import { decodeNames, decodeNumbers, hashText } from "./digits.ts";
import type { Names } from "./digits.ts";
import type { CodeRow, CodeUses } from "./types.ts";
import { checkVersion } from "./version.ts";

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
  /** The numbers of all articles, if there are few enough. */
  articles?: Names;
  spellings: Record<number, string[]>;
  usual: string;
  hidden: string;
  pieces: number;
  starts: string;
}

export interface WrittenUses {
  codes: Names;
  articles: Names;
  uses: string;
}

export function decodeArticles({ numbers, files, products, sets, of, states, stateOf = "" }: WrittenArticles) {
  const named = sets.map((set) => set.map((at) => products[at]));
  const stateAt = decodeNumbers(stateOf);
  const labels = decodeNumbers(of).map((set, place) => ({ products: named[set], state: states?.[stateAt[place]] ?? "" }));
  return { numbers: numbers ? decodeNames(numbers) : [], labels, files };
}

export function decodeCodes(value: WrittenCodes) {
  checkVersion(value);
  const families = decodeNumbers(value.of);
  const codes = decodeNames(value.codes);
  const rows = codes.map((code, place): [string, CodeRow] => {
    const letter = value.kinds[place];
    const [kind, family] = [letter.toLowerCase(), value.families[families[place]]];
    return [code, { kind, family, file: value.files[place] ?? nameCard(code), isHere: kind === letter }];
  });
  return {
    rows: new Map(rows),
    families: value.families,
    lookup: new CodeLookup(codes, value.spellings),
    /** The numbers of all articles, by place, if there are few enough. */
    numbers: value.articles && decodeNames(value.articles),
    /** Words next to a code that ask nothing more than the code does. */
    usual: new Set(value.usual.split(" ")),
    /** The last twelve bits of the hash of each name that leads to an article in no list. */
    hidden: addUp(decodeNumbers(value.hidden)),
    /** How many files words with numbers are in. */
    pieces: value.pieces,
    /** The first characters of codes for which there are files of patterns. */
    starts: value.starts,
  };
}

/** Rising numbers, of the distances between them. */
function addUp(distances: number[]): number[] {
  let last = 0;
  return distances.map((distance) => (last += distance));
}

/** A code that cannot be a file's name is named by its hash, with a hyphen at the end, where no other name has one. */
const nameCard = (code: string) => (isFileName(code) ? code : `${hashText(code).toString(36)}-`);

export function decodeUses({ codes, articles, uses }: WrittenUses): CodeUses {
  const numbers = decodeNames(articles);
  const places = uses.split(" ").map(decodeNumbers);
  return new Map(decodeNames(codes).map((code, at) => [code, places[at].map((place) => numbers[place])]));
}
