/** How the engine splits text into words, for the scripts beside it, which need no copy of their own. */

import { errata } from "../shared.ts";
import type { TextSplitter } from "./types.ts";

export const tokenize: TextSplitter["tokenize"] = (text, stem) => errata.splitter.tokenize(text, stem);

export const spellings: TextSplitter["spellings"] = (text, stem) => errata.splitter.spellings(text, stem);
