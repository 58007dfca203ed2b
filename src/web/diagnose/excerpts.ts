/**
 * The time stamps of a log's lines, and the few lines of it that are shown: those with a fault, marked in
 * place, and what is around them. A short log is kept whole.
 */

import { NEW_LINE, lineEnd, toLatin, utf8 } from "./bytes.ts";
import type { LogLine, LogRow, LogStep } from "./types.ts";

// How many lines are shown: a browser draws more of them slowly, and nobody reads them.
const MOST_ROWS = 3_000;
const MOST_OF_A_FAULT = 60;
// How many lines around one with a fault are shown.
const AROUND = 2;
// How many bytes of a line without a fault are shown.
const LONGEST = 400;
// How far before a line its time is looked for: a stack trace is seldom longer.
const MOST_BYTES_BACK = 4_096;
const MOST_LINES_BACK = 40;
// How many bytes at a line's beginning may hold its time.
const STAMP_WITHIN = 120;
// Characters between two stretches of a quoted message, such as a value that differs.
const FAR = 80;

// A date and a time, or a time: "2024-11-22T11:31:22.123Z", "22/Nov/2024:11:31:22 +0000", "11:31:22 PM" yes;
// "11:31" and "2024-11-22" no.
const STAMP = new RegExp(
  "(?<![0-9])(?:(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}|[0-9]{1,2}[-/.](?:[0-9]{1,2}|[A-Z][a-z]{2})[-/.](?:[0-9]{4}|[0-9]{2})" +
    "|[A-Z][a-z]{2} {1,2}[0-9]{1,2}(?:,? [0-9]{4})?)[T ,:]{1,3})?" +
    "[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?(?![0-9A-Za-z:])",
);
// "Verbindung_1" yes; "-" no.
const WORD = /[\p{L}\p{N}_]+/gu;

type PairsOf = (entry: number) => Set<string>;

/** Finds the time at a line's beginning, or else in the lines before it: a stack trace has it in its first line. */
export function findStamp(data: Uint8Array, start: number): string {
  let lineStart = start;
  for (let back = 0; back < MOST_LINES_BACK && lineStart >= 0 && start - lineStart < MOST_BYTES_BACK; back += 1) {
    const end = Math.min(lineEnd(data, lineStart), lineStart + STAMP_WITHIN);
    const stamp = STAMP.exec(toLatin(data, lineStart, end));
    if (stamp) return stamp[0];
    if (lineStart === 0) return "";
    lineStart = startBefore(data, lineStart);
  }
  return "";
}

/** Returns where the line before this one starts. */
function startBefore(data: Uint8Array, start: number): number {
  return start > 1 ? data.lastIndexOf(NEW_LINE, start - 2) + 1 : 0;
}

/** Chooses and marks the lines that are shown. */
export class Excerpts {
  pairsOf: PairsOf;
  isWhole: boolean;
  around: number;
  most: number;
  rows: LogRow[] = [];
  file = 0;
  /** Where the line after the last shown one starts, and the number of that line. */
  next = 0;
  number = 0;
  /** How many lines must still be shown after it. */
  owed: number;
  counts = new Map<string, number>();

  /** `pairsOf` returns the word pairs of a message. */
  constructor(pairsOf: PairsOf, isWhole: boolean) {
    this.pairsOf = pairsOf;
    this.isWhole = isWhole;
    this.around = isWhole ? MOST_ROWS : AROUND;
    this.most = isWhole ? MOST_ROWS : MOST_OF_A_FAULT;
    this.owed = 0;
  }

  beginFile(file: number): void {
    [this.file, this.next, this.number] = [file, 0, 0];
    this.owed = this.isWhole ? MOST_ROWS : 0;
  }

  take(step: LogStep): void {
    const { line } = step;
    if (!line) this.showAfter(step, step.base + step.cut, Infinity);
    else if (this.isWanted(line)) {
      this.showAfter(step, line.start, line.number);
      this.showBefore(step, line);
      this.rows.push({ file: this.file, ...createRow(line, this.pairsOf) });
      [this.next, this.number, this.owed] = [line.end + 1, line.number, this.around];
    }
  }

