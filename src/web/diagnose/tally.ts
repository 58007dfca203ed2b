/**
 * Counts what is found in a log: by distinct fault, and by article, which is the better the more lines
 * with a fault it explains.
 */

import type { LogFault, LogFindings, LogHit, LogLine } from "./types.ts";

// More unknown codes are a list, not faults.
const MOST_UNKNOWN = 1_000;

interface ArticleCount {
  lines: number;
  weight: number;
  faults: Set<string>;
}

export class Tally {
  faults = new Map<string, LogFault>();
  unknown = new Map<string, LogFault>();
  articles = new Map<number, ArticleCount>();
  faulty = 0;

  add(line: LogLine): void {
    const ranks = new Map<number, number>();
    for (const hit of line.hits) {
      const fault = this.faultOf(hit, line);
      if (!fault) continue;
      fault.lines += 1;
      fault.last = line.number;
      fault.begun ||= line.time;
      fault.ended = line.time || fault.ended;
      hit.articles.forEach((article, rank) => {
        ranks.set(article, Math.min(rank, ranks.get(article) ?? rank));
        this.countOf(article).faults.add(hit.name);
      });
    }
    for (const [article, rank] of ranks) {
      const count = this.countOf(article);
      count.lines += 1;
      // The second article about a code explains it half as well as the first.
      count.weight += 1 / (1 + rank);
    }
    if (line.hits.some((hit) => hit.kind !== "unknown")) this.faulty += 1;
  }

  faultOf({ kind, name, articles }: LogHit, { number }: LogLine): LogFault | undefined {
    const faults = kind === "unknown" ? this.unknown : this.faults;
    const key = `${kind} ${name}`;
    const known = faults.get(key);
    if (known || (faults === this.unknown && faults.size >= MOST_UNKNOWN)) return known;
    const fault = { kind, name, lines: 0, first: number, last: number, begun: "", ended: "", articles };
    faults.set(key, fault);
    return fault;
  }

  countOf(article: number): ArticleCount {
    const count = this.articles.get(article) ?? { lines: 0, weight: 0, faults: new Set() };
    this.articles.set(article, count);
    return count;
  }

  findings(lines: number): LogFindings {
    const sorted = (faults: Map<string, LogFault>) =>
      [...faults.values()].sort((a, b) => b.lines - a.lines || a.first - b.first);
    const articles = [...this.articles].sort(([a, one], [b, other]) => other.weight - one.weight || a - b);
    return {
      lines,
      faulty: this.faulty,
      faults: sorted(this.faults),
      unknown: sorted(this.unknown),
      articles: articles.map(([article, count]) => ({ article, lines: count.lines, faults: [...count.faults] })),
    };
  }
}
