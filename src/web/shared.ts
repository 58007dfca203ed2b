/**
 * What the scripts of one page share. Each bundle is a classic script, since a page opened from a disk may load nothing
 * else; bundles reach each other only through `Reflect.errata`, and files of data call the global `errata`.
 */

import type { FaultsTable, LogReader, YieldToPage } from "./diagnose/types.ts";
import type { Masker } from "./messages/mask.ts";
import type {
  Extras,
  ExtrasPlace,
  Guesser,
  OperatorReader,
  QuestionReader,
  Searcher,
  SearchPlace,
  TextSplitter,
  UnknownReader,
  WordFinder,
} from "./search/types.ts";

/** The parameters and results of `trustedTypes.createPolicy`, for scripts only. */
export interface ScriptPolicy {
  createScriptURL(address: string): string;
}

export interface Shared {
  /** The roots of the sites whose scripts are on the page. */
  sites: string[];
  /** The only policy for addresses of scripts; browsers refuse a second one with the same name. */
  policy: ScriptPolicy;
  /** The functions that mount an element, by its `data-module`. */
  modules: Record<string, (element: HTMLElement) => void>;
  /** Sets up the page that is there now. */
  start(): void;
  /** Runs the script at an address. */
  runScript(source: string): Promise<HTMLScriptElement>;
  /** Runs scripts in order, each once. */
  loadOnce(source: string): Promise<unknown>;
  /** Runs scripts next to `main.js` in order, each once: names without endings, separated by spaces. */
  load(names: string): Promise<unknown>;
  /** Says once, in the element, that its scripts could not be loaded. */
  fail(element: HTMLElement): void;
  createSearcher(place: SearchPlace): Searcher;
  /** The engine's splitter, for the scripts that it loads. */
  splitter: TextSplitter;
  /** Set once something was searched for that is not a code as a whole; on the search page from the beginning. */
  questions?: QuestionReader;
  /** Set once something was searched for that is not a code. */
  words?: WordFinder;
  /** Set once the search page has answered. */
  createExtras?(root: HTMLElement, place: ExtrasPlace): Extras;
  /** Set once a word was misspelled or is being typed. */
  guesser?: Guesser;
  /** Set once a log was searched for: it is a third as large as the search engine. */
  masker?: Masker;
  /** Set once a query had quotes or dashes. */
  operators?: OperatorReader;
  /** Set once a query looked like a code but was not one. */
  unknown?: UnknownReader;
  /** Called by every file of the search index. */
  put(name: string, value: unknown): void;
  /** Called by `old-addresses.js`: path -> what a query must have, and the page. */
  moved(table: Record<string, [query: string, page: string][]>): void;
  /** Called by the data of the page that reads logs. */
  faults(table: FaultsTable): void;
  /** Called by `<locale>/search/words.js`. */
  say(words: ElementWords): void;
  openLogReader(yieldToPage: YieldToPage): Promise<LogReader>;
}

/** The words of `<errata-search>` in one language, as Python writes them into `search/words.js`. */
export interface ElementWords {
  lang: string;
  dir: string;
  intl: string;
  label: string;
  button: string;
  all: string;
  nothing: string;
  near: string;
  failed: string;
  counts: Record<string, string>;
}

// An element with the id `errata` would be `globalThis.errata`, but is never a property of `Reflect`.
export const errata = ((Reflect as { errata?: Shared }).errata ??= { modules: {} } as unknown as Shared);
