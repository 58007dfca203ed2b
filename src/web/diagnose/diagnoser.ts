/**
 * Reads a log of any size, block by block, for the codes and messages that the site knows: what
 * `errata.logs` does for `errata scan`, with the same hits. It works on bytes, so that memory stays flat
 * and a line of many megabytes is read in windows that overlap.
 */

import limits from "../../errata/data/log_limits.json" with { type: "json" };
import {
  GUESSED,
  NEW_LINE,
  NOTHING,
  countLineEnds,
  encoder,
  findEncoding,
  joinBytes,
  lineEnd,
  lineStart,
  utf8,
} from "./bytes.ts";
import { Cue } from "./cues.ts";
import { findStamp } from "./excerpts.ts";
import { FamilyPattern, isMailStatusAt, isWhole } from "./families.ts";
import { emptyLine, hitsOf } from "./lines.ts";
import { createLiteralFinder, isMailStatus, sortMatches, spellCodes } from "./literals.ts";
import type { LiteralFinder } from "./literals.ts";
import { hideInserts } from "../messages/mask.ts";
import { createMessageIndex } from "./messages.ts";
import type { MessageIndex } from "./messages.ts";
import type { FaultsTable, LogFamily, LogLine, LogStep } from "./types.ts";

const reading = limits.reading;
const { BESIDE } = limits.cues;
// How many codes are marked in one line.
const MOST_MARKS = 100;
// The bytes of an excerpt, counted from just before the first hit.
const EXCERPT_BEFORE = 160;
const EXCERPT_AFTER = 440;
const SPACE = 0x20;

// Spaces and zero bytes at both ends of a line.
const EDGES = /^[\r\n\0 \t]+|[\r\n\0 \t]+$/g;

export interface KnownFaults {
  /** The known codes, sorted, each with its articles. */
  codes: FaultsTable["codes"];
  families: LogFamily[];
  /** Other spellings of codes that are numbers, by code. */
  spellings: Record<string, string[]>;
  /** Sorted. */
  messages: [article: number, text: string][];
  /** The titles of the articles. */
  titles: string[];
  /** What their titles in the default language say, if that is another one. */
  subjects: string[];
  common: Set<string>;
}

/** What a literal text may be the beginning of. */
interface Meaning {
  code?: string | undefined;
  /** Whether the code is the status of a mail. */
  mail?: boolean;
  families: FamilyPattern[];
  /** The text itself, if it is an anchor; otherwise empty. */
  anchor: string;
}

/** Everything the diagnoser looks for. */
interface Searched {
  index: MessageIndex;
  finder: LiteralFinder;
  articles: Map<string, number[]>;
  /** The articles that only list the code, where another one is named after it. */
  lists: Map<string, number[]>;
  /** Codes that are in the title of one of their articles. */
  named: Set<string>;
  /** The cues of codes that any program may show. */
  cues: Map<string, Cue>;
  meanings: Meaning[];
  /** Families whose codes begin in too many ways to search for the beginnings. */
  open: FamilyPattern[];
}

/** The bounds of a line in the data. */
interface Bounds {
  from: number;
  to: number;
}

/** Builds everything that reading a log needs. It pauses often, so that the page stays responsive. */
export function* createDiagnoser(
  known: KnownFaults,
): Generator<undefined, { begin: () => Diagnoser; index: MessageIndex }> {
  const titles = known.titles.map((title, at) => `${title} ${known.subjects[at] ?? ""}`);
  const index = yield* createMessageIndex(known.messages, titles, known.common);
  const articles = new Map(known.codes.map(([code, places]) => [code, places]));
  const lists = new Map(known.codes.map(([code, , , places]) => [code, places ?? []]));
  const isNamed = (code: string, places: number[]) =>
    places.some((place) => known.titles[place]?.includes(code.replace(/^SMTP /, "")));
  const named = new Set(known.codes.filter(([code, places]) => isNamed(code, places)).map(([code]) => code));
  const cues = new Map<string, Cue>();
  for (const [code, , , , cue] of known.codes) if (cue) cues.set(code, new Cue(cue, known.common));
  const codes = spellCodes(known.codes.map(([code]) => code), known.spellings);
  const families = new Map<string, FamilyPattern[]>();
  const open: FamilyPattern[] = [];
  for (const family of known.families) {
    const pattern = new FamilyPattern(family);
    const [beginnings] = family;
    for (const head of beginnings) families.set(head, [...(families.get(head) ?? []), pattern]);
    if (!beginnings.length) open.push(pattern);
  }
  const anchors = new Set<string>();
  for (const anchor of index.anchors()) {
    anchors.add(anchor);
    yield;
  }
  const spelled = [...new Set([...codes.keys(), ...families.keys()])].filter(Boolean);
  const finder = yield* createLiteralFinder(spelled, [...anchors]);
  const meanings: Meaning[] = spelled.map((text) => ({
    code: codes.get(text),
    mail: isMailStatus(text),
    families: families.get(text) ?? [],
    anchor: "",
  }));
  for (const anchor of anchors) meanings.push({ families: [], anchor });
  return { begin: () => new Diagnoser({ index, finder, articles, lists, named, cues, meanings, open }), index };
}

