/**
 * What the scripts of one page share. Each bundle is a classic script, since a page opened from a disk
 * may load nothing else; what one bundle needs of another is in the global `errata`, and only there.
 */

import type { FaultsTable, LogReader, YieldToPage } from "./diagnose/types.ts";
import type { Masker } from "./messages/mask.ts";
import type {
  Guesser,
  OperatorReader,
  Searcher,
  SearchPlace,
  TextSplitter,
  UnknownReader,
  WordFinder,
} from "./search/types.ts";

/** What `trustedTypes.createPolicy` takes and gives, for scripts alone. */
export interface ScriptPolicy {
  createScriptURL(address: string): string;
}

export interface Shared {
  /** Roots of the sites whose scripts are here. */
  sites: string[];
  /** The one policy for addresses of scripts; a browser refuses a second of its name. */
  policy: ScriptPolicy;
  /** What mounts an element, by its `data-module`. */
  modules: Record<string, (element: HTMLElement) => void>;
  /** Runs the script of an address. */
  runScript(source: string): Promise<HTMLScriptElement>;
  /** The same in order, and each once. */
  loadOnce(source: string): Promise<unknown>;
  /** Runs scripts next to `main.js` in order, each once: names without endings, separated by spaces. */
  load(names: string): Promise<unknown>;
  /** Says in the element, once, that its scripts could not be loaded. */
  fail(element: HTMLElement): void;
  createSearcher(place: SearchPlace): Searcher;
  /** The engine's, for the scripts that it loads. */
  splitter: TextSplitter;
  /** Only there once something was searched for that is not a code. */
  words?: WordFinder;
  /** Only there once a word was misspelled or is being typed. */
  guesser?: Guesser;
  /** Only there once a log was searched for: it is a third as large as the search engine. */
  masker?: Masker;
  /** Only there once a query had quotes or dashes. */
  operators?: OperatorReader;
  /** Only there once a query looked like a code and was none. */
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

const scope = globalThis as { errata?: Shared };

export const errata: Shared = (scope.errata ??= {} as Shared);
errata.modules ??= {};
