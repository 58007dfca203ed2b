/** The values that pass between the parts that read a log, and between them and the page. */

import type { FamilyCard, FamilyPattern } from "../search/types.ts";

/** An article is a place in the list of articles; a place in the log is a byte from its beginning. */
export interface LogHit {
  /** From 1 on. */
  line: number;
  kind: "code" | "message" | "unknown";
  /** The code in canonical form, or the message as articles quote it, with "…" for what changes. */
  name: string;
  /** As the log has it; empty for a message. */
  surface: string;
  /** Of a code: the message of one of its articles that the line has. */
  message?: string;
  /** The best first. */
  articles: number[];
}

/** A line in which something was found. */
export interface LogLine {
  number: number;
  hits: LogHit[];
  start: number;
  end: number;
  /** As the log writes it; empty if it has none. */
  time: string;
  /** The line, or what is around its first hit. */
  excerpt: Uint8Array;
  /** Where the excerpt begins. */
  offset: number;
  /** Each code. */
  marks: [start: number, end: number, name: string][];
  /** The place in the index of each message, by its name. */
  quoted: Map<string, number>;
}

/** A line that was found, or, without one, that the data up to the cut has been read. */
export interface LogStep {
  line?: LogLine | undefined;
  data: Uint8Array;
  /** Place of the data in the log. */
  base: number;
  cut: number;
  /** Lines that have ended so far. */
  lines: number;
}

/** A line of one of the files that were read, both by their number: files from 0 on, lines from 1. */
export interface LogPlace {
  file: number;
  line: number;
}

/** A line as it is shown. */
export interface LogRow {
  file: number;
  number: number;
  /** Texts, each with the name of the fault that it belongs to, or nothing. */
  pieces: [text: string, name: string][];
  /** It is longer than what is shown. */
  cut: boolean;
  /** It has a fault. */
  found: boolean;
}

/** Everything found of one code or message. */
export interface LogFault {
  kind: LogHit["kind"];
  name: string;
  /** What stands with the code, with "…" for what changes; of a message, nothing more. */
  message: string;
  lines: number;
  first: LogPlace;
  last: LogPlace;
  /** Times of the first and the last line that have one, as the log writes them. */
  begun: string;
  ended: string;
  /** The one that explains most of its lines first. */
  articles: number[];
  /** The articles that explain a line better than any other, each with how many. */
  explained: [article: number, lines: number][];
}

export interface LogArticle {
  article: number;
  /** That it explains better than any other article. */
  lines: number;
  /** The faults of these lines. */
  explains: string[];
  /** Other faults that it is about. */
  mentions: string[];
}

export interface LogFindings {
  /** Of the whole log. */
  lines: number;
  /** Lines with something known. */
  faulty: number;
  /** The most frequent first. */
  faults: LogFault[];
  unknown: LogFault[];
  /** The one that explains most first; those that are only about a fault last. */
  articles: LogArticle[];
}

/** A log to read. */
export interface LogFile {
  /** Empty if it was pasted. */
  name: string;
  blob: Blob;
}

/** What became of it. */
export interface ReadFile {
  name: string;
  lines: number;
  /** Why not all of it was read: what it is if it is not text, it is damaged, or too large; or it seems no text. */
  problem: "" | "format" | "damaged" | "large" | "binary";
  /** Name of the format that cannot be read. */
  format: string;
  /** Bytes of its text that were read. */
  size: number;
}

/** Path below the root; locale of the title. */
export interface LinkedArticle {
  number: string;
  title: string;
  path: string;
  locale: string;
}

/** What is found in a log, as plain values. */
export interface Diagnosis {
  findings: LogFindings;
  files: ReadFile[];
  rows: LogRow[];
  /** Bytes of the files, packed or not. */
  read: number;
  size: number;
  cancelled: boolean;
  milliseconds: number;
  articles: Record<number, LinkedArticle>;
  /** Each with the path of its page. */
  codes: [code: string, path: string][];
  /** The most frequent ones. */
  unknown: UnknownCode[];
}

/** What is known of a code that no article explains. */
export interface UnknownCode {
  code: string;
  card: FamilyCard | undefined;
  /** Where the vendor documents it; empty for nowhere. */
  documentation: string;
  /** Known ones that it may be meant for. */
  near: string[];
  /** Whether they are at one typing error; otherwise they are of the same family. */
  isSlip: boolean;
}

/**
 * How the codes of a family begin, or nothing if in many ways; the pattern of a whole one; how they are
 * written, if not as found; words that must be near, if any.
 */
export type LogFamily = [beginnings: string[], pattern: string, canonical?: string, cue?: string];

/**
 * What a code that any program shows needs beside it: words; the words of which one must precede it, if it is
 * a number; packages, if it is an exception; 1 if it counts without one; 1 for a long number, which counts in a
 * line that says nothing else.
 */
export type CodeCue = [
  words: string,
  before: string | null,
  packages: string,
  isDistinct: number,
  /** 1 if it is a long number, 2 if the words are behind it. */
  isLong: number,
];

/** One file of the site's data: the first holds everything but the rest of the articles. */
export interface FaultsTable {
  locale: string;
  folder: string;
  /** The path if it is not the usual one; those of the articles that only list the code; its cue. */
  codes: [code: string, articles: number[], path?: string | null, lists?: number[], cue?: CodeCue][];
  families: LogFamily[];
  /** The same families as readers see them, each with its pattern over characters. */
  described: [card: FamilyCard, ...pattern: FamilyPattern][];
  /** Other ways of writing codes that are numbers, by code. */
  spellings: Record<string, string[]>;
  /** Common words. */
  common: string;
  articles: [number: string, title: string, messages: string[], path?: string, locale?: string][];
}

/** Lets the page respond, if it is time. */
export type YieldToPage = () => Promise<void> | undefined;

export type OnProgress = (read: number, size: number, found: number) => void;

export interface RunOptions {
  yieldToPage: YieldToPage;
  isCancelled(): boolean;
  onProgress: OnProgress;
}

export type LogReader = (logs: LogFile[], options: RunOptions) => Promise<Diagnosis>;

/** What is found until a cancellation is shown. */
export interface Run {
  /** Nothing if another log came in between. */
  done: Promise<Diagnosis | undefined>;
  cancel(): void;
}

export interface LogEngine {
  read(logs: LogFile[], onProgress: OnProgress): Run;
}

export interface ToWorker {
  data?: string[];
  logs?: LogFile[];
  id?: number;
  cancel?: number;
}

export interface FromWorker {
  id?: number;
  diagnosis?: Diagnosis;
  failed?: string;
  progress?: Parameters<OnProgress>;
}
