/**
 * Turns text into words as `errata.search.tokens` does in Python when it builds the index.
 * `tests/search/tokens.toml` holds both to the same answers.
 */

import { truncate } from "../text.ts";
import type { Stem } from "./types.ts";

// Longer runs are data: the index has no longer words.
const LONGEST = 64;
// A number with more digits is a value, such as a time or an id: no two articles share it.
const MOST_DIGITS = 8;

/** Chinese, Japanese and Korean letters, which are written without spaces. */
export const CJK =
  "\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3";

// A word: "日本語" (first group), "ÉTÉ" and "ab12"; not "_" or "-".
const RUN = new RegExp(`([${CJK}]+)|(?:(?![${CJK}])[\\p{L}\\p{N}])+`, "gu");
// The same in ASCII, which is faster; the group that RUN has is empty. "ab12" yes; "_" no.
const ASCII_RUN = /()[A-Za-z0-9]+/g;
// The parts of a name: "Path", "Not" and "Found" of "PathNotFound", "HTTP" and "Error" of "HTTPError".
const HUMPS = /[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]+/g;
// "abc-1" yes; "naïve" no.
const ASCII = /^[\0-\x7f]*$/;
// A dash: "-" and "–" yes; "_" and "--" no.
const DASH = /^[-\u2010-\u2014\u2212]$/;
// A code's prefix and number: "RED 520025", "C 8" and "UTF 8" yes; "AB 12" and "R2D 5" no.
const PREFIX_AND_NUMBER = /^(?:[A-Za-z]{1,12} (?:[0-9]{3,8}|[0-9])|[A-Za-z] [0-9]{2})$/;
// "0x80070005" and "0X7b" yes; "80070005" and "0xg" no.
const HEX = /^0x([0-9a-f]{1,16})$/i;
// "8007042B" and "c0000005" yes; "DEADBEEF" no: it may be a word.
const BARE_HEX = /^(?![a-f]{8})[0-9a-f]{8}$/i;
// Digits of a hexadecimal number that are recognised without "0x".
const MIN_BARE_HEX = 6;
// A number of 32 bits in decimal may have its highest bit set: "2147942405" yes; "2147942405a" no.
const TEN_DIGITS = /^[0-9]{10}$/;
// Letters that are not another one with an accent, as people type them without one.
const TYPED: Record<string, string> = { ß: "ss", ı: "i", ł: "l", ø: "o", đ: "d", æ: "ae", œ: "oe" };
// Parts of a version, and its digits: "7.3.1" yes; "10.0.0.1" no.
const [VERSION_PARTS, VERSION_DIGITS] = [3, 6];
const SIGN = 2 ** 31;
// What the name of a language ends with, and what it adds: "C++" is "cpp", "C#" is "csharp"; not "a++b".
const SYMBOLS = /(?:\+\+|#)(?!\p{L})/uy;

/** Splits a text into its words in reading order. */
export function tokenize(text: string, stem: Stem): string[] {
  const plain = text.normalize("NFKC");
  const terms: string[] = [];
  const keep = (word: string) => isKept(word) && terms.push(word);
  let [before, end, name, version] = ["", 0, "", ""];
  for (const match of plain.matchAll(ASCII.test(plain) ? ASCII_RUN : RUN)) {
    const [word, letters] = match;
    const joint = plain.slice(end, match.index);
    // After words joined by "_" comes the whole: "ERR_NO_DISK" is "err no disk errnodisk".
    if (name && (joint !== "_" || letters)) keep(truncate(name, LONGEST));
    if (version && joint !== ".") {
      terms.push(...versionsOf(version));
      version = "";
    }
    if (letters) {
      [name, version] = ["", ""];
      for (let index = 0; index < Math.max(1, word.length - 1); index += 1) terms.push(word.slice(index, index + 2));
    } else {
      name = joint === "_" && before ? truncate((name || fold(before)) + fold(word), LONGEST) : "";
      version = joint === "." ? extendVersion(version, before, word) : "";
      const numeral = termOfNumber(word, isSign(joint, before));
      if (numeral) terms.push(numeral);
      else formsOf(word, stem).forEach(keep);
      // "RED-520025" is "red 520025 red520025".
      if (DASH.test(joint) && PREFIX_AND_NUMBER.test(`${before} ${word}`)) {
        terms.push(before.toLowerCase() + word);
      }
      terms.push(...withSymbols(word, plain, match.index + word.length));
    }
    before = letters ? "" : word;
    end = match.index + word.length;
  }
  if (name) keep(truncate(name, LONGEST));
  return [...terms, ...versionsOf(version)];
}

/** Returns a version with one more part; empty if it is not one. */
function extendVersion(version: string, before: string, word: string): string {
  const first = version || before.toLowerCase().replace(/^v/, "");
  return /^[0-9]+$/.test(word) && (version || /^[0-9]+$/.test(first)) ? `${first}.${word}` : "";
}

/** Returns a version: "7.3.1" yes; "10.0.0.1" and "14.11.2024" no, which are an address and a date. */
function versionsOf(version: string): string[] {
  const parts = version.split(".");
  const isOne = parts.length > 1 && parts.length <= VERSION_PARTS && parts.join("").length <= VERSION_DIGITS;
  return isOne ? [version] : [];
}

/** Maps the stem of each whole word to its spelling. */
export function spellings(text: string, stem: Stem): Map<string, string> {
  const runs = [...text.normalize("NFKC").matchAll(RUN)].filter(([, letters]) => !letters);
  return new Map(runs.map(([word]) => {
    const spelled = termOfNumber(word, false) || truncate(fold(word), LONGEST);
    return [stem(spelled), spelled];
  }));
}

/** Whether what is before a number makes it negative: "=-1" and "-1" yes; "a-1" no. */
function isSign(joint: string, before: string): boolean {
  return DASH.test(joint.slice(-1)) && (joint.length > 1 || !before);
}

/** Returns the word for a hexadecimal number, or for a 32-bit result in decimal; empty for others. */
function termOfNumber(word: string, isNegative: boolean): string {
  const written = HEX.exec(word)?.[1];
  if (written) {
    const digits = written.toLowerCase().replace(/^0+(?=.)/, "");
    return digits.length >= MIN_BARE_HEX ? digits : `0x${digits}`;
  }
  if (BARE_HEX.test(word)) return word.toLowerCase();
  if (!TEN_DIGITS.test(word)) return "";
  const value = isNegative ? 2 * SIGN - Number(word) : Number(word);
  return value >= SIGN && value < 2 * SIGN ? value.toString(16) : "";
}

/** Returns "cpp" for "C++", "csharp" for "C#": a longer word with "#" is an address with a fragment. */
function withSymbols(word: string, plain: string, end: number): string[] {
  SYMBOLS.lastIndex = end;
  const symbols = SYMBOLS.exec(plain)?.[0];
  if (!symbols || !PREFIX_AND_NUMBER.test(`${word} 1`)) return [];
  if (symbols === "++") return [`${word.toLowerCase()}pp`];
  return word.length === 1 ? [`${word.toLowerCase()}sharp`] : [];
}

/** Returns a word and its parts. */
function formsOf(word: string, stem: Stem): string[] {
  const parts = ASCII.test(word) && /[A-Z]/.test(word) ? (word.match(HUMPS) ?? []) : [];
  return [word, ...(parts.length > 1 ? parts : [])].map((form) => stem(truncate(fold(form), LONGEST)));
}

function isKept(word: string): boolean {
  if (word.length < 2) return !ASCII.test(word);
  return word.length <= MOST_DIGITS || word.replace(/[^0-9]+/g, "").length <= MOST_DIGITS;
}

/** Removes case and accents. */
function fold(word: string): string {
  const lower = word.toLowerCase();
  if (ASCII.test(lower)) return lower;
  const apart = lower.replace(/[^\0-\x7f]/g, (letter) => TYPED[letter] ?? letter).normalize("NFD");
  return apart.replace(/[\u0300-\u036f]+/g, "").normalize("NFC");
}
