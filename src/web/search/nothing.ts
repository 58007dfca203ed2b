/** The value of a query before it is read, and of its findings before it is answered. */

import type { Findings, ParsedQuery } from "./types.ts";

export const EMPTY_QUERY: ParsedQuery = {
  kind: "empty",
  text: "",
  rough: "",
  codes: [],
  near: [],
  whole: "",
  telling: [],
  unknown: [],
  hidden: [],
};

export const NOTHING: Findings = {
  ...EMPTY_QUERY,
  numbers: [],
  nearest: [],
  absent: [],
  lines: new Map(),
  lineOf: () => "",
  words: [],
  stem: (word) => word,
};

/** Whether the articles of a query are known. */
export const isFound = (query: ParsedQuery | Findings): query is Findings => "numbers" in query;
