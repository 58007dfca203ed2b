/**
 * When a line and a message are alike: what they share, judged without knowing any other message. As
 * `errata.messages.likeness` and `errata.messages.entries` do in Python.
 */

import limits from "../../errata/data/log_limits.json" with { type: "json" };
import patterns from "../../errata/data/log_patterns.json" with { type: "json" };
import type { Entry } from "./messages.ts";
import { findSpacedPairs, isCommon, pairsOf } from "./words.ts";
import type { Fields } from "./words.ts";

const matching = limits.matching;
// How a log format marks a line that reports a failure.
const LEVEL = new RegExp(patterns.failure_level.pattern);
// The priority of syslog, of which the severity is the rest of a division by eight: "<11>" is an error, "<14>" is none.
const PRIORITY = /^<([0-9]{1,3})>/;
const SEVERITIES = 8;
const WARNING = 4;
// "404", "４" yes; "v4" no.
export const DECIMAL = /^\p{Nd}+$/u;
// A word with its digits; what may remain of a partly volatile one; what is not ASCII.
const RAW_WORD = /[a-z0-9_]+/g;
const RAW_PART = /[a-z]+/g;
const NO_LETTERS = /^[0-9_]+/;

/** Returns the words of the line between the separators around a message, and its delimiters. */
export function fieldsOf(entry: Entry, line: Fields): [field: string[], value: string[]] {
  let [first, last] = [-1, -1];
  for (let index = 1; index < line.words.length; index += 1) {
    if (!entry.pairs.has(`${line.words[index - 1]} ${line.words[index]}`)) continue;
    if (last < 0) first = index - 1;
    last = index;
  }
  if (last < 0) return [line.words, line.words];
  return [line.around(first, last), line.around(first, last, line.values)];
}

/** Whether all neighbours in the message are neighbours in the line, too, or have a value between them. */
export function isPart(entry: Entry, line: Entry): boolean {
  const pairs = [...entry.constantPairs];
  if (pairs.length < matching.ENOUGH_WORDS - 1) return false;
  return pairs.every((pair) => line.pairs.has(pair)) || hasPieces(line.words, entry.pieces);
}

/**
 * Whether the words contain all pieces in order, with a value of few words between two of them: "open the till, front7,
 * of the shop" those of "open the till, {any}, of the shop".
 */
function hasPieces(words: string[], pieces: string[][]): boolean {
  if (pieces.length === 1) return false;
  let [start, latest] = [0, words.length];
  for (const piece of pieces) {
    const end = Math.min(latest, words.length - piece.length);
    while (start <= end && !areSame(words.slice(start, start + piece.length), piece)) start += 1;
    if (start > end) return false;
    start += piece.length;
    latest = start + matching.VALUE_WORDS;
  }
  return true;
}

/** Whether the line or one of its fields may be the message, of which only few words are shared. */
export function mayBeWholeField(entry: Entry, line: Entry): boolean {
  return pairsOf(entry.fields.words).every((pair) => line.pairs.has(pair)) || areSame(entry.words, line.words);
}

/** Whether the words contain the others in a row. */
export function hasRow(words: string[], row: string[]): boolean {
  return words.some((word, at) => word === row[0] && areSame(words.slice(at, at + row.length), row));
}

/** Whether the format marks the line as a failure, by its level or its priority. */
export function tellsOfFailure(line: string): boolean {
  const [, priority] = PRIORITY.exec(line) ?? [];
  return (priority !== undefined && Number(priority) % SEVERITIES <= WARNING) || LEVEL.test(line);
}

/** Returns everything that may be a word of a line, even if it is partly volatile. */
export function rawWords(line: string): Set<string> {
  const words = line.toLowerCase().match(RAW_WORD) ?? [];
  const forms = new Set(words);
  for (const word of words) {
    if (!/[0-9_]/.test(word)) continue;
    forms.add(word.replace(NO_LETTERS, ""));
    for (const part of word.match(RAW_PART) ?? []) forms.add(part);
  }
  return forms;
}

/**
 * Whether a sentence of the line begins like the message and goes on with another usual word. An unusual word may be a
 * value.
 */
export function goesOnOtherwise(entry: Entry, line: Fields, common: Set<string>): boolean {
  const own = entry.fields.words;
  let [after, shared] = [line.words.length, 0];
  for (let index = 1; index < line.words.length; index += 1) {
    if (!entry.pairs.has(`${line.words[index - 1]} ${line.words[index]}`)) continue;
    [after, shared] = [index + 1, shared + 1];
  }
  if (shared >= matching.LONG_ROW || after >= line.words.length || line.starts.includes(after)) return false;
  const nextWord = line.words[after];
  if (!isCommon(nextWord, common) || DECIMAL.test(nextWord) || entry.words.includes(nextWord)) return false;
  const [first, second] = line.words.slice(after - 2, after);
  const rests = own.flatMap((_, at) => (own[at - 2] === first && own[at - 1] === second ? [own.slice(at)] : []));
  return rests.length > 0 && rests.every((rest) => rest.some((word) => !line.words.includes(word)));
}

/** Whether all that they share are parts of names, such as "kube-state-metrics". */
export function shareOneName(entry: Entry, line: Entry): boolean {
  const joined = new Set(pairsOf(line.words));
  const acrossQuotes = [...line.pairs].filter((pair) => !joined.has(pair));
  return ![...acrossQuotes, ...findSpacedPairs(line.text)].some((pair) => entry.pairs.has(pair));
}

/** Whether they share three words in a row, or the message has no more: pairs here and there are chance. */
export function shareARow(entry: Entry, line: Entry): boolean {
  const rows = [line.fields.words, line.words].flatMap((words) => findChains(words, entry.pairs));
  return entry.words.length <= matching.ENOUGH_WORDS || rows.some((row) => row.length >= matching.ENOUGH_WORDS);
}

export const areSame = (words: string[], others: string[]) =>
  words.length === others.length && words.every((word, at) => word === others[at]);

/** Returns the runs of words whose neighbours are all neighbours in the message, too. */
export function findChains(words: string[], pairs: Set<string>): string[][] {
  const chains = [words.slice(0, 1)];
  for (let index = 1; index < words.length; index += 1) {
    if (pairs.has(`${words[index - 1]} ${words[index]}`)) chains.at(-1)?.push(words[index]);
    else chains.push([words[index]]);
  }
  return chains;
}
