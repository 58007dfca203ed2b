/** How the engine makes words of a text, for the scripts beside it, which need not have it twice. */

import { errata } from "../shared.ts";
import type { TextSplitter } from "./types.ts";

export const tokenize: TextSplitter["tokenize"] = (text, stem) => errata.splitter.tokenize(text, stem);

export const spellings: TextSplitter["spellings"] = (text, stem) => errata.splitter.spellings(text, stem);
