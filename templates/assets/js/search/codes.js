/**
 * Finds the code that a reader means, however they write it, and the codes that look like it: as
 * `errata.codes.lookup` does in Python, where each step has its reason.
 */

"use strict";

(function () {
  const MOST_NEAR = 8;
  const MOST_BEGUN = 5;
  const SHORTEST_BEGUN = 3;
  const LONGEST = 300;
  const SHORTEST_DIGITS = 3;
  const TELLING_DIGITS = 5;

  /** @typedef {{ near: string[], matches: string[] }} Found */

  /**
   * The codes of an index, by every way of writing them.
   * @param {string[]} codes sorted
   */
  function lookup(codes) {
    const places = new Map(codes.map((code, place) => [code, place]));
    const keys = codes.map(keyOf);
    const byKey = group(keys.map((key) => [key]));
    const byPart = group(codes.map(parts));
    const alike = keys.map(confusable);

    /** @param {Iterable<number>} found */
    const sorted = (found) => [...new Set(found)].sort((one, other) => one - other).map((at) => codes[at]);

    /**
     * @param {string} text
     * @returns {Found}
     */
    function find(text) {
      if (Array.from(text).length > LONGEST) return { near: [], matches: [] };
      const bare = text.trim();
      if (places.has(bare)) return { near: [], matches: [bare] };
      const key = keyOf(bare);
      const unglued = key.replace(/^[AP]M(?=[A-Z]{3}\p{Nd})/u, "");
      const found = byKey.get(key) ?? byPart.get(key) ?? byKey.get(unglued) ?? [];
      const matches = sorted(key ? found : []);
      // Only when it is read: of a long text, every piece is looked up.
      return { matches, get near() { return matches.length ? [] : close(key); } };
    }

    /**
     * Other codes of the same family at one slip of the hand.
     * @param {string} code
     * @returns {string[]} sorted
     */
    function near(code) {
      return close(keyOf(code.slice(0, LONGEST)), places.get(code));
    }

    /**
     * @param {string} key
     * @param {number} [but] the place of the code itself
     */
    function close(key, but) {
      if (!key) return [];
      const wanted = confusable(key);
      const slips = alike.map((known, at) => (at === but ? 2 : slip(wanted, known)));
      const same = slips.includes(0) ? 0 : 1;
      const found = [...keys.keys()].filter((at) => slips[at] <= same && sameFamily(wanted, keys[at], alike[at]));
      const digits = key.replace(/\P{Nd}+/gu, "");
      if (digits.length >= TELLING_DIGITS) found.push(...(byPart.get(digits) ?? []));
      return sorted(found.filter((at) => at !== but)).slice(0, MOST_NEAR);
    }

    /**
     * Codes that begin so, while one is being typed; none for what may be an ordinary word.
     * @param {string} text
     * @returns {string[]} at most five, sorted
     */
    function complete(text) {
      const key = keyOf(text.slice(0, LONGEST));
      if (key.length < SHORTEST_BEGUN || !/[\p{Nd}_-]|\p{Ll}\p{Lu}/u.test(text)) return [];
      return codes.filter((_, at) => keys[at].startsWith(key) && keys[at] !== key).slice(0, MOST_BEGUN);
    }

    return { find, near, complete };
  }

  /**
   * @param {Iterable<string>[]} keys of each code
   * @returns {Map<string, number[]>}
   */
  function group(keys) {
    /** @type {Map<string, number[]>} */
    const found = new Map();
    keys.forEach((own, place) => {
      for (const key of own) if (key) found.set(key, [...(found.get(key) ?? []), place]);
    });
    return found;
  }

  /**
   * Capitals and digits alone.
   * @param {string} text
   */
  function keyOf(text) {
    return text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "").toUpperCase();
  }

  /**
   * Other keys of a code: its digits alone, and what follows its prefix.
   * @param {string} code
   */
  function parts(code) {
    const digits = code.replace(/\P{Nd}+/gu, "");
    const at = code.search(/[^A-Za-z0-9]/);
    const tail = keyOf(code.slice(at + 1));
    return new Set([
      digits.length >= SHORTEST_DIGITS ? digits : "",
      tail.length >= SHORTEST_DIGITS && /\p{Nd}/u.test(tail) ? tail : "",
    ]);
  }

  /**
   * With the letters that are taken for digits made digits.
   * @param {string} key
   */
  function confusable(key) {
    return key.replace(/O/g, "0").replace(/[IL]/g, "1");
  }

  /**
   * Whether the letters before a code's first digit are those of the text, too.
   * @param {string} wanted
   * @param {string} known
   * @param {string} alike the same, with letters made digits
   */
  function sameFamily(wanted, known, alike) {
    const prefix = /^(?:(?!\p{Nd})[\p{L}\p{N}])*/u.exec(known)?.[0].length;
    return wanted.slice(0, prefix) === alike.slice(0, prefix);
  }

  /**
   * How many slips of the hand apart: 0, 1, or 2 for more. A slip is a letter too few, too many or
   * another, or two changed over (optimal string alignment).
   * @param {string} one
   * @param {string} other
   */
  function slip(one, other) {
    if (one === other) return 0;
    if (one.length > other.length) return slip(other, one);
    const more = other.length - one.length;
    if (more > 1) return 2;
    let at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    const swapped = !more && one[at] === other[at + 1] && one[at + 1] === other[at];
    const alike = one.slice(at + 1 - more) === other.slice(at + 1);
    return alike || (swapped && one.slice(at + 2) === other.slice(at + 2)) ? 1 : 2;
  }

  const api = { lookup, slip, keyOf };
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const own = ((scope.errata ??= {}).search ??= {});
  Object.assign(own, api);
  if (typeof module === "object") module.exports = api;
})();
