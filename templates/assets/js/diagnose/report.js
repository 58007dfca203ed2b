/** The findings of a log as markdown, to be pasted into a ticket. Every text of the log is escaped. */

/** @import { Diagnosis } from "./reading.js" */

/**
 * @typedef {object} ReportWords
 * @property {string} title
 * @property {string} summary
 * @property {string} faults
 * @property {string} articles
 * @property {string} unknown
 * @property {(n: number) => string} lines
 * @property {(first: number, last: number) => string} extent
 * @property {(path: string) => string} address empty where the site has none that others can open
 */

"use strict";

(function () {
  const MOST = 50;

  /** @param {string} text */
  function plain(text) {
    return text.replace(/[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+/g, " ").replace(/[\\\x60*_{}[\]<>()#+!|~&-]/g, "\\$&");
  }

  /** @param {string} text */
  function code(text) {
    const bare = text.replace(/[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+/g, " ").trim();
    const longest = Math.max(0, ...[...bare.matchAll(/\x60+/g)].map(([run]) => run.length));
    const fence = "`".repeat(longest + 1);
    const room = longest ? " " : "";
    return fence + room + bare + room + fence;
  }

  /**
   * @param {Diagnosis} diagnosis
   * @param {ReportWords} words
   */
  function report(diagnosis, words) {
    const { findings } = diagnosis;
    /** @param {string} text @param {string} path */
    const link = (text, path) => {
      const address = words.address(path);
      return address ? `[${plain(text)}](${address})` : plain(text);
    };
    /** @param {number} place */
    const article = (place) => {
      const found = diagnosis.articles[place];
      return found ? `${plain(found.number)} ${link(found.title, found.path)}` : "";
    };
    /** @param {import("./tally.js").LogFault} fault */
    const told = (fault) => {
      const times = [fault.begun, fault.ended].filter(Boolean).map(plain);
      const when = [...new Set(times)].join(" – ");
      const best = fault.articles[0];
      const parts = [words.lines(fault.lines), words.extent(fault.first, fault.last), when, best === undefined ? "" : article(best)];
      return `- ${code(fault.name)}: ${parts.filter(Boolean).join(" · ")}`;
    };
    const parts = [
      `# ${plain(words.title)}`,
      plain(words.summary),
      listed(words.faults, findings.faults.map(told)),
      listed(words.articles, findings.articles.map((found) => `- ${article(found.article)}: ${words.lines(found.lines)}`)),
      listed(words.unknown, findings.unknown.map(told)),
    ];
    return `${parts.filter(Boolean).join("\n\n")}\n`;
  }

  /** @param {string} title @param {string[]} lines */
  function listed(title, lines) {
    if (!lines.length) return "";
    const rest = lines.length > MOST ? `\n- … ${lines.length - MOST}` : "";
    return `## ${title}\n\n${lines.slice(0, MOST).join("\n")}${rest}`;
  }

  const api = { report };
  const scope = /** @type {{ errata?: object }} */ (/** @type {unknown} */ (globalThis));
  scope.errata = Object.assign(scope.errata ?? {}, api);
  if (typeof module === "object") module.exports = api;
})();
