/**
 * Shows what was found in a log: the faults with their counts, times and lines; beside them the
 * articles by how much they explain; unknown codes; and the log itself, marked.
 */

/** @import { LogRow } from "./excerpts.js" */
/** @import { Diagnosis } from "./reading.js" */
/** @import { Line, Growing, Make } from "./rows.js" */
/** @import { LogArticle, LogFault } from "./tally.js" */
/** @import { Wording } from "./wording.js" */

"use strict";

(function () {
  const scope = /** @type {{ errata: { make: Make, growing: Growing, line: Line } }} */ (/** @type {unknown} */ (globalThis));
  const { make, growing, line } = scope.errata;

  const FAULTS = 20;
  const ARTICLES = 8;
  const ROWS = 200;
  const ROWS_OF_A_FAULT = 20;
  const CHIPS = 4;
  const NEAR = 3;

  /** What one diagnosis looks like. */
  class Findings {
    /** @param {Diagnosis} diagnosis @param {Wording} wording */
    constructor(diagnosis, wording) {
      this.diagnosis = diagnosis;
      this.wording = wording;
      this.codes = new Map(diagnosis.codes);
      this.near = new Map(diagnosis.near);
      this.ids = new Map(diagnosis.findings.faults.map((fault, at) => [fault.name, `fault-${at + 1}`]));
      this.target = (/** @type {string} */ name) => this.ids.get(name);
      this.more = wording.say("more");
    }

    /** @returns {HTMLElement[]} */
    sections() {
      const { findings, rows } = this.diagnosis;
      const parts = [];
      if (findings.faults.length) parts.push(make("div", { class: "columns" }, this.known(), this.beside()));
      else parts.push(make("p", {}, this.wording.say("nothing_help")));
      if (findings.unknown.length) parts.push(this.unknown());
      if (rows.some((row) => row.found)) parts.push(this.marked());
      return parts;
    }

    known() {
      const list = make("ol", { class: "faults" });
      const { faults } = this.diagnosis.findings;
      const grown = growing(list, faults, (fault) => this.fault(fault), FAULTS, this.more);
      return make("section", { class: "known" }, make("h3", {}, this.wording.say("known")), grown);
    }

    /** @param {LogFault} fault */
    fault(fault) {
      const path = this.codes.get(fault.name);
      const name = fault.kind === "code" && path ? this.link(path, fault.name) : make("span", {}, fault.name);
      name.classList.add("code");
      const item = make("li", { id: this.ids.get(fault.name) ?? "", class: "fault" }, make("h4", { class: fault.kind }, name));
      item.append(this.facts(fault));
      const articles = fault.articles.flatMap((place) => this.diagnosis.articles[place] ?? []);
      const [best] = articles;
      if (best) {
        const others = this.wording.say("others", { n: this.wording.number(articles.length - 1) });
        const more = articles.length > 1 ? [" ", make("small", {}, others)] : [];
        item.append(make("p", { class: "best" }, this.link(best.path, best.title, best.locale), ...more));
      }
      const rows = this.diagnosis.rows.filter((row) => row.pieces.some(([, name]) => name === fault.name));
      if (rows.length) item.append(this.unfolding(fault, rows));
      return item;
    }

    /** @param {LogFault} fault */
    facts(fault) {
      const facts = make("p", { class: "meta" }, make("strong", {}, this.wording.count("lines", fault.lines)));
      facts.append(` · ${this.wording.extent(fault.first, fault.last)}`);
      const times = [...new Set([fault.begun, fault.ended])].filter(Boolean);
      if (times.length) facts.append(" · ", make("span", { class: "times" }, times.join(" – ")));
      return facts;
    }

    /** @param {LogFault} fault @param {LogRow[]} rows */
    unfolding(fault, rows) {
      const details = make("details", {}, make("summary", {}, this.wording.say("show")));
      const unfold = () => {
        const list = make("ol", { class: "log-lines", tabindex: "0", "aria-label": fault.name });
        details.append(growing(list, rows, (row) => line(row, this.target, false), ROWS_OF_A_FAULT, this.more));
        this.tellRest(details, fault.lines - rows.length);
      };
      details.addEventListener("toggle", unfold, { once: true });
      return details;
    }

    /** @param {HTMLElement} element @param {number} rest */
    tellRest(element, rest) {
      if (rest > 0) element.append(make("p", { class: "meta" }, this.wording.count("gap", rest)));
    }

    beside() {
      const list = make("ol", { class: "explaining" });
      const { articles } = this.diagnosis.findings;
      const grown = growing(list, articles, (found) => this.article(found), ARTICLES, this.more);
      return make("section", { class: "beside" }, make("h3", {}, this.wording.say("articles")), grown);
    }

    /** @param {LogArticle} found */
    article(found) {
      const { articles, findings } = this.diagnosis;
      const article = articles[found.article];
      const told = this.wording.say("share", { share: this.wording.percent(found.lines / findings.faulty) });
      const item = make("li", {}, article ? this.link(article.path, article.title, article.locale) : "");
      const meter = make("progress", { max: String(findings.faulty), value: String(found.lines), "aria-label": told });
      item.append(meter, make("p", { class: "meta" }, `${article?.number ?? ""} · ${told}`));
      const chips = found.faults.slice(0, CHIPS).map((name) => {
        return make("li", {}, make("a", { href: `#${this.target(name)}`, class: "chip" }, name));
      });
      item.append(make("ul", { class: "chips" }, ...chips));
      return item;
    }

    unknown() {
      const list = make("ul", { class: "unknown-codes" });
      const { unknown } = this.diagnosis.findings;
      const grown = growing(list, unknown, (fault) => this.stranger(fault), FAULTS, this.more);
      const { say } = this.wording;
      return make("section", { class: "unknown" }, make("h3", {}, say("unknown")), make("p", {}, say("unknown_help")), grown);
    }

    /** @param {LogFault} fault */
    stranger(fault) {
      const item = make("li", {}, make("span", { class: "code" }, fault.name), this.facts(fault));
      const near = (this.near.get(fault.name) ?? []).slice(0, NEAR);
      if (near.length) {
        const [before = "", after = ""] = this.wording.say("near").split("{code}");
        const links = near.flatMap((code, at) => [at ? ", " : "", this.link(this.codes.get(code) ?? "", code)]);
        item.append(make("p", { class: "meta" }, before, ...links, after));
      }
      return item;
    }

    marked() {
      const { rows, findings } = this.diagnosis;
      const title = this.wording.say("log");
      const list = make("ol", { class: "log-lines whole", tabindex: "0", "aria-label": title });
      const grown = growing(list, rows, (row, at) => this.row(row, rows[at - 1]), ROWS, this.more);
      const section = make("section", { class: "marked" }, make("h3", {}, title), grown);
      this.tellRest(section, findings.lines - (rows.at(-1)?.number ?? 0));
      return section;
    }

    /** @param {LogRow} row @param {LogRow | undefined} above */
    row(row, above) {
      const item = line(row, this.target, true);
      const gap = row.number - (above?.number ?? 0) - 1;
      if (gap > 0) item.prepend(make("span", { class: "gap" }, this.wording.count("gap", gap)));
      return item;
    }

    /** @param {string} path @param {string} title @param {string} [lang] of an article's title */
    link(path, title, lang) {
      return make("a", { href: this.wording.base + path, ...(lang ? { lang, dir: "auto", hreflang: lang } : {}) }, title);
    }
  }

  const api = { Findings };
  Object.assign(scope.errata, api);
  if (typeof module === "object") module.exports = api;
})();
