/** The search engine as one script: pages load it when a reader comes to a search box, `errata search` runs it. */

import { errata } from "../shared.ts";
import { IndexSearcher } from "./searcher.ts";
import { put } from "./store.ts";
import { spellings, tokenize } from "./tokens.ts";
import type { Searcher } from "./types.ts";

const searchers = new Map<string, Searcher>();

/** One for each place, so that boxes and pages share what they have loaded; of two engines on a page the first. */
errata.createSearcher ??= (place) => {
  const key = `${place.locale} ${place.base}`;
  const searcher = searchers.get(key) ?? new IndexSearcher(place);
  searchers.set(key, searcher);
  return searcher;
};
errata.put ??= put;
errata.splitter = { tokenize, spellings };
