/**
 * The codes that an unknown one may be meant for, as `errata.codes.lookup.CodeLookup.near` finds them:
 * of the same family and at one slip of the hand.
 */

"use strict";

(function () {
  const MOST_NEAR = 8;
  const LONGEST = 300;
  const TELLING_DIGITS = 5;
  const SHORTEST_DIGITS = 3;

  /** @param {string} text */
  function keyOf(text) {
    return text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "").toUpperCase();
  }

  /**
   * With the letters that are taken for digits made digits.
   * @param {string} key
   */
  function confusable(key) {
    return key.replace(/[OIL]/g, (letter) => (letter === "O" ? "0" : "1"));
  }

  /**
   * @param {string[]} codes sorted
   * @returns {(code: string) => string[]} sorted
   */
  function nearCodes(codes) {
    const known = codes.map((code) => ({ code, key: confusable(keyOf(code)), parts: partsOf(code) }));
    return (code) => {
      const own = keyOf(code.slice(0, LONGEST));
      const wanted = confusable(own);
      const others = known.filter((item) => item.code !== code);
      const close = others.filter((item) => slips(wanted, item.key));
      const same = close.filter((item) => item.key === wanted);
      const found = new Set((same.length ? same : close).filter((item) => sameFamily(wanted, item)).map((item) => item.code));
      const digits = own.replace(/[^0-9]/g, "");
      if (digits.length >= TELLING_DIGITS) {
        for (const item of others) if (item.parts.has(digits)) found.add(item.code);
      }
      return own ? [...found].sort().slice(0, MOST_NEAR) : [];
    };
  }

  /** @param {string} code */
  function partsOf(code) {
    const digits = code.replace(/[^0-9]/g, "");
    const tail = keyOf(code.replace(/^[A-Za-z0-9]*[^A-Za-z0-9]/, ""));
    const parts = new Set(digits.length >= SHORTEST_DIGITS ? [digits] : []);
    if (tail.length >= SHORTEST_DIGITS && /[0-9]/.test(tail)) parts.add(tail);
    return parts;
  }

  /** @param {string} wanted @param {{ code: string, key: string }} item */
  function sameFamily(wanted, item) {
    const letters = /^\p{L}+/u.exec(keyOf(item.code))?.[0].length ?? 0;
    return wanted.slice(0, letters) === item.key.slice(0, letters);
  }

  /**
   * Whether two texts are one insertion, deletion, change or exchange of neighbours apart, or none.
   * @param {string} one
   * @param {string} two
   */
  function slips(one, two) {
    if (Math.abs(one.length - two.length) > 1) return false;
    let start = 0;
    while (start < one.length && one[start] === two[start]) start += 1;
    const [left, right] = [one.slice(start), two.slice(start)];
    return (
      left.slice(1) === right.slice(1) ||
      left.slice(1) === right ||
      left === right.slice(1) ||
      (left.length > 1 && left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
    );
  }

  const api = { nearCodes };
  const scope = /** @type {{ errata?: object }} */ (/** @type {unknown} */ (globalThis));
  scope.errata = Object.assign(scope.errata ?? {}, api);
  if (typeof module === "object") module.exports = api;
})();