/** One reading of one log. Callers must run its steps to their end. */
export class Diagnoser {
  searched: Searched;
  decoder: TextDecoder | undefined;
  hasBegun = false;
  pending: Uint8Array[] = [];
  size = 0;
  /** How many bytes of the data have been examined. */
  seen = 0;
  number = 1;
  /** Where the text that was last compared with messages ends. */
  compared = 0;
  /** The anchors of the line, if it was read as a whole. */
  around: string[] = [];
  base = 0;
  line = emptyLine();

  constructor(searched: Searched) {
    this.searched = searched;
  }

  *feed(block: Uint8Array): Generator<LogStep | undefined> {
    const text = this.toUtf8(block);
    for (let start = 0; start < text.length; start += reading.WINDOW) {
      const piece = text.subarray(start, start + reading.WINDOW);
      this.pending.push(piece);
      this.size += piece.length;
      if (piece.includes(NEW_LINE) || this.size > reading.WINDOW + reading.OVERLAP) yield* this.advance();
    }
  }

  *end(): Generator<LogStep | undefined> {
    if (!this.hasBegun) this.pending = [this.toUtf8(NOTHING, true)];
    if (this.decoder) this.pending.push(encoder.encode(this.decoder.decode()));
    const data = joinBytes(this.pending);
    yield* this.examine(data, data.length, true);
    yield* this.endLine(data);
    const isOpen = data.length > 0 && data.at(-1) !== NEW_LINE;
    yield { ...this.step(data, data.length), lines: this.number - (isOpen ? 0 : 1) };
  }

  /** Converts a block to UTF-8 from the encoding that its byte order mark or its zero bytes show. */
  toUtf8(block: Uint8Array, isLast = false): Uint8Array {
    let bytes = block;
    if (!this.hasBegun) {
      this.pending.push(block);
      bytes = joinBytes(this.pending);
      const enough = bytes.includes(0) ? GUESSED : 3;
      if (bytes.length < enough && !isLast) return NOTHING;
      [this.pending, this.hasBegun] = [[], true];
      const encoding = findEncoding(bytes);
      if (encoding) this.decoder = new TextDecoder(encoding);
      const [first, second, third] = bytes;
      if (first === 0xef && second === 0xbb && third === 0xbf) bytes = bytes.subarray(3);
    }
    return this.decoder ? encoder.encode(this.decoder.decode(bytes, { stream: true })) : bytes;
  }

  /** Examines all complete lines, or a window of a line that has not ended yet. */
  *advance(): Generator<LogStep | undefined> {
    const data = joinBytes(this.pending);
    let cut = data.lastIndexOf(NEW_LINE) + 1;
    let seen = cut;
    if (cut) {
      yield* this.examine(data, cut, true);
      yield* this.endLine(data);
      this.seen = 0;
    } else {
      cut = data.length - reading.OVERLAP;
      seen = cut - reading.OVERLAP;
      yield* this.examine(data, cut, false);
      this.seen = reading.OVERLAP;
      this.compared = Math.max(0, this.compared - seen);
    }
    yield this.step(data, seen);
    this.pending = [data.slice(seen)];
    this.size = data.length - seen - this.seen;
    this.base += seen;
  }

  step(data: Uint8Array, cut: number, line?: LogLine): LogStep {
    return { line, data, base: this.base, cut, lines: this.number - 1 };
  }

  /** Examines what begins between the part already seen and the cut, which may end a line. */
  *examine(data: Uint8Array, cut: number, isEnd: boolean): Generator<LogStep | undefined> {
    let counted = this.seen;
    let bounds = { from: 0, to: lineEnd(data, this.seen) };
    const matches = this.find(data, cut);
    this.around = isEnd && !this.seen ? this.anchorsIn(matches, 0, bounds.to) : [];
    for (let next = 0; next < matches.length; next += 3) {
      const [literal, start, end] = matches.slice(next, next + 3);
      if (start >= bounds.to) {
        yield* this.endLine(data);
        bounds = { from: lineStart(data, start), to: lineEnd(data, start) };
        this.around = isEnd ? this.anchorsIn(matches, next, bounds.to) : [];
      }
      this.number += countLineEnds(data, counted, start);
      counted = start;
      this.line.number = this.number;
      if (literal < 0) this.addCode(data, this.searched.open[-1 - literal], start, bounds);
      else this.check(data, this.searched.meanings[literal], start, end, bounds);
      yield;
    }
    this.number += countLineEnds(data, counted, cut);
  }

  /** Returns the anchors found from one place on and before the end of a line. */
  anchorsIn(matches: number[], from: number, end: number): string[] {
    const anchors: string[] = [];
    for (let place = from; place < matches.length && matches[place + 1] < end; place += 3) {
      const anchor = matches[place] < 0 ? "" : this.searched.meanings[matches[place]].anchor;
      if (anchor) anchors.push(anchor);
    }
    return anchors;
  }

