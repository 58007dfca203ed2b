/**
 * Counts what is found in a log: by distinct fault, and by article, which is the better the more
 * lines with a fault it explains.
 */

/**
 * @typedef {object} LogFault Everything found of one code or message.
 * @property {"code" | "message" | "unknown"} kind
 * @property {string} name
 * @property {number} lines
 * @property {number} first line
 * @property {number} last line
 * @property {string} begun time of the first line that has one, as the log writes it
 * @property {string} ended
 * @property {number[]} articles places in the list of articles, the best first
 */

/** @typedef {{ article: number, lines: number, faults: string[] }} LogArticle lines it explains */

/**
 * @typedef {object} LogFindings
 * @property {number} lines of the whole log
 * @property {number} faulty lines with something known
 * @property {LogFault[]} faults the most frequent first
 * @property {LogFault[]} unknown
 * @property {boolean} more there are more unknown codes than are told
 * @property {LogArticle[]} articles the one that explains most first
 */

/** @import { LogLine } from "./diagnoser.js" */

"use strict";

(function () {
  const MOST_UNKNOWN = 1_000;

  class Tally {
    constructor() {
      /** @type {Map<string, LogFault>} */
      this.faults = new Map();
      /** @type {Map<string, LogFault>} */
      this.unknown = new Map();
      /** @type {Map<number, { lines: number, weight: number, faults: Set<string> }>} */
      this.articles = new Map();
      this.faulty = 0;
      this.more = false;
    }

    /** @param {LogLine} line */
    add(line) {
      /** @type {Map<number, number>} */
      const ranks = new Map();
      for (const hit of line.hits) {
        const known = hit.kind === "unknown" ? this.unknown : this.faults;
        const key = `${hit.kind} ${hit.name}`;
        let fault = known.get(key);
        if (!fault) {
          if (known === this.unknown && known.size >= MOST_UNKNOWN) {
            this.more = true;
            continue;
          }
          const { kind, name, articles } = hit;
          fault = { kind, name, lines: 0, first: line.number, last: line.number, begun: "", ended: "", articles };
          known.set(key, fault);
        }
        fault.lines += 1;
        fault.last = line.number;
        fault.begun ||= line.time;
        fault.ended = line.time || fault.ended;
        hit.articles.forEach((article, rank) => this.explain(article, rank, hit.name, ranks));
      }
      for (const [article, rank] of ranks) this.count(article, rank);
      if (line.hits.some((hit) => hit.kind !== "unknown")) this.faulty += 1;
    }

    /** @param {number} article @param {number} rank @param {string} name @param {Map<number, number>} ranks */
    explain(article, rank, name, ranks) {
      ranks.set(article, Math.min(rank, ranks.get(article) ?? rank));
      const known = this.articles.get(article);
      if (known) known.faults.add(name);
      else this.articles.set(article, { lines: 0, weight: 0, faults: new Set([name]) });
    }

    /** @param {number} article @param {number} rank */
    count(article, rank) {
      const known = this.articles.get(article);
      if (known) Object.assign(known, { lines: known.lines + 1, weight: known.weight + 1 / (1 + rank) });
    }

    /**
     * @param {number} lines
     * @returns {LogFindings}
     */
    findings(lines) {
      /** @param {Map<string, LogFault>} some */
      const frequent = (some) => [...some.values()].sort((a, b) => b.lines - a.lines || a.first - b.first);
      const articles = [...this.articles].sort(([a, one], [b, two]) => two.weight - one.weight || a - b);
      return {
        lines,
        faulty: this.faulty,
        faults: frequent(this.faults),
        unknown: frequent(this.unknown),
        more: this.more,
        articles: articles.map(([article, found]) => ({ article, lines: found.lines, faults: [...found.faults] })),
      };
    }
  }

  const api = { Tally };
  const scope = /** @type {{ errata?: object }} */ (/** @type {unknown} */ (globalThis));
  scope.errata = Object.assign(scope.errata ?? {}, api);
  if (typeof module === "object") module.exports = api;
})();
