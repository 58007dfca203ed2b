/** Reads a query that is not a code as a whole: is it a log, or words? */

import type { Masker } from "../messages/mask.ts";
import { isLong } from "../text.ts";
import { TELLING_DIGITS } from "./codes.ts";
import type { CodeLookup } from "./codes.ts";
import { EMPTY_QUERY } from "./nothing.ts";
import { DOTTED_NAME, FEW_DIGITS, countDigits } from "./pieces.ts";
import { tokenize } from "./splitting.ts";
import type { ParsedQuery } from "./types.ts";
import { hideValues } from "./values.ts";

// How many lines of a log are read: the first ones say what failed, the rest is the trace. Half as many and twice as
// many change no labelled answer.
const MOST_LINES = 40;
// How many words a masked line must keep to be compared with messages.
const FEWEST_WORDS = 3;
// How many pieces are looked up as codes, so that a long text costs no more.
const MOST_PIECES = 24;
// Chinese, Japanese or Korean pieces with so few letters altogether are particles or a verb, such as "とは", "오류 는".
const SHORT = 4;

const WORD = "[\\p{L}\\p{N}_]";
// A line of a log: "12:00:01", "[error]", "*ERROR* x", "WARN: x", "at com.example.Main(", "Caused by: x", "iRc=-1",
// "Error: x" yes; "error 404", "look at this (now)" and "TypeError" no.
const LOGGED = new RegExp(
  "[0-9]{1,2}:[0-9]{2}:[0-9]{2}|\\[(?:error|warn|info|debug)\\]|\\*(?:ERROR|WARN|INFO|DEBUG)\\*" +
    `|(?<!${WORD})(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|SEVERE)(?!${WORD})[ :\\]\\-]+\\S` +
    `|(?<!${WORD})at [\\p{L}\\p{N}_.$]{3,200}\\(|(?<!${WORD})Caused by: |(?<!${WORD})iRc=` +
    `|(?<!${WORD})(?:error log|stack trace)(?!${WORD})|Exception: |Error: `,
  "u",
);

const CJK = "\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3";
const LATIN = "!-~\uff10-\uff19\uff21-\uff3a\uff41-\uff5a";
const MARK =
  "\u3001\u3002\u3008-\u3011\u3014-\u301b\u30fb\uff01\uff08\uff09\uff0c\uff0f\uff1a\uff1b\uff1d\uff1f\uff3b\uff3d";
// Where words meet without a space: between "エ" and "R" of "エラーRED", at "：" of "错误：5"; not in "RED-5".
const BORDER = new RegExp(`(?<=[${CJK}])(?=[${LATIN}])|(?<=[${LATIN}])(?=[${CJK}])|[${MARK}]`, "g");
// "とは" yes; "とはx" no.
const CJK_ONLY = new RegExp(`^[${CJK}]+$`);
const EDGE = " .,;:!?()[]{}<>\"'`\xab\xbb\u201c\u201d\u2018\u2019";
// Between the parts of a piece: "iRc=16384", "(RED-520025)"; not "RED-520025" or "a.b".
const INNER = /[=:()[\]"',;<>]+/;
// A code in capitals with its number: "RED-520025:" and "ERR_100" yes; "ERROR 2024" and "v520025" no.
const NAMED_CODE = /(?<![\p{L}\p{N}])\p{Lu}{2,40}[-_]?\p{Nd}{3,9}(?![\p{L}\p{N}])/u;

// What stands in brackets or quotation marks: "[main 17]", "'a b'" yes; "it's" no.
const VALUE = /\[[^\]\n]{0,300}\]|'[^'\n]{0,300}'|"[^"\n]{0,300}"/g;
// Times, paths and addresses: "12:00:01", "/a", "x@y" yes; "failed" no.
const VOLATILE = /[\d/\\@]/;

/** Whether a text was copied from a log and not typed from memory. */
export const isLog = (text: string) => text.includes("\n") || isLong(text) || LOGGED.test(text);

/** Returns the codes of the name in an address, or else of all of it. */
export function findCodesInAddress(name: string, address: string, lookup: CodeLookup): string[] {
  const own = lookup.find(name).matches;
  return own.length ? own : listCodes(address.split(/[^\p{L}\p{N}]+/gu), lookup);
}

/** Reads the message of each line, without its volatile parts. */
export function parseLog(text: string, masker: Masker): ParsedQuery {
  const lines = text.split("\n").slice(0, MOST_LINES);
  const messages = lines.map((line) => hideValues(masker.stripPrefix(line), masker));
  const remaining = messages.filter((line) => line.trim()).join("\n");
  // A name that was taken for a value may be all that a short line says: "Error: cannot open /dev/tty".
  const isLeft = tokenize(remaining, (word) => word).length >= FEWEST_WORDS;
  return parsed("log", isLeft ? remaining : text, { rough: readRoughly(text) });
}

/** Leaves out what mostly changes in a log: its shards load before the masker is there. */
export function readRoughly(text: string): string {
  const lines = text.replace(VALUE, " ").split("\n").slice(0, MOST_LINES);
  const pieces = lines.join(" ").split(/\s+/);
  return pieces.filter((piece) => !VOLATILE.test(piece) || namesCode(piece)).join(" ");
}

