/**
 * Reads a query: is it a code, a log, or words? As `errata.search.asked` does in Python, where each
 * step has its reason.
 */

"use strict";

(function () {
  const LONGEST = 16384;
  const MOST_NEAR = 3;
  const MOST_LINES = 40;
  const MANY_WORDS = 14;
  const PIECES = 24;
  const TELLING_DIGITS = 5;
  const FEW_DIGITS = 3;
  const LONG_NAME = 10;
  const SHORT = 4;

  const control =
    /[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+/g;
  const word = "[\\p{L}\\p{N}_]";
  const logged = new RegExp(
    "[0-9]{1,2}:[0-9]{2}:[0-9]{2}|\\[(?:error|warn|info|debug)\\]|\\*(?:ERROR|WARN|INFO|DEBUG)\\*" +
      `|(?<!${word})(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|SEVERE)(?!${word})[ :\\]\\-]+\\S` +
      `|(?<!${word})at [\\p{L}\\p{N}_.$]{3,200}\\(|(?<!${word})Caused by: |(?<!${word})iRc=` +
      `|(?<!${word})(?:error log|stack trace)(?!${word})|Exception: |Error: `,
    "u",
  );
  const cjk = "\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3";
  const latin = "!-~\uff10-\uff19\uff21-\uff3a\uff41-\uff5a";
  const mark = "\u3001\u3002\u3008-\u3011\u3014-\u301b\u30fb\uff01\uff08\uff09\uff0c\uff0f\uff1a\uff1b\uff1d\uff1f\uff3b\uff3d";
  const border = new RegExp(`(?<=[${cjk}])(?=[${latin}])|(?<=[${latin}])(?=[${cjk}])|[${mark}]`, "g");
  const particle = new RegExp(`^[${cjk}]+$`);
  const edge = " .,;:!?()[]{}<>\"'`\xab\xbb\u201c\u201d\u2018\u2019";
  const name = /^(?:[A-Za-z_$][A-Za-z0-9_]{0,80}[.$]){1,16}([A-Za-z_][A-Za-z0-9_]{2,100})$/;
  const failure = /(?:exception|error|fault|failure)$/i;

  /**
   * @typedef {{ find: (text: string) => { near: string[], matches: string[] } }} Lookup
   * @typedef {{ kind: string, text: string, codes: string[], near: string[], whole: string }} Asked
   *   codes in the text; codes that may be meant; a lone piece that must be known as a whole
   * @typedef {{ mask: (text: string) => string, stripPrefix: (text: string) => string }} Masker
   */

  /** @param {string} query */
  function plain(query) {
    return own.cut(query, LONGEST).replace(control, " ").trim();
  }

  /** @param {string} text */
  const isLong = (text) => text.split(/\s+/, MANY_WORDS + 1).length > MANY_WORDS;

  /** @param {string} text */
  const isLog = (text) => text.includes("\n") || isLong(text) || logged.test(text);

  /**
   * A text that is a code as a whole.
   * @param {string} text
   * @param {Lookup} lookup
   * @returns {Asked | undefined}
   */
  function readWhole(text, lookup) {
    const codes = lookup.find(text).matches;
    return codes.length ? asked("code", text, { codes }) : undefined;
  }

  /**
   * @param {string} text of a log
   * @param {Masker} masker
   * @returns {Asked}
   */
  function readLog(text, { mask, stripPrefix }) {
    const lines = text.split("\n").slice(0, MOST_LINES);
    const told = lines.map((line) => mask(stripPrefix(line)).replace(/\{[a-z]{2,8}\}/g, " "));
    return asked("log", told.filter((line) => line.trim()).join("\n") || text);
  }

  /**
   * @param {string} kind
   * @param {string} text
   * @param {Partial<Asked>} [more]
   * @returns {Asked}
   */
  const asked = (kind, text, more) => ({ kind, text, codes: [], near: [], whole: "", ...more });

  /**
   * @param {string} query that is neither
   * @param {Lookup} lookup
   * @param {Set<string>} usual words beside a code that ask nothing more than the code does
   * @returns {Asked}
   */
  function readLine(query, lookup, usual) {
    const text = query.split(/\s+/).join(" ");
    const pieces = text.replace(border, " ").split(/\s+/).slice(0, PIECES).map(strip).filter(Boolean);
    let [codes, rest] = codesIn(pieces, lookup);
    let telling = rest.filter((piece) => !isUsual(piece, usual));
    if (!codes.length && telling.length === 1) {
      codes = lookup.find(telling[0]).matches;
      if (codes.length) telling = [];
    }
    if (codes.length) {
      return asked(telling.length ? "words" : "code", text, { codes: [...new Set(codes)] });
    }
    return readUnknown(text, telling, lookup);
  }

  /** @param {string} piece */
  function strip(piece) {
    let [start, end] = [0, piece.length];
    while (start < end && edge.includes(piece[start])) start += 1;
    while (end > start && edge.includes(piece[end - 1])) end -= 1;
    return piece.slice(start, end);
  }

  /**
   * @param {string} piece
   * @param {Set<string>} usual
   */
  function isUsual(piece, usual) {
    const short = piece.length <= SHORT && particle.test(piece);
    return usual.has(piece.toLowerCase().replaceAll("\u2019", "'")) || !/[\p{L}\p{N}]/u.test(piece) || short;
  }

  /**
   * Codes, and the pieces that are none.
   * @param {string[]} pieces
   * @param {Lookup} lookup
   * @returns {[string[], string[]]}
   */
  function codesIn(pieces, lookup) {
    /** @type {string[]} */
    const codes = [];
    /** @type {string[]} */
    const rest = [];
    for (let at = 0; at < pieces.length; ) {
      /** @param {number} most */
      const together = (most) => {
        const text = pieces.slice(at, at + most).join(" ");
        const may = at + most <= pieces.length && (most === 1 || digits(text));
        return may ? matches(text, lookup) : [];
      };
      const size = [3, 2, 1].find((most) => together(most).length);
      const [found, left] = size ? [together(size), []] : inside(pieces[at], lookup);
      codes.push(...found);
      rest.push(...left);
      at += size ?? 1;
    }
    return [codes, rest];
  }

  /**
   * @param {string} piece
   * @param {Lookup} lookup
   * @returns {[string[], string[]]}
   */
  function inside(piece, lookup) {
    const last = name.exec(piece)?.[1];
    if (last) {
      const found = lookup.find(last).matches;
      return [found, found.length ? [] : [piece]];
    }
    const parts = piece.split(/[=:()[\]"',;<>]+/).filter(Boolean);
    if (parts.length < 2) return [[], [piece]];
    const found = parts.map((part) => matches(part, lookup));
    return [found.flat(), parts.filter((_, at) => !found[at].length)];
  }

  /**
   * @param {string} text
   * @param {Lookup} lookup
   */
  function matches(text, lookup) {
    const few = /^\p{Nd}+$/u.test(text) && Array.from(text).length < TELLING_DIGITS;
    const small = /^\p{L}+$/u.test(text) && /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
    return few || small ? [] : lookup.find(text).matches;
  }

  /**
   * @param {string} text
   * @param {string[]} telling
   * @param {Lookup} lookup
   */
  function readUnknown(text, telling, lookup) {
    const lone = loneOf(telling);
    if (lone && mayBeCode(lone)) {
      const close = near(lone, lookup);
      if (close.length) return asked("near", text, { near: close });
      return asked("words", text, { whole: mustBeKnown(lone) ? lone : "" });
    }
    const many = telling.filter((piece) => digits(piece) >= TELLING_DIGITS);
    return asked("words", text, {
      near: many.flatMap((piece) => near(piece, lookup)).slice(0, MOST_NEAR),
    });
  }

  /**
   * The only piece, or the two pieces of one code.
   * @param {string[]} telling
   */
  function loneOf(telling) {
    if (telling.length === 1) return telling[0];
    const two = telling.length === 2 && /^\p{L}+$/u.test(telling[0]) && /^\p{Nd}+$/u.test(telling[1]);
    return two && digits(telling[1]) > FEW_DIGITS ? telling.join("-") : "";
  }

  /** @param {string} piece */
  function digits(piece) {
    return (piece.match(/\p{Nd}/gu) ?? []).length;
  }

  /** @param {string} piece */
  function mayBeCode(piece) {
    return (
      digits(piece) >= FEW_DIGITS ||
      /[a-z0-9][A-Z]|[A-Z]{2}[a-z]|_/.test(piece) ||
      name.test(piece) ||
      (Array.from(piece).length >= LONG_NAME && failure.test(piece))
    );
  }

  /** @param {string} piece */
  function mustBeKnown(piece) {
    const constant = piece.includes("_") && piece.toUpperCase() === piece;
    return digits(piece) >= FEW_DIGITS || constant || failure.test(piece);
  }

  /**
   * The best first: those that begin with the same letters.
   * @param {string} piece
   * @param {Lookup} lookup
   */
  function near(piece, lookup) {
    const found = lookup.find(name.exec(piece)?.[1] ?? piece).near;
    const prefix = piece.slice(0, 3).toUpperCase();
    const other = (/** @type {string} */ code) => Number(code.slice(0, 3).toUpperCase() !== prefix);
    return found.sort((one, two) => other(one) - other(two)).slice(0, MOST_NEAR);
  }

  const api = { plain, isLong, isLog, readWhole, readLog, readLine };
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const own = ((scope.errata ??= {}).search ??= {});
  Object.assign(own, api);
  if (typeof module === "object") module.exports = api;
})();