  isWanted(line: LogLine): boolean {
    if (this.rows.length >= MOST_ROWS) return false;
    const names = line.hits.map((hit) => hit.name);
    const isWanted = names.some((name) => (this.counts.get(name) ?? 0) < this.most);
    if (isWanted) for (const name of names) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    return isWanted;
  }

  /** Adds the lines after the last shown one; `before` is the number of the line that comes next. */
  showAfter({ data, base }: LogStep, until: number, before: number): void {
    while (this.owed > 0 && this.next < until && this.number + 1 < before) {
      if (this.next < base || this.rows.length >= MOST_ROWS) this.owed = 0;
      else {
        const start = this.next - base;
        const end = lineEnd(data, start);
        this.rows.push(this.createPlainRow(data, start, end, this.number + 1));
        [this.next, this.number, this.owed] = [base + end + 1, this.number + 1, this.owed - 1];
      }
    }
  }

  /** Adds the lines before the one that is shown next. */
  showBefore({ data, base }: LogStep, line: LogLine): void {
    const above: LogRow[] = [];
    let offset = line.start - base;
    let number = line.number;
    while (above.length < AROUND && offset > 0 && base + offset > this.next && number - 1 > this.number) {
      const start = startBefore(data, offset);
      number -= 1;
      above.push(this.createPlainRow(data, start, offset - 1, number));
      offset = start;
    }
    this.rows.push(...above.reverse());
  }

  createPlainRow(data: Uint8Array, start: number, end: number, number: number): LogRow {
    const text = utf8.decode(data.subarray(start, Math.min(end, start + LONGEST)));
    return { file: this.file, number, pieces: [[showControls(text), ""]], cut: end - start > LONGEST, found: false };
  }
}

function createRow(line: LogLine, pairsOf: PairsOf): Omit<LogRow, "file"> {
  const { excerpt, offset } = line;
  let pieces: LogRow["pieces"] = [];
  let written = 0;
  for (const [start, end, name] of line.marks) {
    const [from, to] = [start - offset, end - offset];
    if (from < written || to > excerpt.length) continue;
    pieces.push([utf8.decode(excerpt.subarray(written, from)), ""]);
    pieces.push([utf8.decode(excerpt.subarray(from, to)), name]);
    written = to;
  }
  pieces.push([utf8.decode(excerpt.subarray(written)), ""]);
  for (const [message, entry] of line.quoted) {
    if (!line.hits.some((hit) => hit.kind === "message" && hit.name === message)) continue;
    const pairs = pairsOf(entry);
    pieces = pieces.flatMap(([text, name]) => (name ? [[text, name]] : markQuote(text, message, pairs)));
  }
  return {
    number: line.number,
    pieces: pieces.filter(([text]) => text).map(([text, name]) => [showControls(text), name]),
    cut: offset > line.start || offset + excerpt.length < line.end,
    found: true,
  };
}

/** Marks the longest run of words that are neighbours in the message, too. */
function markQuote(text: string, name: string, pairs: Set<string>): LogRow["pieces"] {
  const words = [...text.matchAll(WORD)];
  let best = { from: 0, to: 0 };
  let run = { from: -1, to: -1 };
  for (let next = 1; next < words.length; next += 1) {
    const [word, following] = [words[next - 1], words[next]];
    if (!pairs.has(`${word[0]} ${following[0]}`.toLowerCase())) continue;
    const isNear = run.to >= 0 && word.index - run.to <= FAR;
    run = { from: isNear ? run.from : word.index, to: following.index + following[0].length };
    if (run.to - run.from > best.to - best.from) best = run;
  }
  return [
    [text.slice(0, best.from), ""],
    [text.slice(best.from, best.to), name],
    [text.slice(best.to), ""],
  ];
}

/** Removes colours and makes other control characters visible. */
export function showControls(text: string): string {
  return (
    text
      // A colour, "\x1b[31m", and the end of a line that ends with CRLF; not "\r" inside a line.
      .replace(/\x1b\[[0-9;]{0,12}m|\r$/g, "")
      // The pictures of control characters begin at U+2400; tab and line feed stay.
      .replace(/[\0-\x08\x0b-\x1f]/g, (found) => String.fromCharCode(0x2400 + found.charCodeAt(0)))
      // Characters that change the direction of text, and control characters without a picture.
      .replace(/[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
  );
}
