/**
 * The time stamps of a log's lines, and the few lines of it that are shown: those with a fault,
 * marked in place, and what is around them. A short log is kept whole.
 */

/**
 * @typedef {object} LogRow A line as it is shown.
 * @property {number} number
 * @property {[string, string][]} pieces text and the name of the fault it belongs to, or nothing
 * @property {boolean} cut it is longer than what is shown
 * @property {boolean} found it has a fault
 */

/** @import { LogLine, LogStep } from "./diagnoser.js" */

"use strict";

(function () {
  const MOST_ROWS = 3_000;
  const MOST_OF_A_FAULT = 60;
  const AROUND = 2;
  const LONGEST = 400;
  const NEW_LINE = 10;
  const BACK_BYTES = 4_096;
  const BACK_LINES = 40;
  const STAMP = new RegExp(
    "(?<![0-9])(?:(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}|[0-9]{1,2}[-/.](?:[0-9]{1,2}|[A-Z][a-z]{2})[-/.](?:[0-9]{4}|[0-9]{2})" +
      "|[A-Z][a-z]{2} {1,2}[0-9]{1,2}(?:,? [0-9]{4})?)[T ,:]{1,3})?" +
      "[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?(?![0-9A-Za-z:])",
  );
  const WORD = /[\p{L}\p{N}_]+/gu;
  const FAR = 80;
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

  /**
   * The time in a line's beginning, else in the lines before it: a trace has it in its first.
   * @param {Uint8Array} data
   * @param {number} start
   */
  function stamp(data, start) {
    let at = start;
    for (let back = 0; back < BACK_LINES && at >= 0 && start - at < BACK_BYTES; back += 1) {
      const found = STAMP.exec(String.fromCharCode(...data.subarray(at, lineEnd(data, at, at + 120))));
      if (found) return found[0];
      if (at === 0) return "";
      at = at > 1 ? data.lastIndexOf(NEW_LINE, at - 2) + 1 : 0;
    }
    return "";
  }

  /** Chooses and marks the lines that are shown. */
  class Excerpts {
    /**
     * @param {(entry: number) => Set<string>} pairs of a message's words
     * @param {boolean} whole
     */
    constructor(pairs, whole) {
      this.pairs = pairs;
      this.around = whole ? MOST_ROWS : AROUND;
      this.most = whole ? MOST_ROWS : MOST_OF_A_FAULT;
      /** @type {LogRow[]} */
      this.rows = [];
      this.behind = 0;
      this.number = 0;
      this.owed = whole ? MOST_ROWS : 0;
      /** @type {Map<string, number>} */
      this.counts = new Map();
    }

    /** @param {LogStep} step */
    take(step) {
      const { line } = step;
      if (!line) this.settle(step, step.base + step.cut, Infinity);
      else if (this.wanted(line)) {
        this.settle(step, line.start, line.number);
        this.before(step, line);
        this.rows.push(row(line, this.pairs));
        [this.behind, this.number, this.owed] = [line.end + 1, line.number, this.around];
      }
    }

    /** @param {LogLine} line */
    wanted(line) {
      if (this.rows.length >= MOST_ROWS) return false;
      const names = line.hits.map((hit) => hit.name);
      const few = names.some((name) => (this.counts.get(name) ?? 0) < this.most);
      if (few) for (const name of names) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      return few;
    }

    /**
     * The lines after the last one that is shown.
     * @param {LogStep} step
     * @param {number} until
     * @param {number} before number of the line that comes next
     */
    settle({ data, base }, until, before) {
      while (this.owed > 0 && this.behind < until && this.number + 1 < before) {
        if (this.behind < base || this.rows.length >= MOST_ROWS) this.owed = 0;
        else {
          const start = this.behind - base;
          const end = lineEnd(data, start, data.length);
          this.rows.push(plain(data, start, end, this.number + 1));
          [this.behind, this.number, this.owed] = [base + end + 1, this.number + 1, this.owed - 1];
        }
      }
    }

    /**
     * The lines before one that is shown next.
     * @param {LogStep} step
     * @param {LogLine} line
     */
    before({ data, base }, line) {
      const found = [];
      let at = line.start - base;
      let number = line.number;
      while (found.length < AROUND && at > 0 && base + at > this.behind && number - 1 > this.number) {
        const start = at > 1 ? data.lastIndexOf(NEW_LINE, at - 2) + 1 : 0;
        number -= 1;
        found.push(plain(data, start, at - 1, number));
        at = start;
      }
      this.rows.push(...found.reverse());
    }
  }

  /**
   * @param {Uint8Array} data
   * @param {number} start
   * @param {number} end
   * @param {number} number
   * @returns {LogRow}
   */
  function plain(data, start, end, number) {
    const text = utf8.decode(data.subarray(start, Math.min(end, start + LONGEST)));
    return { number, pieces: [[tidy(text), ""]], cut: end - start > LONGEST, found: false };
  }

  /**
   * @param {LogLine} line
   * @param {(entry: number) => Set<string>} pairs
   * @returns {LogRow}
   */
  function row(line, pairs) {
    const { excerpt, offset } = line;
    /** @type {[string, string][]} */
    const pieces = [];
    let at = 0;
    for (const [start, end, name] of line.marks) {
      const [from, to] = [start - offset, end - offset];
      if (from < at || to > excerpt.length) continue;
      pieces.push([utf8.decode(excerpt.subarray(at, from)), ""]);
      pieces.push([utf8.decode(excerpt.subarray(from, to)), name]);
      at = to;
    }
    pieces.push([utf8.decode(excerpt.subarray(at)), ""]);
    let marked = pieces;
    for (const [name, entry] of line.quoted) {
      const known = line.hits.some((hit) => hit.kind === "message" && hit.name === name);
      if (known) marked = marked.flatMap((piece) => (piece[1] ? [piece] : quoted(piece[0], name, pairs(entry))));
    }
    const shown = marked.filter(([text]) => text).map(([text, name]) => /** @type {[string, string]} */ ([tidy(text), name]));
    const cut = offset > line.start || offset + excerpt.length < line.end;
    return { number: line.number, pieces: shown, cut, found: true };
  }

  /**
   * The longest stretch of words that the message has as neighbours too.
   * @param {string} text
   * @param {string} name
   * @param {Set<string>} pairs
   * @returns {[string, string][]}
   */
  function quoted(text, name, pairs) {
    const words = [...text.matchAll(WORD)];
    let best = { from: 0, to: 0 };
    let run = { from: -1, to: -1 };
    for (let next = 1; next < words.length; next += 1) {
      const [one, two] = [words[next - 1], words[next]];
      if (!one || !two || !pairs.has(`${one[0]} ${two[0]}`.toLowerCase())) continue;
      run = { from: run.to >= 0 && one.index - run.to <= FAR ? run.from : one.index, to: two.index + two[0].length };
      if (run.to - run.from > best.to - best.from) best = run;
    }
    return [[text.slice(0, best.from), ""], [text.slice(best.from, best.to), name], [text.slice(best.to), ""]];
  }

  /**
   * Without colours and with other control characters made visible.
   * @param {string} text
   */
  function tidy(text) {
    return text
      .replace(/\x1b\[[0-9;]{0,12}m|\r$/g, "")
      .replace(/[\0-\x08\x0b-\x1f]/g, (found) => String.fromCharCode(0x2400 + found.charCodeAt(0)))
      .replace(/[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
  }

  /** @param {Uint8Array} data @param {number} at @param {number} most */
  function lineEnd(data, at, most) {
    const found = data.indexOf(NEW_LINE, at);
    return found < 0 || found > most ? Math.min(most, data.length) : found;
  }

  const api = { stamp, Excerpts };
  const scope = /** @type {{ errata?: object }} */ (/** @type {unknown} */ (globalThis));
  scope.errata = Object.assign(scope.errata ?? {}, api);
  if (typeof module === "object") module.exports = api;
})();
