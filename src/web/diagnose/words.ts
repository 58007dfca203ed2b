/**
 * The words of messages, and the short texts by which a line is seen to be worth comparing: as
 * `errata.messages` has them in Python. `tests/diagnose` holds both to the same answers.
 */

import limits from "../../errata/data/log_limits.json" with { type: "json" };
import patterns from "../../errata/data/log_patterns.json" with { type: "json" };
import { mask, unmaskedDigits } from "../messages/mask.ts";
import { encoder } from "./bytes.ts";

export const MOST_WORDS = limits.words.MOST_WORDS;
const anchors = limits.anchors;

// What stands in a masked text for a volatile part: "{host}" yes; "{0}" no.
export const PLACEHOLDER = /\{[a-z]{2,8}\}/g;
// Quotation marks of all languages, and the backtick; not "(" or "<".
const QUOTES = /[\x22\x27\x60«»“”„‘’‚「」『』]/g;
// Around a name where an author typed it, and no program writes so.
const CURLY_QUOTES = /[\u2018\u2019]/g;
// A word: the last part of a dotted name, "Main" of "com.example.Main"; "ab_1"; not "_". Of what is written without
// spaces, each stretch of one script: "サービス", "停止" and "しました" of "サービスを停止しました", but not "を".
const TOKEN =
  /(?:[A-Za-z_][\p{L}\p{N}_]{0,60}[.$]){2,16}([A-Za-z_][\p{L}\p{N}_]{0,120})|([\u30a1-\u30ff]{1,40}|[\u3005\u4e00-\u9fff]{1,2}|[\u3041-\u309f]{3,40})|((?![\u3005\u3041-\u30ff\u4e00-\u9fff])[\p{L}\p{N}](?:[A-Za-z0-9_]|(?![\u3005\u3041-\u30ff\u4e00-\u9fff])[\p{L}\p{N}_])*)/gu;
// A code before a message, which a log may not have: "RED-520025 " and "XTK-170036: " yes; "IN-X" at the end no.
export const CODE = new RegExp(patterns.code.pattern);
// What Python takes for white space: `\s` and `trim` of JavaScript differ in a few controls.
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
// A name: "fileImport", "enrich22", "a_b" yes; "File", "HTTP" no.
const NAME = /[a-z][A-Z0-9]|[A-Za-z0-9]_/;
// A text of nothing else has no volatile part: "could not connect!" yes; "port 80" no. But for these words.
const CONSTANT = /^[A-Za-z ,:;()!?_-]*$/;
const MAY_BE_VOLATILE = /localhost|xx/i;

