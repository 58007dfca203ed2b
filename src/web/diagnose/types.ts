/** The values that pass between the parts that read a log, and between them and the page. */

import type { FamilyCard, FamilyPattern } from "../search/types.ts";

/** An article is a place in the list of articles; a place in the log is a byte from its beginning. */
export interface LogHit {
  /** Lines are counted from 1. */
  line: number;
  kind: "code" | "message" | "unknown";
  /** The code in canonical form, or the message as articles quote it, with "…" for what changes. */
  name: string;
  /** The text in the log; empty for a message. */
  surface: string;
  /** For a code: the message of one of its articles that is in the line. */
  message?: string;
  /** The articles, best first. */
  articles: number[];
}

/** A line in which something was found. */
export interface LogLine {
  number: number;
  hits: LogHit[];
  start: number;
  end: number;
  /** The time as the log writes it; empty if the line has none. */
  time: string;
  /** The line, or the part around its first hit. */
  excerpt: Uint8Array;
  /** Where the excerpt begins in the log. */
  offset: number;
  /** Start, end and name of each code. */
  marks: [start: number, end: number, name: string][];
  /** The place of each message in the index, by its name. */
  quoted: Map<string, number>;
}

/** A line in which something was found, or, without one, news that the data up to the cut has been read. */
export interface LogStep {
  line?: LogLine | undefined;
  data: Uint8Array;
  /** The place of the data in the log. */
  base: number;
  cut: number;
  /** How many lines have ended so far. */
  lines: number;
}

/** A line of one of the files, both as numbers: files from 0, lines from 1. */
export interface LogPlace {
  file: number;
  line: number;
}

/** A line as it is shown. */
export interface LogRow {
  file: number;
  number: number;
  /** The parts of the line, each with the name of the fault it belongs to, or "". */
  pieces: [text: string, name: string][];
  /** Whether the line is longer than what is shown. */
  cut: boolean;
  /** Whether the line has a fault. */
  found: boolean;
}

/** Everything found about one code or message. */
export interface LogFault {
  kind: LogHit["kind"];
  name: string;
  /** The text around the code, with "…" for what changes; empty for a message. */
  message: string;
  lines: number;
  first: LogPlace;
  last: LogPlace;
  /** The times of the first and the last line with a time, as the log writes them. */
  begun: string;
  ended: string;
  /** The articles; the first explains most of its lines. */
  articles: number[];
  /** The articles that explain a line better than any other, each with the number of those lines. */
  explained: [article: number, lines: number][];
}

export interface LogArticle {
  article: number;
  /** How many lines it explains better than any other article. */
  lines: number;
  /** The faults of these lines. */
  explains: string[];
  /** Other faults that the article is about. */
  mentions: string[];
}

export interface LogFindings {
  /** How many lines the whole log has. */
  lines: number;
  /** How many lines have something known. */
  faulty: number;
  /** The faults, most frequent first. */
  faults: LogFault[];
  unknown: LogFault[];
  /** The articles: the one that explains most first, those that are only about a fault last. */
  articles: LogArticle[];
}

/** A log to read. */
export interface LogFile {
  /** The file's name; empty if the log was pasted. */
  name: string;
  blob: Blob;
}

/** The result of reading one file. */
export interface ReadFile {
  name: string;
  lines: number;
  /** Why the file was not read completely: its format is not text, it is damaged, too large, or seems to be binary. */
  problem: "" | "format" | "damaged" | "large" | "binary";
  /** The name of the format that cannot be read. */
  format: string;
  /** How many bytes of its text were read. */
  size: number;
}

/** An article with its path below the root and the locale of its title. */
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
  /** How many bytes of the files were read, packed or not. */
  read: number;
  size: number;
  cancelled: boolean;
  milliseconds: number;
  articles: Record<number, LinkedArticle>;
  /** The codes, each with the path of its page. */
  codes: [code: string, path: string][];
  /** The most frequent unknown codes. */
  unknown: UnknownCode[];
}

/** What is known of a code that no article explains. */
export interface UnknownCode {
  code: string;
  card: FamilyCard | undefined;
  /** Where the vendor documents the code; empty if nowhere. */
  documentation: string;
  /** Known codes that may be meant. */
  near: string[];
  /** Whether `near` are one typing error away; otherwise they are of the same family. */
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
  /** 1 for a long number, 2 if the words stand behind it, 3 for a stop code. */
  kind: number,
];

/** One file of the site's data: the first has everything except the rest of the articles. */
export interface FaultsTable {
  locale: string;
  folder: string;
  /** Codes with their articles; the path if it is unusual; the articles that only list the code; its cue. */
  codes: [code: string, articles: number[], path?: string | null, lists?: number[], cue?: CodeCue][];
  families: LogFamily[];
  /** The same families as readers see them, each with its pattern for characters. */
  described: [card: FamilyCard, ...pattern: FamilyPattern][];
  /** Other spellings of codes that are numbers, by code. */
  spellings: Record<string, string[]>;
  /** Common words. */
  common: string;
  /** By article, the telling words of its title in the default language; empty in that language. */
  subjects: string[];
  articles: [number: string, title: string, messages: string[], path?: string, locale?: string][];
}

/** Lets the page respond if enough time has passed. */
export type YieldToPage = () => Promise<void> | undefined;

export type OnProgress = (read: number, size: number, found: number) => void;

export interface RunOptions {
  yieldToPage: YieldToPage;
  isCancelled(): boolean;
  onProgress: OnProgress;
}

export type LogReader = (logs: LogFile[], options: RunOptions) => Promise<Diagnosis>;

/** A reading that reports its findings until it is cancelled. */
export interface Run {
  /** The diagnosis; nothing if another log was started in between. */
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