  /** Returns literals by their place and families without fixed beginnings as -1 and below, each with start and end. */
  find(data: Uint8Array, cut: number): number[] {
    const matches = this.searched.finder.find(data, this.seen, cut);
    for (const [index, family] of this.searched.open.entries()) {
      const places = family.find(data, this.seen, cut);
      for (let next = 0; next < places.length; next += 2) matches.push(-1 - index, places[next], places[next + 1]);
    }
    return sortMatches(matches);
  }

  check(data: Uint8Array, meaning: Meaning, start: number, end: number, bounds: Bounds): void {
    const { code, mail, families, anchor } = meaning;
    const isCode = mail ? isMailStatusAt : isWhole;
    if (code !== undefined && isCode(data, start, end)) {
      this.addKnown(data, code, start, end, bounds);
    }
    for (const family of families) this.addCode(data, family, start, bounds);
    if (anchor && start >= this.compared) this.compare(data, start, bounds);
  }

  /** Adds a code that articles explain, if the text beside it says that it is theirs. */
  addKnown(data: Uint8Array, code: string, start: number, end: number, bounds: Bounds): void {
    if (!this.hasCue(data, code, start, end, bounds)) return;
    const { codes } = this.line;
    if (!codes.has(code)) codes.set(code, utf8.decode(data.subarray(start, end)));
    this.mark(data, start, end, code, bounds);
  }

  hasCue(data: Uint8Array, code: string, start: number, end: number, { from, to }: Bounds): boolean {
    const cue = this.searched.cues.get(code);
    if (!cue) return true;
    const before = utf8.decode(data.subarray(Math.max(from, start - BESIDE), start));
    return cue.holds(before, utf8.decode(data.subarray(end, Math.min(to, end + BESIDE))));
  }

  /** Adds the code of a family that begins there, if there is one. */
  addCode(data: Uint8Array, family: FamilyPattern, start: number, bounds: Bounds): void {
    const match = family.codeAt(data, start, bounds.to);
    if (!match) return;
    const { code, end } = match;
    const { unknown } = this.line;
    const surface = utf8.decode(data.subarray(start, end));
    if (this.searched.articles.has(code)) this.addKnown(data, code, start, end, bounds);
    else if (unknown.size < reading.MOST_UNKNOWN && family.mayBeUnknown(surface)) {
      if (!unknown.has(code)) unknown.set(code, surface);
      this.mark(data, start, end, code, bounds);
    }
  }

  /** Compares the text around an anchor with the messages. */
  compare(data: Uint8Array, start: number, bounds: Bounds): void {
    const { index } = this.searched;
    const last = Math.min(bounds.to, start + reading.AFTER);
    const text = utf8.decode(data.subarray(Math.max(bounds.from, start - reading.BEFORE), last));
    const line = text.replace(EDGES, "");
    const mayHave = !this.around.length || index.mayHave(line, this.around);
    const matches = mayHave ? index.find(line) : [];
    if (matches.length) {
      const [best] = matches;
      const alike = matches.filter((match) => match.score >= reading.ALIKE * best.score);
      const name = hideInserts(index.text(best.entry));
      if (!this.line.messages.has(name)) {
        this.line.messages.set(name, alike.map((match) => match.article));
        this.line.quoted.set(name, best.entry);
      }
      this.keep(data, start, bounds);
    }
    this.compared = last === bounds.to ? last : last - reading.BEFORE;
  }

  mark(data: Uint8Array, start: number, end: number, name: string, bounds: Bounds): void {
    this.keep(data, start, bounds);
    const { marks } = this.line;
    if (marks.length < MOST_MARKS) marks.push([this.base + start, this.base + end, name]);
  }

  /** Keeps the text around the line's first hit, because the data is gone when the line ends. */
  keep(data: Uint8Array, start: number, { from, to }: Bounds): void {
    if (this.line.excerpt.length) return;
    const near = start - EXCERPT_BEFORE;
    const space = near > from ? data.indexOf(SPACE, near) : -1;
    // After a space, so that no word is cut; a stretch without one is cut anywhere.
    const first = space >= 0 && space < start ? space + 1 : Math.max(from, near);
    Object.assign(this.line, {
      start: this.base + from,
      end: this.base + to,
      time: findStamp(data, from),
      excerpt: data.slice(first, Math.min(to, first + EXCERPT_BEFORE + EXCERPT_AFTER)),
      offset: this.base + first,
    });
  }

  /** Ends the line and yields it if something was found in it. */
  *endLine(data: Uint8Array): Generator<LogStep | undefined> {
    const line = this.line;
    this.line = emptyLine();
    this.compared = 0;
    const { articles, lists, named } = this.searched;
    const hits = hitsOf(line, articles, lists, named);
    if (hits.length) yield this.step(data, 0, { ...line, hits });
  }
}
