/** The values that pass between the parts of the search engine, and between it and the pages. */

import type { CodeLookup } from "./codes.ts";
import type { Correction, LostWord } from "./corrections.ts";
import type { IndexReader } from "./terms.ts";

/** Takes the ending off a word. */
export type Stem = (word: string) => string;

/** The articles that have a word, by their places in the index, each with its impact. */
export interface Posting {
  /** More than are kept, for a very common word. */
  total: number;
  kept: [place: number, impact: number][];
}

/** What an answer can be limited by. */
export interface Labels {
  products: string[];
  /** Such as `validated`; empty where the article has none. */
  state: string;
}

/** The articles of an index, by place. */
export interface ArticleList {
  /** Empty where the codes have them. */
  numbers: string[];
  labels: Labels[];
  /** Names of their files, where they are not the numbers. */
  files: Record<number, string>;
}

/** How common a word seems to be, 1 to 7; 0 if no article has it. */
export type Level = (word: string) => number;

/** What every query for words needs of an index. */
export interface IndexRoot {
  stem: Stem;
  /** Whether the language writes words together. */
  joins: boolean;
  /** The lowest word that each shard may hold, sorted. */
  firstWords: string[];
  shardName(place: number): string;
  /** Of a common word; 0 for others. */
  commonness: Level;
  /** Numbers of articles, rising, and what a word in so many weighs. */
  totals: number[];
  rarities: number[];
}

export interface CodeRow {
  kind: string;
  family: string;
  /** Of its card. */
  file: string;
  /** Whether articles of this locale have it, and not those of the site's first language alone. */
  isHere: boolean;
}

/** Of every code: its articles, the best first. */
export type CodeUses = Map<string, string[]>;

export interface CodeIndex {
  rows: Map<string, CodeRow>;
  /** Ids of the families that have codes here. */
  families: string[];
  lookup: CodeLookup;
  /** Of all articles, by place, if they are few enough. */
  numbers: string[] | undefined;
  /** Words next to a code that ask nothing more than the code does. */
  usual: Set<string>;
  /** The last twelve bits of the hash of each name that leads to an article in no list. */
  hidden: number[];
  /** How many files words with numbers are in. */
  pieces: number;
}

/** The words of a range, each with its posting as it is written. */
export type Shard = Map<string, string>;

/** What of an article is shown as a result, and the lines that excerpts come from. */
export interface Fragment {
  title: string;
  products: string[];
  updated: string;
  short: string;
  lines: string[];
  /** Ids of the headings above the lines, each with how many lines in a row it has. */
  sections: (string | number)[];
  state?: string;
  unnumbered?: boolean;
}

/** Text and code by turns, text first. */
export type CodePieces = string[];

/** What one article says of a code. */
export interface CardVariant {
  message: string;
  solution: CodePieces;
  href: string;
  /** Id of the heading below which the whole answer stands; empty for the top. */
  anchor: string;
}

export interface Card {
  code: string;
  /** Empty if the code has no page. */
  href: string;
  message: string;
  family: string;
  meaning: string;
  cause?: CodePieces;
  solution: CodePieces;
  /** Where a reader has to find the own message first; then the card has no solution. */
  variants?: CardVariant[];
  articles: string[];
  /** What a page of results shows of its articles, by number; each has at most one line. */
  hits?: Record<string, Fragment>;
  /** Codes easily taken for this one. */
  near?: string[];
  /** What else the error is called; the address is empty where that has no page. */
  aliases?: [name: string, href: string][];
}

/** What an answer says of codes that no article explains. */
export interface UnknownParts {
  unknown: UnknownCode[];
  group: CodeGroup | undefined;
}

/** What describing unknown codes needs of the engine. */
export interface UnknownPlace {
  familyOf(family: string): Promise<FamilyCard | undefined>;
  linkTo(code: string): Promise<NearCode>;
}

/** What makes elements from the templates of the page. */
export interface PartsMaker {
  clone(name: string): HTMLElement;
  linkCodes(codes: NearCode[]): (string | HTMLElement)[];
}

