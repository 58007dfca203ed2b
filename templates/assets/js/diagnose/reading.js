/**
 * Reads a log from beginning to end with one set of known faults: in a worker, or in slices between
 * which the page breathes. `errata.faults` takes the site's data, see `errata.outputs.diagnose`.
 */

/** @typedef {[number: string, title: string, texts: string[], path?: string, locale?: string]} FaultsArticle */

/**
 * @typedef {object} FaultsTable
 * @property {string} locale
 * @property {string} folder
 * @property {[code: string, articles: number[], path?: string][]} codes
 * @property {[string, string][]} families
 * @property {string} common
 * @property {FaultsArticle[]} articles
 */

/** @typedef {{ number: string, title: string, path: string, locale: string }} LinkedArticle path below the root; locale of the title */

/**
 * @typedef {object} Diagnosis What is told of a log, as plain values.
 * @property {LogFindings} findings
 * @property {LogRow[]} rows
 * @property {boolean} whole every line is among the rows
 * @property {boolean} cancelled
 * @property {number} read bytes
 * @property {number} size bytes
 * @property {number} milliseconds
 * @property {Record<number, LinkedArticle>} articles
 * @property {[string, string][]} codes code -> path of its page
 * @property {[string, string[]][]} near unknown code -> known ones it may be meant for
 */

/**
 * @typedef {object} Manner
 * @property {() => Promise<void> | undefined} breathe lets others work, if it is time
 * @property {() => boolean} cancelled
 * @property {(read: number, size: number, found: number) => void} progress
 */

/** @typedef {(log: Blob, manner: Manner) => Promise<Diagnosis>} LogReader */

/** @import { KnownFaults, LogDiagnoser, LogLine, LogStep } from "./diagnoser.js" */
/** @import { LogRow } from "./excerpts.js" */
/** @import { MessageIndex } from "./messages.js" */
/** @import { LogFindings } from "./tally.js" */

"use strict";

(function () {
  /**
   * @typedef {object} Parts
   * @property {(known: KnownFaults) => Generator<undefined, { begin: () => LogDiagnoser, index: MessageIndex }>} knowing
   * @property {new (pairs: (entry: number) => Set<string>, whole: boolean) => { rows: LogRow[], take: (step: LogStep) => void }} Excerpts
   * @property {new () => { add: (line: LogLine) => void, faults: Map<string, unknown>, findings: (lines: number) => LogFindings }} Tally
   * @property {{ lookup: (codes: string[]) => { near: (code: string) => string[] } }} search
   */
  const scope = /** @type {{ errata: Parts }} */ (/** @type {unknown} */ (globalThis));
  const { knowing, Excerpts, Tally, search } = scope.errata;

  const SLICE = 1 << 18;
  const WHOLE = 1 << 17;
  const MOST_NEAR = 100;

  /** @type {FaultsTable[]} */
  const tables = [];

  /** @param {FaultsTable} table the first holds everything but the rest of the articles */
  function faults(table) {
    tables.push(table);
  }

  /**
   * Makes what is known ready, once.
   * @param {Manner["breathe"]} breathe
   * @returns {Promise<LogReader>}
   */
  async function ready(breathe) {
    const [first] = tables;
    if (!first) throw new Error("there is no data");
    const articles = tables.flatMap((table) => table.articles);
    const known = {
      codes: first.codes.map(([code, places]) => /** @type {[string, number[]]} */ ([code, places])),
      families: first.families,
      messages: articles.flatMap(([, , texts], at) => texts.map((text) => /** @type {[number, string]} */ ([at, text]))),
      common: new Set(first.common.split(" ")),
    };
    const { begin, index } = await driven(knowing(known), breathe);
    const { near } = search.lookup(first.codes.map(([code]) => code));
    return async (log, manner) => {
      const started = performance.now();
      const tally = new Tally();
      const whole = log.size <= WHOLE;
      const excerpts = new Excerpts(index.pairs, whole);
      const { read, lines } = await run(log, begin(), tally, excerpts, manner);
      const findings = tally.findings(lines);
      return {
        findings,
        rows: excerpts.rows,
        whole,
        cancelled: read < log.size,
        read,
        size: log.size,
        milliseconds: performance.now() - started,
        articles: Object.fromEntries(findings.articles.map(({ article }) => [article, linked(articles, article, first)])),
        codes: first.codes.map(([code, , path]) => [code, path ?? `${first.folder}/codes/${code}/index.html`]),
        near: findings.unknown.slice(0, MOST_NEAR).map((fault) => [fault.name, near(fault.name)]),
      };
    };
  }

  /**
   * @param {Blob} log
   * @param {LogDiagnoser} diagnoser
   * @param {InstanceType<Parts["Tally"]>} tally
   * @param {InstanceType<Parts["Excerpts"]>} excerpts
   * @param {Manner} manner
   */
  async function run(log, diagnoser, tally, excerpts, manner) {
    let lines = 0;
    let read = 0;

    /** @param {Generator<LogStep | undefined>} steps */
    async function through(steps) {
      for (const step of steps) {
        if (step) {
          excerpts.take(step);
          if (step.line) tally.add(step.line);
          lines = step.lines;
        }
        const pause = manner.breathe();
        if (pause) await pause;
        if (manner.cancelled()) return;
      }
    }

    while (read < log.size && !manner.cancelled()) {
      const slice = log.slice(read, read + SLICE);
      await through(diagnoser.feed(new Uint8Array(await slice.arrayBuffer())));
      if (manner.cancelled()) break;
      read += slice.size;
      manner.progress(read, log.size, tally.faults.size);
    }
    if (!manner.cancelled()) await through(diagnoser.end());
    return { read, lines };
  }

  /**
   * @template T
   * @param {Generator<undefined, T>} steps
   * @param {Manner["breathe"]} breathe
   */
  async function driven(steps, breathe) {
    for (;;) {
      const next = steps.next();
      if (next.done) return next.value;
      const pause = breathe();
      if (pause) await pause;
    }
  }

  /**
   * @param {FaultsArticle[]} articles
   * @param {number} place
   * @param {FaultsTable} table
   * @returns {LinkedArticle}
   */
  function linked(articles, place, table) {
    const [number = "", title = "", , path, locale = ""] = articles[place] ?? [];
    return { number, title, path: path ?? `${table.folder}/${number}/index.html`, locale: locale || table.locale };
  }

  const api = { faults, ready };
  Object.assign(scope.errata, api);
  if (typeof module === "object") module.exports = api;
})();
