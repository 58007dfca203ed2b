/** Finds codes that look like an unknown one, or like a known one, as `CodeLookup` does in Python. */

import { LONGEST_CODE, TELLING_DIGITS, digitsOf, keyOf } from "./codes.ts";
import type { CodeLookup } from "./codes.ts";

// A longer list would say that none of them is meant.
const MOST_NEAR = 8;
// How many codes of a family are offered if none is at one error: they show what its codes look like.
const MOST_NUMBERS = 3;
// 2 ** 53 has 16 digits.
const EXACT_DIGITS = 15;
// From how many letters on, without its ending, a name may have one typing error, and two: as in Python.
const [LONG_NAME, VERY_LONG_NAME] = [4, 8];
// How names of exceptions end: "EXCEPTION" of "DEBUGGEREXCEPTION" yes; nothing of "ERRORS".
const ENDING = /(?:EXCEPTION|ERROR|FAILURE|FAULT)$/;

/** Returns the codes that a text may mean; none if the text is a code. */
export function findNear(text: string, lookup: CodeLookup): string[] {
  return [...text].length > LONGEST_CODE || lookup.find(text).matches.length ? [] : nearKey(keyOf(text), lookup);
}

/** Returns other codes of the same family at one error, sorted. */
export function nearCodes(code: string, lookup: CodeLookup): string[] {
  return nearKey(keyOf(code.slice(0, LONGEST_CODE)), lookup, lookup.codes.indexOf(code));
}

/** Returns the few codes of a family whose number is nearest to a code's, sorted, among those that begin alike. */
export function nearestNumbers(code: string, family: string[]): string[] {
  const number = numberOf(code);
  const alike = family.filter((other) => other !== code && other.slice(0, 2) === code.slice(0, 2));
  const ranked = alike.map((other): [number, string] => [Math.abs(numberOf(other) - number), other]);
  ranked.sort(([one, a], [other, b]) => one - other || (a < b ? -1 : 1));
  return number < 0 ? [] : ranked.slice(0, MOST_NUMBERS).map(([, other]) => other).sort();
}

/** Returns a code's number; -1 for none, or for one with more digits than can be counted exactly. */
function numberOf(code: string): number {
  if (code.startsWith("0x")) return parseInt(code, 16);
  const digits = digitsOf(code);
  return digits && digits.length <= EXACT_DIGITS ? Number(digits) : -1;
}

/** `but` is the place of the code itself. */
function nearKey(key: string, { keys, codes, withPart }: CodeLookup, but = -1): string[] {
  if (!key) return [];
  const folded = replaceConfusable(key);
  const errors = countErrors(key);
  const most = but < 0 ? Math.max(1, errors) : 1;
  const near = keys.flatMap((known, at) => {
    if (at === but) return [];
    const confusable = replaceConfusable(known);
    const distance = editDistance(folded, confusable, most);
    const mayBeMeant = /\p{Nd}/u.test(known)
      ? distance <= 1 && isSameFamily(folded, known, confusable)
      : distance <= errors;
    return mayBeMeant && distance <= most ? [{ at, distance }] : [];
  });
  // A code that differs only by letters taken for digits is meant, whatever else is near; of names, those with the
  // fewest errors.
  const least = Math.min(...near.map(({ distance }) => distance));
  const nearest = near.filter(({ distance }) => distance === least).map(({ at }) => at);
  const digits = digitsOf(key);
  if (digits.length >= TELLING_DIGITS) nearest.push(...withPart(digits));
  const places = [...new Set(nearest.filter((at) => at !== but))].sort((one, other) => one - other);
  return places.map((at) => codes[at]).slice(0, MOST_NEAR);
}

/** Returns how many typing errors a name may have; 0 if it has digits, which tell codes apart. */
function countErrors(key: string): number {
  if (/\p{Nd}/u.test(key)) return 0;
  const letters = [...key.replace(ENDING, "")].length;
  return Number(letters >= LONG_NAME) + Number(letters >= VERY_LONG_NAME);
}

/** Replaces letters that are easily taken for digits with those digits. */
function replaceConfusable(key: string): string {
  return key.replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** Whether the letters before a code's first digit are the same in the text. */
function isSameFamily(folded: string, known: string, confusable: string): boolean {
  // The letters at the beginning: "RED" of "RED520025", nothing of "404".
  const prefix = /^(?:(?!\p{Nd})[\p{L}\p{N}])*/u.exec(known)?.[0].length;
  return folded.slice(0, prefix) === confusable.slice(0, prefix);
}

/**
 * Returns the edit distance, but at most one more than `most`. An edit is a letter too few, too many or wrong, or two
 * swapped (optimal string alignment).
 */
export function editDistance(first: string, other: string, most: number): number {
  if (Math.abs(first.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= first.length; row += 1) {
    const own = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSwapped = first[row - 1] === other[column - 2] && first[row - 2] === other[column - 1];
      const swapped = isSwapped ? before[column - 2] : most;
      const wrong = above[column - 1] - Number(first[row - 1] === other[column - 1]);
      own[column] = 1 + Math.min(wrong, above[column], own[column - 1], swapped);
    }
    if (Math.min(...own) > most) return most + 1;
    [before, above] = [above, own];
  }
  return Math.min(above[other.length], most + 1);
}
