/**
 * Looks for very many literal texts at once in the bytes of a log, and spells codes as people do: what
 * an Aho-Corasick automaton and `errata.logs.signals` do in Python.
 *
 * Of each literal its rarest four or eight bytes are looked for. A table of bits, small enough for the
 * processor's cache, says no at nearly every place of a log; a yes is compared with the few literals that
 * hold those bytes.
 */

import { encoder } from "./bytes.ts";

// Shorter literals would be found by chance.
const SHORTEST = 4;
// Literals of at least so many bytes are found by eight of them, which are rarer in a log than four.
const LONG = 8;
// Bits of a hash: a table of 2^20 bits is 128 kB.
const BITS = 20;
// How many literals are added between two pauses while the tables are filled.
const STRIDE = 512;
// Bytes with small letters for capitals of ASCII, and a blank for a hyphen.
const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
FOLDED[0x2d] = 0x20;
// A code of prefix and digits: "RED-520025" yes; "RED-52" and "AEM-CS-1001" no.
const PREFIXED = /^([A-Z]{2,12})-([0-9]{5,10})$/;
const SEPARATORS = ["-", "", " ", "_", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"];

// A mail status, which is written by its number alone: "SMTP 5.7.57" yes; "SMTP 550" no.
const MAIL_STATUS = /^SMTP ([45]\.[0-7]\.[0-9]{1,3})$/;

export interface LiteralFinder {
  /** Returns literal, start and end of each match that starts in [from, to), in one flat list. */
  find(data: Uint8Array, from: number, to: number): number[];
}

/** Maps literals to the code that they mean; a code of prefix and digits has many, any other only itself. */
export function spellCodes(codes: string[], spellings: Record<string, string[]> = {}): Map<string, string> {
  const usable = codes.filter((code) => [...code].length >= SHORTEST && !code.includes("\n"));
  const meanings = new Map(usable.map((code) => [code, code]));
  for (const code of usable) {
    const [, status] = MAIL_STATUS.exec(code) ?? [];
    if (status && !meanings.has(status)) meanings.set(status, code);
    const [, prefix, digits] = PREFIXED.exec(code) ?? [];
    for (const letters of prefix ? [prefix, prefix.toLowerCase()] : []) {
      for (const separator of SEPARATORS) {
        const text = letters + separator + digits;
        if (!meanings.has(text)) meanings.set(text, code);
      }
    }
    for (const text of spellings[code] ?? []) if (!meanings.has(text)) meanings.set(text, code);
  }
  return meanings;
}

/** Whether a literal is a number that counts only after a reply code or a word about mail. */
export function isMailStatus(literal: string): boolean {
  return MAIL_STATUS.test(`SMTP ${literal}`);
}

/**
 * The literals, which must not be empty, are numbered in this order: those that are found as they are spelled, then
 * anchors, which have small letters and no hyphens, and are found in any case, with hyphens for blanks.
 */
export function* createLiteralFinder(spelled: string[], anchors: string[]): Generator<undefined, LiteralFinder> {
  const texts = [...spelled, ...anchors];
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + 3 * text.length, 0));
  const starts = new Int32Array(texts.length + 1);
  let longest = 0;
  for (const [index, text] of texts.entries()) {
    const { written } = encoder.encodeInto(text, bytes.subarray(starts[index]));
    starts[index + 1] = starts[index] + written;
    longest = Math.max(longest, written);
  }
  const long = new Grams(bytes, LONG, spelled.length);
  const short = new Grams(bytes, SHORTEST, spelled.length);
  for (const step of ["count", "enter"] as const) {
    for (let index = 0; index < texts.length; index += 1) {
      const [start, end] = [starts[index], starts[index + 1]];
      (end - start >= LONG ? long : short)[step](index, start, end);
      if (index % STRIDE === 0) yield;
    }
  }

  function find(data: Uint8Array, from: number, to: number): number[] {
    const matches: number[] = [];
    for (const grams of [long, short]) {
      if (grams.size) grams.find(data, from, Math.min(data.length, to + longest), to, starts, matches);
    }
    return matches;
  }
  return { find };
}

