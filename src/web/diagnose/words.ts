/**
 * The words of messages, and the short texts by which a line is seen to be worth comparing: as
 * `errata.messages` has them in Python. `tests/diagnose` holds both to the same answers.
 */

import { mask } from "../messages/mask.ts";
import { encoder } from "./bytes.ts";

// Words of a line or a message that are looked at.
export const MOST_WORDS = 160;
// Bytes of an anchor: shorter texts are in too many lines.
const SHORTEST_ANCHOR = 10;
// What a word counts for in an anchor; a letter of a language without spaces; any other letter or digit alone.
const WORD_WEIGHT = 6;
const LETTER_WEIGHT = 2;
const SINGLE_WEIGHT = 3;
// Words of an anchor with an unusual one, and at least, if the stretch between two volatile parts has no more.
const FEW = 3;
const LEAST = 2;
// Words of an anchor of usual ones, and at least, if the stretch has no more.
const MANY = 5;
const ALL = 4;
// The first of the scripts that are written without spaces begins here.
const CJK = 0x3000;

// What stands in a masked text for a volatile part: "{host}" yes; "{0}" no.
const PLACEHOLDER = /\{[a-z]{2,8}\}/g;
// Quotation marks of all languages, and the backtick; not "(" or "<".
const QUOTES = /[\x22\x27\x60«»“”‘’「」『』]/g;
// A word: the last part of a dotted name, "Main" of "com.example.Main"; a letter of a language without spaces;
// "ab_1"; not "_".
const TOKEN =
  /(?:[A-Za-z_][\p{L}\p{N}_]{0,60}[.$]){2,16}([A-Za-z_][\p{L}\p{N}_]{0,120})|([\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])|([\p{L}\p{N}][\p{L}\p{N}_]*)/gu;
// A code in front of a message, which a log may not have: "RED-520025 " and "XTK-170036: " yes; "IN-X" at the end no.
export const CODE = /^[A-Z]{2,9}(?:-[A-Z0-9]{2,9}){1,4}:?(?= )/;
// What Python takes for white space: `\s` and `trim` of JavaScript differ in a few controls.
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
// A text of nothing else has no volatile part: "could not connect!" yes; "port 80" no. But for these words.
const CONSTANT = /^[A-Za-z ,:;()!?_-]*$/;
const MAY_BE_VOLATILE = /localhost|xx/i;

/** In lower case; those in quotation marks, too. */
export function wordsOf(text: string): string[] {
  const bare = text.replace(QUOTES, " ");
  return constantWords(CONSTANT.test(bare) && !MAY_BE_VOLATILE.test(bare) ? bare : mask(bare));
}

/** Those of a masked text outside its placeholders. */
export function constantWords(masked: string): string[] {
  const plain = masked.replace(PLACEHOLDER, " ").toLowerCase();
  return Array.from(plain.matchAll(TOKEN), ([, last, letter, word]) => last ?? letter ?? word);
}

/** Pairs of neighbours, a space between. */
export function pairsOf(words: string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`);
}

/** A line without any of them does not have the message. */
export function anchorsOf(template: string, common: Set<string>): string[] {
  const pieces = template.replace(CODE, "{any}").split(PLACEHOLDER);
  const found: string[] = [];
  for (const piece of pieces) {
    const words = placeWords(piece, common);
    for (const [start, end] of findWindows(words)) found.push(piece.slice(start, end));
    // A short message of usual words alone is found by a line that ends with it.
    const isShort = pieces.length === 1 && FEW <= words.length && words.length < ALL;
    if (isShort && words.every((word) => word.isUsual)) {
      const bare = piece.replace(EDGES, "");
      found.push(`${bare}\n`, `${bare}\r\n`);
    }
  }
  return found.filter((text) => encoder.encode(text).length >= SHORTEST_ANCHOR);
}

interface PlacedWord {
  start: number;
  end: number;
  isUsual: boolean;
  weight: number;
}

function placeWords(piece: string, common: Set<string>): PlacedWord[] {
  const tokens = [...piece.matchAll(TOKEN)].slice(0, MOST_WORDS);
  return tokens.map(({ 0: whole, 1: last, 2: letter, 3: plain, index }) => {
    const word = last ?? letter ?? plain;
    const end = index + whole.length;
    return { start: end - word.length, end, isUsual: common.has(word.toLowerCase()), weight: weightOf(word) };
  });
}

function weightOf(word: string): number {
  const letter = word.codePointAt(0) ?? 0;
  if (word.length > String.fromCodePoint(letter).length) return WORD_WEIGHT;
  return letter > CJK ? LETTER_WEIGHT : SINGLE_WEIGHT;
}

/** From each word on, the fewest that make an anchor. */
function* findWindows(words: PlacedWord[]): Generator<[start: number, end: number]> {
  const whole = words.reduce((sum, word) => sum + word.weight, 0);
  const few = Math.max(LEAST * WORD_WEIGHT, Math.min(FEW * WORD_WEIGHT, whole));
  const many = Math.max(ALL * WORD_WEIGHT, Math.min(MANY * WORD_WEIGHT, whole));
  for (const [first, { start }] of words.entries()) {
    let [weight, isUsual] = [0, true];
    for (const word of words.slice(first)) {
      weight += word.weight;
      isUsual &&= word.isUsual;
      if (weight >= many || (weight >= few && !isUsual)) {
        yield [start, word.end];
        break;
      }
    }
  }
}
