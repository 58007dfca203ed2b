/** Marks in a line the words that a query asks for. */

"use strict";

(function () {
  /** @typedef {{ text: string, mark: boolean }} Piece */

  /**
   * @param {string} line
   * @param {Set<string>} asked words as `tokenize` makes them
   * @param {(word: string) => string} stem
   * @returns {Piece[]} the line in pieces
   */
  function excerpt(line, asked, stem) {
    const { words, cjk } = own;
    const parts = new RegExp(`([${cjk}])|(?:(?![${cjk}])[\\p{L}\\p{N}])+|[^\\p{L}\\p{N}]+`, "gu");
    /** @type {Piece[]} */
    const pieces = [];
    for (const { 0: text, 1: letter, index } of line.matchAll(parts)) {
      const pairs = [line.slice(index - 1, index + 1), line.slice(index, index + 2), text];
      const mark = (letter ? pairs : words(text, stem)).some((/** @type {string} */ word) => asked.has(word));
      const last = pieces.at(-1);
      if (last && last.mark === mark) last.text += text;
      else pieces.push({ text, mark });
    }
    return pieces;
  }

  const api = { excerpt };
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const own = ((scope.errata ??= {}).search ??= {});
  Object.assign(own, api);
  if (typeof module === "object") module.exports = api;
})();
