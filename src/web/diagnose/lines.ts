/** A line of a log while it is read, and the hits that it has: what `_finish_line` in `errata.logs` does. */

import { NOTHING } from "./bytes.ts";
import type { LogHit, LogLine } from "./types.ts";

/** A line while it is being read. */
export interface Draft extends Omit<LogLine, "hits"> {
  codes: Map<string, string>;
  unknown: Map<string, string>;
  messages: Map<string, number[]>;
}

export function emptyLine(): Draft {
  return {
    number: 0,
    codes: new Map(),
    unknown: new Map(),
    messages: new Map(),
    quoted: new Map(),
    marks: [],
    start: 0,
    end: 0,
    time: "",
    excerpt: NOTHING,
    offset: 0,
  };
}

/**
 * Returns the hits of a line; a message is not a hit of its own if a code of the line has one of its articles. A code
 * in the title of an article comes first: another article may quote such a message by chance.
 */
export function hitsOf(
  draft: Draft,
  known: Map<string, number[]>,
  lists: Map<string, number[]>,
  named: Set<string>,
): LogHit[] {
  const line = draft.number;
  let codes = Array.from(draft.codes, ([name, surface]): LogHit => {
    return { line, kind: "code", name, surface, articles: known.get(name) ?? [] };
  });
  const hits: LogHit[] = [];
  for (const [name, articles] of draft.messages) {
    if (!codes.some((hit) => hit.articles.some((article) => articles.includes(article)))) {
      hits.push({ line, kind: "message", name, surface: "", articles });
    }
    codes = codes.map((hit) => {
      const first = articles.filter((article) => !lists.get(hit.name)?.includes(article));
      const isIts = first.some((article) => hit.articles.includes(article));
      return { ...hit, articles: putFirst(hit.articles, first), ...(isIts && { message: hit.message ?? name }) };
    });
  }
  hits.push(...codes);
  hits.sort((one, two) => Number(named.has(two.name)) - Number(named.has(one.name)));
  // Two families may match the same text, and articles explain the code of only one.
  const surfaces = new Set(draft.codes.values());
  for (const [name, surface] of draft.unknown) {
    if (!surfaces.has(surface)) hits.push({ line, kind: "unknown", name, surface, articles: [] });
  }
  return hits;
}

/** Puts the articles that quote the whole message before the others about the code. */
function putFirst(articles: number[], first: number[]): number[] {
  return [...new Set([...first.filter((article) => articles.includes(article)), ...articles])];
}