/** The literals that are found by one length of gram. */
class Grams {
  /** The bytes of all literals. */
  bytes: Uint8Array;
  /** The same as `FOLDED` has them. */
  folded: Uint8Array;
  width: number;
  /** The number of the first literal that is found in any case. */
  firstAnchor: number;
  size = 0;
  counts = new Uint16Array(1 << BITS);
  bits = new Int32Array(1 << (BITS - 5));
  /** By gram: literals, each followed by its distance from the gram's end. */
  buckets = new Map<number, number[]>();

  constructor(bytes: Uint8Array, width: number, firstAnchor: number) {
    this.bytes = bytes;
    this.folded = bytes.map((byte) => FOLDED[byte]);
    this.width = width;
    this.firstAnchor = firstAnchor;
  }

  /** Returns the hash of the gram that starts there. */
  gram(start: number): number {
    const { folded, width } = this;
    return width === LONG ? hash(wordAt(folded, start), wordAt(folded, start + 4)) : hash(0, wordAt(folded, start));
  }

  count(_literal: number, start: number, end: number): void {
    for (let place = start; place + this.width <= end; place += 1) {
      const gram = this.gram(place);
      this.counts[gram] = Math.min(this.counts[gram] + 1, 0xffff);
    }
  }

  enter(literal: number, start: number, end: number): void {
    let [best, rarest] = [start, Infinity];
    for (let place = start; place + this.width <= end; place += 1) {
      const count = this.counts[this.gram(place)];
      if (count < rarest) [best, rarest] = [place, count];
    }
    const gram = this.gram(best);
    this.bits[gram >> 5] |= 1 << (gram & 31);
    const bucket = this.buckets.get(gram) ?? [];
    if (!bucket.length) this.buckets.set(gram, bucket);
    bucket.push(literal, best + this.width - start);
    this.size += 1;
  }

  find(data: Uint8Array, from: number, end: number, to: number, starts: Int32Array, matches: number[]): void {
    const { bits, width } = this;
    let [high, low] = [0, 0];
    for (let place = from; place < end; place += 1) {
      if (width === LONG) high = (high << 8) | (low >>> 24);
      low = (low << 8) | FOLDED[data[place]];
      // The function `hash` inlined for speed: this runs for every byte of a log.
      const gram = Math.imul(Math.imul(high, 0x9e3779b1) ^ low, 0x85ebca6b) >>> (32 - BITS);
      if ((bits[gram >> 5] >>> (gram & 31)) & 1 && place - from >= width - 1) {
        this.compare(data, place + 1, gram, from, to, starts, matches);
      }
    }
  }

  /** `at` is the place just behind the gram. */
  compare(
    data: Uint8Array,
    at: number,
    gram: number,
    from: number,
    to: number,
    starts: Int32Array,
    found: number[],
  ): void {
    const bucket = this.buckets.get(gram) ?? [];
    for (let next = 0; next < bucket.length; next += 2) {
      const literal = bucket[next];
      const start = at - bucket[next + 1];
      const first = starts[literal];
      const length = starts[literal + 1] - first;
      if (start < from || start >= to || start + length > data.length) continue;
      let same = 0;
      if (literal < this.firstAnchor) while (same < length && this.bytes[first + same] === data[start + same]) same += 1;
      else while (same < length && this.folded[first + same] === FOLDED[data[start + same]]) same += 1;
      if (same === length) found.push(literal, start, start + length);
    }
  }
}

/** Hashes four bytes and the four after them. The factors are odd, with their one bits spread evenly. */
function hash(high: number, low: number): number {
  return Math.imul(Math.imul(high, 0x9e3779b1) ^ low, 0x85ebca6b) >>> (32 - BITS);
}

/** Returns four bytes as a number, with zeros behind the end. */
function wordAt(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
}

/** Sorts by end and then by start; equal matches stay in their order. */
export function sortMatches(matches: number[]): number[] {
  const places = Array.from({ length: matches.length / 3 }, (_, at) => at * 3);
  places.sort((a, b) => matches[a + 2] - matches[b + 2] || matches[a + 1] - matches[b + 1]);
  return places.flatMap((at) => matches.slice(at, at + 3));
}
