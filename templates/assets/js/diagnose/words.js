/**
 * The words of messages and the short texts by which a line is seen to be worth comparing, as
 * `errata.messages.match` and `errata.messages.anchors` have them in Python. One fixture,
 * `tests/diagnose`, holds both to the same answers.
 */

/**
 * @typedef {object} Masker
 * @property {(text: string) => string} mask
 * @property {(line: string) => string} stripPrefix
 */

/**
 * @typedef {object} MessageWords
 * @property {(text: string) => string[]} words lower case; those in quotation marks too
 * @property {(masked: string) => string[]} plainWords
 * @property {(words: string[]) => string[]} pairs of neighbours, a space between
 * @property {(template: string, common: Set<string>) => string[]} anchors
 * @property {RegExp} CODE in front of a message, which a log may not have
 */

"use strict";

(function () {
  const scope = /** @type {{ errata: Masker }} */ (/** @type {unknown} */ (globalThis));
  const { mask } = scope.errata;

  const PLACEHOLDER = /\{[a-z]{2,8}\}/g;
  const QUOTES = /[\x22\x27\x60«»“”‘’「」『』]/g;
  const TOKEN =
    /(?:[A-Za-z_][\p{L}\p{N}_]{0,60}[.$]){2,16}([A-Za-z_][\p{L}\p{N}_]{0,120})|([\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])|([\p{L}\p{N}][\p{L}\p{N}_]*)/gu;
  const CODE = /^[A-Z]{2,9}(?:-[A-Z0-9]{2,9}){1,4}:?(?= )/;
  // What Python takes for white space: `\s` and `trim` of JavaScript differ in a few controls.
  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
  // A text of nothing else has no volatile part, but for these words.
  const CONSTANT = /^[A-Za-z ,:;()!?_-]*$/;
  const DOUBTFUL = /localhost|xx/i;
  const MOST_WORDS = 160;
  const SHORTEST = 10;
  const WORD = 6;
  const LETTER = 2;
  const SINGLE = 3;
  const FEW = 3;
  const LEAST = 2;
  const MANY = 5;
  const ALL = 4;
  const encoder = new TextEncoder();

  /** @param {string} text */
  function words(text) {
    const bare = text.replace(QUOTES, " ");
    return plainWords(CONSTANT.test(bare) && !DOUBTFUL.test(bare) ? bare : mask(bare));
  }

  /** @param {string} masked */
  function plainWords(masked) {
    const found = [];
    for (const token of masked.replace(PLACEHOLDER, " ").toLowerCase().matchAll(TOKEN)) {
      found.push(token[1] ?? token[2] ?? token[3] ?? "");
    }
    return found;
  }

  /** @param {string[]} all */
  function pairs(all) {
    return all.slice(1).map((word, at) => `${all[at]} ${word}`);
  }

  /**
   * @param {string} template
   * @param {Set<string>} common
   */
  function anchors(template, common) {
    const pieces = template.replace(CODE, "{any}").split(PLACEHOLDER);
    const found = [];
    for (const piece of pieces) {
      const all = placed(piece, common);
      for (const [start, end] of windows(all)) found.push(piece.slice(start, end));
      if (pieces.length === 1 && FEW <= all.length && all.length < ALL && all.every((word) => word.usual)) {
        const bare = piece.replace(EDGES, "");
        found.push(`${bare}\n`, `${bare}\r\n`);
      }
    }
    return found.filter((text) => encoder.encode(text).length >= SHORTEST);
  }

  /** @typedef {{ start: number, end: number, usual: boolean, counts: number }} Placed */

  /** @param {string} piece @param {Set<string>} common */
  function placed(piece, common) {
    /** @type {Placed[]} */
    const found = [];
    for (const token of piece.matchAll(TOKEN)) {
      if (found.length === MOST_WORDS) break;
      const word = token[1] ?? token[2] ?? token[3] ?? "";
      const end = token.index + token[0].length;
      found.push({ start: end - word.length, end, usual: common.has(word.toLowerCase()), counts: counts(word) });
    }
    return found;
  }

  /** @param {string} word */
  function counts(word) {
    const letter = word.codePointAt(0) ?? 0;
    if (word.length > String.fromCodePoint(letter).length) return WORD;
    return letter > 0x3000 ? LETTER : SINGLE;
  }

  /**
   * From each word on, as few as tell.
   * @param {Placed[]} all
   * @returns {Generator<[number, number]>}
   */
  function* windows(all) {
    const there = all.reduce((sum, word) => sum + word.counts, 0);
    const few = Math.max(LEAST * WORD, Math.min(FEW * WORD, there));
    const many = Math.max(ALL * WORD, Math.min(MANY * WORD, there));
    for (const [first, begin] of all.entries()) {
      let [counted, usual] = [0, true];
      for (let next = first; next < all.length; next += 1) {
        const word = /** @type {Placed} */ (all[next]);
        counted += word.counts;
        usual &&= word.usual;
        if (counted >= many || (counted >= few && !usual)) {
          yield [begin.start, word.end];
          break;
        }
      }
    }
  }

  /** @type {MessageWords} */
  const api = { words, plainWords, pairs, anchors, CODE };
  Object.assign(scope.errata, { messageWords: api });
  if (typeof module === "object") module.exports = api;
})();