// A quotation mark around a value of JSON, CSV or a pair: each of `"a": "x", "n"`, of `a="x" n=5` yes; of
// `not "x" but` no.
const FIELD_QUOTE =
  /(?<=[:=,{[\t])"|(?<=[:=,{[\]] )"|"(?=[,}\]\t]|:(?! ?\p{L})|$| [A-Za-z_][A-Za-z0-9_.-]{0,40}=)/gu;
// The name of a value of JSON: `"Retry-After":` yes; `"not this":`, `Retry-After:` no.
const KEY = /"[A-Za-z_][A-Za-z0-9_.-]{0,60}" ?:/g;
// What follows a level: "ERROR No", "ERROR: No" yes; "ERRORS No", "Error No" no.
const LEVEL = /(?<![A-Za-z0-9])(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE):? /g;
// Letters that are small in an anchor: "TABLE" of "TABLE É" yes; "É" no, as `bytes.lower` of Python leaves it
const CAPITALS = /[A-Z]+/g;
// Between the parts of a name: of "kube-state-metrics", "a/b.c" yes; " " no.
const JOINT = /^[-/.]$/;
// Between two fields of a line: a tab, ": ", " - ", ", ", " (" yes; "-", "/", " ", ":" no.
const SEPARATOR = /[\t\n|,;。：]|[:.!?\])}>] | [(\[{<]| [-–—]{1,3} /;

// What only a format puts between two values, and no sentence does: a tab, a line end, "|", " : " and "," of "5,x" yes;
// ", ", ": ", " ( : " no.
const DELIMITER = /[\t\n|]|^ : |,(?! )/;

// Japanese writes endings and little words so: "しました" yes; "サービス", "停止" no.
const HIRAGANA = /^[\u3041-\u309f]/;

/** Whether the word is one that any log has. */
export function isCommon(word: string, common: Set<string>): boolean {
  return common.has(word) || HIRAGANA.test(word);
}

/** Counts how much the words say: a Chinese, Japanese or Korean letter says as much as a word. */
export function countWords(words: string[]): number {
  const count = (word: string) => (word >= "\u3005" ? word.length : 1);
  return words.reduce((sum, word) => sum + count(word), 0);
}

/** The constant words of a text, and where among them its fields and values begin. */
export class Fields {
  words: string[];
  starts: number[];
  /** The starts that only a log format makes and no sentence, as before a quoted value. */
  values: number[];
  /** The words that name a value, such as "code" in "code=5". */
  keys: Set<string>;

  constructor(words: string[], starts: number[], values: number[], keys: Set<string>) {
    this.words = words;
    this.starts = starts;
    this.values = values;
    this.keys = keys;
  }

  /** Returns the words between the nearest separators before one word and after another. */
  around(first: number, last: number, starts = this.starts): string[] {
    const begin = Math.max(...starts.filter((start) => start <= first));
    return this.words.slice(begin, starts.find((start) => start > last));
  }
}

/** Divides a line as its format does: a log has its message in one field of many. */
export function splitFields(text: string): Fields {
  const marked = text.replace(KEY, "\n").replace(FIELD_QUOTE, "\n").replace(LEVEL, "$1\n");
  const plain = mask(marked).replace(PLACEHOLDER, " ").toLowerCase();
  const words: string[] = [];
  const [starts, values] = [[0], [0]];
  const keys = new Set<string>();
  let end = 0;
  for (const { 0: whole, 1: last, 2: letter, 3: word, index } of plain.matchAll(TOKEN)) {
    const after = index + whole.length;
    const before = plain.slice(end, index);
    const isKey = plain[after] === "=";
    if (words.length && (isKey || SEPARATOR.test(before))) {
      starts.push(words.length);
      // As in "It broke, client: web".
      const isPair = before.endsWith(", ") && plain.startsWith(": ", after);
      if (isKey || isPair || DELIMITER.test(before)) values.push(words.length);
    }
    words.push(last ?? letter ?? word);
    if (isKey) keys.add(words[words.length - 1]);
    end = after;
    if (words.length === MOST_WORDS) break;
  }
  return new Fields(words, starts, values, keys);
}

/** Returns start and end of each run of digits that is part of a word or of the template, in one flat list. */
export function tellingDigits(text: string): number[] {
  const pad = (match: string) => "\n".padEnd(match.length);
  const marked = text.replace(KEY, pad).replace(FIELD_QUOTE, "\n").replace(LEVEL, (found) => `${found.trimEnd()}\n`.padEnd(found.length));
  const places = [text, text.replace(QUOTES, " "), marked].flatMap(unmaskedDigits);
  const starts = [...new Set(places.filter((_, at) => at % 2 === 0))].sort((a, b) => a - b);
  const ends = new Map<number, number>();
  for (let index = 0; index < places.length; index += 2) ends.set(places[index], Math.max(ends.get(places[index]) ?? 0, places[index + 1]));
  return starts.flatMap((start) => [start, ends.get(start) ?? start]);
}

/** Whether the text has a quotation mark. */
export function hasQuotes(text: string): boolean {
  return text.search(QUOTES) >= 0;
}

/** Returns the words in lower case, including those in quotation marks. */
export function wordsOf(text: string): string[] {
  const unquoted = text.replace(QUOTES, " ");
  return constantWords(CONSTANT.test(unquoted) && !MAY_BE_VOLATILE.test(unquoted) ? unquoted : mask(unquoted));
}

/** Returns neighbouring words, including quoted ones, that are not joined to one name. */
export function findSpacedPairs(text: string): string[] {
  const plain = mask(text.replace(QUOTES, " ")).replace(PLACEHOLDER, " ").toLowerCase();
  const tokens = [...plain.matchAll(TOKEN)].slice(0, MOST_WORDS);
  return tokens.slice(1).flatMap((token, at) => {
    const before = tokens[at];
    const isJoined = JOINT.test(plain.slice(before.index + before[0].length, token.index));
    return isJoined ? [] : [pairsOf([before, token].map(([, last, letter, word]) => last ?? letter ?? word))[0]];
  });
}

/** Returns the words of a masked text outside its placeholders. */
export function constantWords(masked: string): string[] {
  const plain = masked.replace(PLACEHOLDER, " ").toLowerCase();
  return Array.from(plain.matchAll(TOKEN), ([, last, letter, word]) => last ?? letter ?? word);
}

/** Returns pairs of neighbouring words, joined by a space. */
export function pairsOf(words: string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`);
}

/**
 * Returns the anchors of a message, with small letters and without hyphens: a line without any of them does not
 * contain it.
 */
export function anchorsOf(text: string, template: string, common: Set<string>): string[] {
  const anchors = chooseAnchors(text, template, common);
  return anchors.map((anchor) => anchor.replace(CAPITALS, (found) => found.toLowerCase()).replaceAll("-", " "));
}

function chooseAnchors(text: string, template: string, common: Set<string>): string[] {
  const pieces = template.replace(CODE, "{any}").split(PLACEHOLDER);
  for (const anchors of [usualAnchors, otherAnchors]) {
    const chosen = pieces.flatMap((piece) => anchors(piece, common)).filter(isLong);
    if (chosen.length) return chosen;
  }
  const named = namedAnchors(text, common).filter(isLong);
  if (named.length) return named;
  const usual = pieces.filter((piece) => placeWords(piece, common).length > 1);
  return usual.map((piece) => piece.replace(EDGES, "")).filter(isLong);
}

const isLong = (anchor: string) => encoder.encode(anchor).length >= anchors.SHORTEST;

function usualAnchors(piece: string, common: Set<string>): string[] {
  const words = placeWords(piece, common);
  const windows = Array.from(findWindows(words), ([start, end]) => piece.slice(start, end));
  // A part with a different name in each installation may stand before a message.
  if (words.length === anchors.FEW && NAME.test(piece.slice(words[0].start, words[0].end))) {
    windows.push(...Array.from(findWindows(words.slice(1)), ([start, end]) => piece.slice(start, end)));
  }
  return windows;
}

/** Returns anchors from quoted text, too: it may be a name that no other program has. */
function namedAnchors(text: string, common: Set<string>): string[] {
  const named = text.replace(CURLY_QUOTES, "'").replace(CODE, "");
  const unquoted = named.replace(QUOTES, " ");
  let offset = 0;
  return mask(unquoted).split(PLACEHOLDER).flatMap((piece) => {
    offset = Math.max(offset, unquoted.indexOf(piece, offset));
    const begin = offset;
    offset += piece.length;
    return Array.from(findWindows(placeWords(piece, common)), ([from, to]) => named.slice(begin + from, begin + to));
  });
}

/** Returns other anchors for a message without a name: a few usual words if they are long, or one unusual word. */
function otherAnchors(piece: string, common: Set<string>): string[] {
  const words = placeWords(piece, common);
  const pieces: string[] = [];
  for (const [index, { start }] of words.entries()) {
    const last = words[index + anchors.FEW - 1];
    if (last && [...piece.slice(start, last.end)].length >= anchors.LONG) pieces.push(piece.slice(start, last.end));
  }
  for (const { start, end, isUsual } of words) if (!isUsual) pieces.push(piece.slice(start, end));
  return pieces;
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
    return { start: end - word.length, end, isUsual: isCommon(word.toLowerCase(), common), weight: weightOf(word) };
  });
}

function weightOf(word: string): number {
  const letter = word.codePointAt(0) ?? 0;
  if (word.length > String.fromCodePoint(letter).length) return anchors.WORD_WEIGHT;
  return letter > anchors.CJK ? anchors.LETTER_WEIGHT : anchors.SINGLE_WEIGHT;
}

/** Yields, from each word on, the shortest run of words that makes an anchor. */
function* findWindows(words: PlacedWord[]): Generator<[start: number, end: number]> {
  const whole = words.reduce((sum, word) => sum + word.weight, 0);
  const few = Math.max(anchors.LEAST * anchors.WORD_WEIGHT, Math.min(anchors.FEW * anchors.WORD_WEIGHT, whole));
  const many = Math.max(anchors.ALL * anchors.WORD_WEIGHT, Math.min(anchors.MANY * anchors.WORD_WEIGHT, whole));
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
