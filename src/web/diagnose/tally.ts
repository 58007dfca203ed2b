/**
 * Counts what is found in logs: by distinct fault, and by article.
 *
 * 1. A line is explained by one article for each of its faults: the one that the line's own words put first.
 * 2. An article counts for what it explains: a fault of many lines for more, one that many articles are about for less.
 * 3. Those that explain no line best, but are about one of the faults, come last.
 */

import { hideInserts, stripPrefix } from "../messages/mask.ts";
import { truncate } from "../text.ts";
import { utf8 } from "./bytes.ts";
import { showControls } from "./excerpts.ts";
import type { LogArticle, LogFault, LogFindings, LogHit, LogLine } from "./types.ts";

// How many unknown codes count as faults: more would be a list.
const MOST_UNKNOWN = 1_000;
// How many characters of the text around a code are kept: two lines on a page.
const LONGEST = 240;

interface FaultCount extends Omit<LogFault, "explained"> {
  /** How many lines each article explains, by its place. */
  counts: Map<number, number>;
}

interface ArticleCount {
  lines: number;
  weight: number;
  explains: string[];
  mentions: string[];
}

export class Tally {
  faults = new Map<string, FaultCount>();
  unknown = new Map<string, FaultCount>();
  /** How many lines each article explains. */
  explained = new Map<number, number>();
  faulty = 0;
  lines = 0;

  add(line: LogLine, file: number): void {
    const best = new Set<number>();
    for (const hit of line.hits) {
      const fault = this.faultOf(hit, line, file);
      if (!fault) continue;
      fault.lines += 1;
      fault.last = { file, line: line.number };
      fault.begun ||= line.time;
      fault.ended = line.time || fault.ended;
      fault.message ||= hit.message ?? "";
      const [article] = hit.articles;
      if (article === undefined) continue;
      best.add(article);
      increase(fault.counts, article);
    }
    for (const article of best) increase(this.explained, article);
    if (line.hits.some((hit) => hit.kind !== "unknown")) this.faulty += 1;
  }

  faultOf({ kind, name, articles }: LogHit, line: LogLine, file: number): FaultCount | undefined {
    const faults = kind === "unknown" ? this.unknown : this.faults;
    const key = `${kind} ${name}`;
    const counted = faults.get(key);
    if (counted || (faults === this.unknown && faults.size >= MOST_UNKNOWN)) return counted;
    const place = { file, line: line.number };
    const times = { lines: 0, first: place, last: place, begun: "", ended: "" };
    const message = kind === "message" ? "" : describe(line);
    const fault = { kind, name, message, ...times, articles, counts: new Map<number, number>() };
    faults.set(key, fault);
    return fault;
  }

  findings(): LogFindings {
    const faults = sort(this.faults);
    return {
      lines: this.lines,
      faulty: this.faulty,
      faults,
      unknown: sort(this.unknown),
      articles: this.rankArticles(faults),
    };
  }

  rankArticles(faults: LogFault[]): LogArticle[] {
    const counts = new Map<number, ArticleCount>();
    for (const { name, articles, explained } of faults) {
      const linesOf = new Map(explained);
      for (const [rank, article] of articles.entries()) {
        const count = counts.get(article) ?? { lines: this.explained.get(article) ?? 0, weight: 0, explains: [], mentions: [] };
        counts.set(article, count);
        const lines = linesOf.get(article) ?? 0;
        (lines ? count.explains : count.mentions).push(name);
        count.weight += (lines ? 1 + Math.log2(lines) : 1 / (2 + rank)) / Math.sqrt(articles.length);
      }
    }
    return [...counts]
      .sort(([a, one], [b, other]) => Number(!one.lines) - Number(!other.lines) || other.weight - one.weight || a - b)
      .map(([article, { lines, explains, mentions }]) => ({ article, lines, explains, mentions }));
  }
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Sorts the faults, most frequent first, each with the article first that explains most of its lines. */
function sort(faults: Map<string, FaultCount>): LogFault[] {
  const all = [...faults.values()].map(({ counts, ...fault }) => {
    const explained = [...counts].sort(([, one], [, other]) => other - one);
    const articles = [...new Set([...explained.map(([article]) => article), ...fault.articles])];
    return { ...fault, articles, explained };
  });
  return all.sort((a, b) => b.lines - a.lines || compare(a.first, b.first));
}

function compare(first: LogFault["first"], other: LogFault["first"]): number {
  return first.file - other.file || first.line - other.line;
}

/** Returns what a line says without its time and logger, with "…" for what changes. */
function describe({ excerpt, offset, start }: LogLine): string {
  const text = utf8.decode(excerpt);
  const message = offset === start ? stripPrefix(text) : text;
  return showControls(truncate(hideInserts(message), LONGEST));
}
