/** The values that pass between the parts of the search engine, and between it and the pages. */

import type { decodeArticles, decodeCodes } from "./decode.ts";
import type { decodeRoot } from "./index_root.ts";
import type { AnswerParts } from "./parts.ts";
import type { IndexSearcher } from "./searcher.ts";
import type { State } from "./state.ts";
import type { openIndex } from "./store.ts";
import type { IndexReader } from "./terms.ts";
import type * as tokens from "./tokens.ts";
import type { WordFinder } from "./words.ts";

export type { Guesser } from "./guess.ts";
export type { WordFinder } from "./words.ts";
export type { QuestionReader } from "./questions.ts";
export type { OperatorReader } from "./operators.ts";
export type { UnknownReader } from "./unknown.ts";

/** Takes the ending off a word. */
export type Stem = (word: string) => string;

/** The articles that have a word, by their places in the index, each with its impact. */
export interface Posting {
  /** How many articles have the word; more than are kept if it is very common. */
  total: number;
  kept: [place: number, impact: number][];
  /** Whether the word says nothing of what is asked. */
  isStopWord: boolean;
}

/** The values that an answer can be limited by. */
export interface Labels {
  products: string[];
  /** The state, such as `validated`; empty if the article has none. */
  state: string;
}

/** The articles of an index, by place. */
export type ArticleList = ReturnType<typeof decodeArticles>;

/** Returns how common a word seems to be, 1 to 7; 0 if no article has it. */
export type Level = (word: string) => number;

/** What every query for words needs of an index. */
export type IndexRoot = ReturnType<typeof decodeRoot>;

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

export type CodeIndex = ReturnType<typeof decodeCodes>;

/** The words of a range, each with its encoded posting. */
export type Shard = Map<string, string>;

/** The parts of an article that a result shows, and the lines that excerpts come from. */
export interface Fragment {
  title: string;
  products: string[];
  updated: string;
  short: string;
  lines: string[];
  /** The ids of the headings above the lines, each with how many consecutive lines it has. */
  sections: (string | number)[];
  /** The ids of headings with a number, if there are any. */
  headings?: string[];
  /** What to do about a line, in the place of `short`, by the id of the heading above it. */
  resolutions?: Record<string, string>;
  state?: string;
  unnumbered?: boolean;
}

/** Alternating text and code, text first. */
export type CodePieces = string[];

/** What one article says about a code. */
export interface CardVariant {
  message: string;
  solution: CodePieces;
  href: string;
  /** The id of the heading below which the whole answer stands; empty for the top. */
  anchor: string;
}

export interface Card {
  code: string;
  /** The address of the code's page; empty if it has none. */
  href: string;
  message: string;
  family: string;
  meaning: string;
  cause?: CodePieces;
  solution: CodePieces;
  /** Set if readers must first find their own message; then the card has no solution. */
  variants?: CardVariant[];
  articles: string[];
  /** What a page of results shows of the code's articles, by number; each has at most one line. */
  hits?: Record<string, Fragment>;
  /** Codes that are easily taken for this one. */
  near?: string[];
  /** Other names of the error; the address is empty if one has no page. */
  aliases?: [name: string, href: string][];
}

/** What an answer says about codes that no article explains. */
export interface UnknownParts {
  unknown: UnknownCode[];
  group: CodeGroup | undefined;
}

/** What the description of unknown codes needs from the engine. */
export interface UnknownPlace {
  familyOf(family: string): Promise<FamilyCard | undefined>;
  linkTo(code: string): Promise<NearCode>;
}

/** What makes elements from the templates of the page. */
export type PartsMaker = Pick<AnswerParts, "clone" | "linkCodes">;

/** The files of one locale's index by name, each requested once. */
export type IndexFiles = ReturnType<typeof openIndex>;

/** Returns the value in the script at an address. */
export type LoadIndexFile = (source: string) => Promise<unknown>;

export interface ParsedQuery {
  kind: "empty" | "code" | "near" | "log" | "words" | "none";
  /** The text whose words are looked up. */
  text: string;
  /** A log as it is read before it is masked; else empty. */
  rough: string;
  codes: string[];
  /** Codes that may be meant. */
  near: string[];
  /** A lone piece that finds something only if it is known as a whole. */
  whole: string;
  /** The pieces that are not codes and say what is asked. */
  telling: string[];
  /** Codes of known families that no article explains. */
  unknown: { code: string; family: string; near: string[]; neighbours: string[] }[];
  /** Articles in no list that the query names by their number or code. */
  hidden: Hit[];
  /** Codes that begin with the query. */
  alike?: CodesAlike | undefined;
}

/** A code, known or not, with its place in the plain question. */
export interface RecognisedCode {
  code: string;
  family: string;
  start: number;
  end: number;
}

/** Codes that begin alike; `name` is the family's id, or their beginning; `family` is empty if they have several. */
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
  /** The question without the excluded words. */
  text: string;
  /** The words of each phrase. */
  phrases: string[][];
  excluded: string[];
  /** The excluded words as they stand, with the word before: "java -jar". */
  dashed: string;
}