/** Returns the codes with a number that a log names in its first pieces. */
export function findNamedCodes(text: string, lookup: CodeLookup): string[] {
  if (!namesCode(text)) return [];
  const pieces = text.replace(BORDER, " ").split(/\s+/).filter(namesCode).map(stripEdges).slice(0, MOST_PIECES);
  return listCodes(pieces, lookup);
}

const listCodes = (pieces: string[], lookup: CodeLookup) => [...new Set(findCodes(pieces, lookup)[0])];

export const namesCode = (text: string) => NAMED_CODE.test(text);

function parsed(kind: ParsedQuery["kind"], text: string, more?: Partial<ParsedQuery>): ParsedQuery {
  return { ...EMPTY_QUERY, kind, text, ...more };
}

/**
 * Reads a query that is neither. `usual` are words that next to a code ask nothing more than the code does: a query of
 * codes and usual words counts as a code.
 */
export function parseLine(query: string, lookup: CodeLookup, usual: Set<string>): ParsedQuery {
  const text = query.split(/\s+/).join(" ");
  const pieces = text.replace(BORDER, " ").split(/\s+/).slice(0, MOST_PIECES).map(stripEdges).filter(Boolean);
  let [codes, words] = findCodes(pieces, lookup);
  let telling = words.filter((piece) => !isUsual(piece, usual));
  // Korean words are short, and many of them say something: "RED-5 관련 제품이 표시되지 않음".
  const letters = telling.filter((piece) => CJK_ONLY.test(piece)).join("").length;
  telling = letters > SHORT ? telling : telling.filter((piece) => !CJK_ONLY.test(piece));
  // A few digits count, too, if only usual words stand next to them: "error 404".
  if (!codes.length && telling.length === 1) {
    codes = lookup.find(telling[0]).matches;
    if (codes.length) telling = [];
  }
  if (codes.length) return parsed(telling.length ? "words" : "code", text, { codes: [...new Set(codes)] });
  return parsed("words", text, { telling });
}

function stripEdges(piece: string): string {
  let [start, end] = [0, piece.length];
  while (start < end && EDGE.includes(piece[start])) start += 1;
  while (end > start && EDGE.includes(piece[end - 1])) end -= 1;
  return piece.slice(start, end);
}

function isUsual(piece: string, usual: Set<string>): boolean {
  return usual.has(piece.toLowerCase().replaceAll("\u2019", "'")) || !/[\p{L}\p{N}]/u.test(piece);
}

/** Separates codes from other pieces. From left to right, the longest run of pieces that makes a code wins. */
function findCodes(pieces: string[], lookup: CodeLookup): [codes: string[], rest: string[]] {
  const codes: string[] = [];
  const words: string[] = [];
  for (let index = 0; index < pieces.length; ) {
    const together = (count: number): string[] => {
      const text = pieces.slice(index, index + count).join(" ");
      const isPossible = index + count <= pieces.length && (count === 1 || countDigits(text));
      return isPossible ? findMatches(text, lookup) : [];
    };
    // The longest codes that people write with spaces have three parts: "AH 00 558".
    const count = [3, 2, 1].find((most) => together(most).length);
    const [found, left] = count ? [together(count), []] : findInside(pieces[index], lookup);
    codes.push(...found);
    words.push(...left);
    index += count ?? 1;
  }
  return [codes, words];
}

function findInside(piece: string, lookup: CodeLookup): [codes: string[], rest: string[]] {
  const last = DOTTED_NAME.exec(piece)?.[1];
  if (last) {
    const codes = lookup.find(last).matches;
    return [codes, codes.length ? [] : [piece]];
  }
  const parts = piece.split(INNER).filter(Boolean);
  if (parts.length < 2) return [[], [piece]];
  const matches = parts.map((part) => findMatches(part, lookup));
  const words = parts.filter((_, at) => !matches[at].length);
  // In "hr=80244008" the number is what the reader asks about, not its name.
  const numbers = words.filter((part) => countDigits(part) >= FEW_DIGITS);
  return [matches.flat(), numbers.length ? numbers : words];
}

/** Returns no codes for few digits and for lower-case letters: ordinary texts have both. */
function findMatches(text: string, lookup: CodeLookup): string[] {
  const few = /^\p{Nd}+$/u.test(text) && [...text].length < TELLING_DIGITS;
  const small = /^\p{L}+$/u.test(text) && /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
  return few || small ? [] : lookup.find(text).matches;
}

// What people copy to name a page: "https://a.example/x", "/en/KA-1", "KA-1.html?lang=en" yes; "and/or", "see /en/KA-1" no.
const PAGE_ADDRESS = /^(?:(?:https?:\/\/|\/)\S{1,2000}|[^\s/?#]{1,200}\.(?:html?|md|aspx?|php)(?:[?#]\S{0,2000})?)$/i;

/**
 * Returns the last part of an address or of a page's file, as `errata.text.addresses` does; empty for any other text.
 */
export function nameInAddress(text: string): string {
  if (!PAGE_ADDRESS.test(text)) return "";
  const path = text.split(/[?#]/, 1)[0].replace(/\/$/, "").replace(/\/index\.html$/, "");
  const last = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last).replace(/\.(?:html?|md|aspx?|php)$/i, "");
  } catch {
    return last;
  }
}