/** The part of the engine that is loaded once a query looks like a code and is none. */
export interface UnknownReader {
  parse(query: ParsedQuery, index: CodeIndex, files: IndexFiles): Promise<ParsedQuery>;
  describe(found: ParsedQuery, place: UnknownPlace): Promise<UnknownParts>;
  findHolders(words: string[], index: PlaceReader): Promise<number[] | undefined>;
  show(answer: Answer, parts: PartsMaker, base: string): HTMLElement[];
}

/** The files of one locale's index by name, each asked for once. */
export interface IndexFiles {
  /** As it is written. */
  load(name: string): Promise<unknown>;
  /** As it is read; of one name always in the same way, which may be none. */
  get<Value>(name: string, decode?: (written: never) => Value): Promise<Value>;
  /** For an index that was replaced while the page was open: asks past every cache. */
  forget(): void;
}

/** What the script at an address puts. */
export type LoadIndexFile = (source: string) => Promise<unknown>;

export interface ParsedQuery {
  kind: "empty" | "code" | "near" | "log" | "words" | "none";
  /** Whose words are looked up. */
  text: string;
  codes: string[];
  /** Codes that may be meant. */
  near: string[];
  /** A lone piece that finds something only if it is known as a whole. */
  whole: string;
  /** The pieces that are no code and say what is asked. */
  telling: string[];
  /** Codes of known families that no article explains. */
  unknown: { code: string; family: string; near: string[]; neighbours: string[] }[];
  /** Articles in no list that the query names by their number or code. */
  hidden: HiddenArticle[];
  /** Codes of which the query is the beginning. */
  alike?: CodesAlike | undefined;
}

/** A code, whether known or not; its place in the plain question. */
export interface RecognisedCode {
  code: string;
  family: string;
  start: number;
  end: number;
}

/** Codes that begin alike; `name` is the family's id, or how they begin; `family` is empty if they have several. */
export interface CodesAlike {
  name: string;
  family: string;
  codes: string[];
}

/** A family's id, the pattern of its codes, how they are written if not as found, words that must be near. */
export type FamilyPattern = [family: string, pattern: string, canonical?: string, cue?: string];

/** An article that can be reached and is in no list. */
export interface HiddenArticle {
  number: string;
  title: string;
  href: string;
  state: string;
}

/** What a question demands: "words in quotes" together, and none of -these. */
export interface Operators {
  /** The question without the words to leave out. */
  text: string;
  /** The words of each phrase. */
  phrases: string[][];
  excluded: string[];
  /** The words to leave out as they stand, with the one before: "java -jar". */
  dashed: string;
}

/** The script that reads them. */
export interface OperatorReader {
  readOperators(query: string, split: (text: string) => string[]): Operators;
  /** The scores of the articles that have every phrase's words, if any has, and none of the excluded ones. */
  limitScores(scores: Map<number, number>, operators: Operators, index: PlaceReader): Promise<Map<number, number>>;
  /** What an article's score is multiplied by for phrases in its lines. */
  weighPhrases(fragment: Fragment, operators: Operators, split: (text: string) => string[]): number;
  /** Whether articles write just so what looks like words to leave out: "java -jar" then is a part of a command. */
  isQuoted(operators: Operators, fragments: Fragment[]): boolean;
}

/** How text becomes words. */
export interface TextSplitter {
  tokenize(text: string, stem: Stem): string[];
  /** Each whole word as it is spelled, by its stem. */
  spellings(text: string, stem: Stem): Map<string, string>;
}

/** The script that answers by words. */
export interface WordFinder {
  find(query: ParsedQuery, typing: boolean, place: WordsPlace): Promise<Findings>;
}

/** What it needs of the engine. */
export interface WordsPlace {
  files: IndexFiles;
  /** Runs a script of the site by its name. */
  load(script: string): Promise<unknown>;
  pause(): Promise<void>;
  /** Of all articles, by their places. */
  numbers(): Promise<string[]>;
  fragmentOf(number: string): Promise<Fragment>;
  articlesOf(codes: string[]): Promise<string[]>;
}

/** The script that looks for a word in the whole index. */
export interface Guesser {
  correctLost(lost: LostWord[], level: Level, index: IndexReader): Promise<Map<string, Correction>>;
  complete(matches: TermMatch[], token: string, index: IndexReader): Promise<void>;
}