/** Splits text into words. */
export type TextSplitter = Pick<typeof tokens, "tokenize" | "spellings">;

/** What the script of words needs. */
export interface WordsPlace extends EnginePlace {
  root(): Promise<IndexRoot>;
  /** Returns how common any word seems to be. */
  levels(): Promise<Level>;
}

/** What the script of questions needs from the engine. */
export interface QuestionPlace extends EnginePlace {
  codes(): Promise<CodeIndex>;
  words(): Promise<WordFinder>;
  familyOf(family: string): Promise<FamilyCard | undefined>;
}

/** What both need from the engine. */
export interface EnginePlace {
  files: IndexFiles;
  /** Runs one of the site's scripts by its name. */
  load(script: string): Promise<unknown>;
  pause(): Promise<void>;
  /** Returns the numbers of all articles, by their places. */
  numbers(): Promise<string[]>;
  fragmentOf(number: string): Promise<Fragment>;
  articlesOf(codes: string[]): Promise<string[]>;
}

/** The parts of the index that they need. */
export type PlaceReader = Pick<IndexReader, "open" | "match">;

/** What readers see of a family of codes. */
export interface FamilyCard {
  family: string;
  name: string;
  product: string;
  meaning: string;
  /** The address of its page; empty if it has none. */
  href: string;
  /**
   * The address of the vendor's documentation of the family, and of one code, with `{code}`, `{lower}` or `{digits}`.
   */
  url: string;
  page: string;
}

/** A code that no article explains, as it is shown. */
export interface UnknownCode {
  code: string;
  card: FamilyCard | undefined;
  documentation: string;
  near: NearCode[];
  /** Whether `near` are one typing error away; otherwise they are of the same family. */
  isSlip: boolean;
}

/** Codes that begin alike, as they are shown. */
export interface CodeGroup {
  name: string;
  card: FamilyCard | undefined;
  codes: NearCode[];
}

/** A word of the index that replaces one of the query's words. */
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

/** How close an article's lines are to a query, and the best line; empty if none has a word of the query. */
export interface PassageScore {
  factor: number;
  line: string;
  /** The query's words that the title has. */
  titleWords: string[];
}

export interface ExcerptPiece {
  text: string;
  mark: boolean;
}

/** A result. Addresses are relative to the site's root. */
export interface Hit {
  number: string;
  /** The number that readers see; empty if it is only the name of a file. */
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

/** The values that articles of an answer have, most frequent first. */
export type Facet = [value: string, count: number][];

/** The chosen values: an article must have one of each kind; an empty list allows all. */
export interface Filters {
  products: string[];
  states: string[];
}

/** The parts of an answer that may be shown later. */
export interface AnswerRest {
  /** The other hits of the page. */
  hits: Hit[];
  /** The labels of every article that the query finds, even if the filters exclude it. */
  labels: Labels[];
}

export interface Answer {
  query: string;
  kind: ParsedQuery["kind"];
  cards: Card[];
  near: NearCode[];
  unknown: UnknownCode[];
  group: CodeGroup | undefined;
  /** The first hits of the page. */
  hits: Hit[];
  rest(): Promise<AnswerRest>;
  /** Words of the question that no article has. */
  absent: string[];
  /** Articles that share words with a question that nothing else answers; they do not count as results. */
  nearest: Hit[];
  /** The numbers of all articles, best first. */
  numbers: string[];
  total: number;
  page: number;
  pages: number;
}

export interface SearchOptions extends Partial<Filters> {
  /** The page; a number past the last page means the last one. */
  page?: number;
  /** Whether the last word may be unfinished. */
  typing?: boolean;
}

/** All articles that a query finds, best first; the best lines of the first ones; the words to mark. */
export interface Findings extends ParsedQuery {
  numbers: string[];
  /** Words of a question that no article has, as they are typed. */
  absent: string[];
  /** Articles that share words with a question that nothing else answers: the nearest first, at most three. */
  nearest: string[];
  lines: Map<string, string>;
  /** Returns the best line of any other article; empty if none. */
  lineOf(fragment: Fragment): string;
  words: string[];
  stem: Stem;
}

/** What to load: only the root; what any words need; also what a log needs. */
export type Preparation = "root" | "words" | "logs";

export type Searcher = Pick<IndexSearcher, keyof IndexSearcher>;

export interface SearchPlace {
  /** The site's root as seen from the page. */
  base: string;
  locale: string;
  load?: LoadIndexFile;
  /** Lets the page do other work. */
  pause?: () => Promise<void>;
}

/** What the search page has beside its answers. */
export interface Extras {
  showFilters(answer: Answer, labels: Labels[], state: State): void;
  /** Shows the last searches where nothing is asked. */
  showHistory(query: string): void;
}

export interface ExtrasPlace {
  nameOfState(this: void, value: string): string;
  formatNumber(this: void, count: number): string;
  /** Limits the answer to other values of a facet. */
  change(this: void, chosen: Partial<State>): void;
}
