/** The search engine as one script: pages load it when a reader comes to a search box, and `errata search` runs it. */

import { errata } from "../shared.ts";
import { IndexSearcher } from "./searcher.ts";
import { put } from "./store.ts";
import { spellings, tokenize } from "./tokens.ts";
import type { Searcher } from "./types.ts";

const searchers = new Map<string, Searcher>();

/**
 * One searcher for each place, so that boxes and pages share what they have loaded; the first engine on a page wins.
 */
errata.createSearcher ??= (place) => {
  const key = `${place.locale} ${place.base}`;
  const searcher = searchers.get(key) ?? new IndexSearcher(place);
  searchers.set(key, searcher);
  return searcher;
};
errata.put ??= put;
errata.splitter = { tokenize, spellings };