/** What of the index they need. */
export interface PlaceReader {
  open(words: string[]): Promise<void>;
  match(word: string, weight: number): TermMatch | undefined;
}

/** What is asked for once a query looks like a code and is none. */
export interface UnknownTable {
  families: FamilyPattern[];
}

/** What readers see of a family of codes. */
export interface FamilyCard {
  family: string;
  name: string;
  product: string;
  meaning: string;
  /** Of its page; empty if it has none. */
  href: string;
  /** The vendor's documentation of the family, and of one code, with `{code}`, `{lower}` or `{digits}`. */
  url: string;
  page: string;
}

/** A code that no article explains, as it is shown. */
export interface UnknownCode {
  code: string;
  card: FamilyCard | undefined;
  documentation: string;
  near: NearCode[];
  /** Whether they are at one typing error; otherwise they are of the same family. */
  isSlip: boolean;
}

/** Codes that begin alike, as they are shown. */
export interface CodeGroup {
  name: string;
  card: FamilyCard | undefined;
  codes: NearCode[];
}

/** A word of the index that stands for one of the query's. */
export interface TermMatch {
  word: string;
  posting: Posting;
  rarity: number;
  weight: number;
}

/** One word of the query, with what it may have been if it is misspelled. */
export interface QueryTerm {
  token: string;
  matches: [TermMatch, ...TermMatch[]];
}

/** How close an article's lines are to a query, and the best line; empty if none has a word of it. */
export interface PassageScore {
  factor: number;
  line: string;
}

export interface ExcerptPiece {
  text: string;
  mark: boolean;
}

/** Addresses are from the site's root. */
export interface Hit {
  number: string;
  /** The number as readers see it: empty where it is only the name of a file. */
  label: string;
  title: string;
  /** The title with its marks. */
  heading: ExcerptPiece[];
  href: string;
  products: string[];
  state: string;
  updated: string;
  excerpt: ExcerptPiece[];
  /** The beginning of the resolution. */
  short: string;
}

export interface NearCode {
  code: string;
  href: string;
}

/** Values that articles of an answer have, the most frequent first. */
export type Facet = [value: string, count: number][];

/** An article has one of each that are given; none given are all. */
export interface Filters {
  products: string[];
  states: string[];
}

/** What of an answer may be shown later. */
export interface AnswerRest {
  /** The other ones of the page. */
  hits: Hit[];
  /** Of every article that the query finds, whether the filters leave it or not. */
  labels: Labels[];
}

export interface Answer {
  query: string;
  kind: ParsedQuery["kind"];
  cards: Card[];
  near: NearCode[];
  unknown: UnknownCode[];
  group: CodeGroup | undefined;
  /** The first ones of the page. */
  hits: Hit[];
  rest(): Promise<AnswerRest>;
  /** All articles, the best first. */
  numbers: string[];
  total: number;
  page: number;
  pages: number;
}

export interface SearchOptions extends Partial<Filters> {
  /** One past the last is the last. */
  page?: number;
  /** The last word may be the beginning of one. */
  typing?: boolean;
}

/** Every article that a query finds, the best first; the best lines of the first ones; the words to mark. */
export interface Findings extends ParsedQuery {
  numbers: string[];
  lines: Map<string, string>;
  /** The best line of any other article; empty for none. */
  lineOf(fragment: Fragment): string;
  words: string[];
  stem: Stem;
}

/** The root alone; what any words need; what a log does, too. */
export type Preparation = "root" | "words" | "logs";

export interface Searcher {
  /** Starts loading what queries need: for a reader who comes to a search box. */
  prepare(what?: Preparation): void;
  /** Without the files that only a page shows: what `errata search` asks for. */
  find(query: string, typing: boolean): Promise<Findings>;
  /** Rejects if a file cannot be loaded. */
  ask(query: string, options?: SearchOptions): Promise<Answer>;
  /** The codes that a text may become, for a box that is being typed into: at most five. */
  complete(query: string): Promise<Card[]>;
  /** Asks for the files of the index again: they are others now. */
  forget(): void;
}

export interface SearchPlace {
  /** The site's root as the page reaches it. */
  base: string;
  locale: string;
  load?: LoadIndexFile;
  /** Lets the page do other work. */
  pause?: () => Promise<void>;
}
