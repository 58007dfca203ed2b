/**
 * Turns text into words as `errata.search.tokens` does in Python, where each step has its reason;
 * `tests/search/tokens.toml` holds both to the same answers.
 */

"use strict";

(function () {
  const LONGEST = 64;
  const MOST_DIGITS = 8;
  const LEAST = 4;
  const cjk =
    "\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3";
  const run = new RegExp(`([${cjk}]+)|(?:(?![${cjk}])[\\p{L}\\p{N}])+`, "gu");
  const plainRun = /()[A-Za-z0-9]+/g;
  const humps = /[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]+/g;
  const ascii = /^[\0-\x7f]*$/;

  /** @typedef {(word: string) => string} Stem */

  /**
   * What takes the endings off words.
   * @param {string} table `ending` or `ending>replacement`, parted by blanks
   * @returns {Stem}
   */
  function stemmer(table) {
    /** @type {Map<string, string>} */
    const endings = new Map();
    let longest = 0;
    for (const entry of table.split(" ").filter(Boolean)) {
      const [ending, instead] = entry.split(">");
      endings.set(ending, instead ?? "");
      longest = Math.max(longest, ending.length);
    }
    return (word) => {
      if (!longest || !/^[a-z]+$/i.test(word)) return word;
      for (let length = Math.min(longest, word.length - 1); length > 0; length -= 1) {
        const instead = endings.get(word.slice(-length));
        const left = word.length - length + (instead?.length ?? -word.length);
        if (left >= LEAST) return word.slice(0, -length) + instead;
      }
      return word;
    };
  }

  /**
   * The words of a text in reading order.
   * @param {string} text
   * @param {Stem} stem
   * @returns {string[]}
   */
  function words(text, stem) {
    const plain = text.normalize("NFKC");
    /** @type {string[]} */
    const found = [];
    const keep = (/** @type {string} */ word) => isKept(word) && found.push(word);
    let [before, end, name] = ["", -1, ""];
    for (const match of plain.matchAll(ascii.test(plain) ? plainRun : run)) {
      const [word, pairs] = match;
      const joint = end < 0 ? "" : plain.slice(end, match.index);
      if (name && (joint !== "_" || pairs)) keep(cut(name, LONGEST));
      if (pairs) {
        name = "";
        for (let at = 0; at < Math.max(1, word.length - 1); at += 1) found.push(word.slice(at, at + 2));
      } else {
        name = joint === "_" && before ? cut((name || fold(before)) + fold(word), LONGEST) : "";
        forms(word, stem).forEach(keep);
        const dashed = /^[-\u2010-\u2014\u2212]$/.test(joint);
        if (dashed && /^[A-Za-z]{2,12} [0-9]{3,8}$/.test(`${before} ${word}`)) {
          found.push(before.toLowerCase() + word);
        }
      }
      before = pairs ? "" : word;
      end = match.index + word.length;
    }
    if (name) keep(cut(name, LONGEST));
    return found;
  }

  /**
   * Word -> as it is spelled; whole words alone.
   * @param {string} text
   * @param {Stem} stem
   */
  function spellings(text, stem) {
    const runs = Array.from(text.normalize("NFKC").matchAll(run)).filter(([, pairs]) => !pairs);
    const spelled = runs.map(([word]) => cut(fold(word), LONGEST));
    return new Map(spelled.map((word) => [stem(word), word]));
  }

  /**
   * A word and its parts.
   * @param {string} word
   * @param {Stem} stem
   */
  function forms(word, stem) {
    const parts = ascii.test(word) && /[A-Z]/.test(word) ? (word.match(humps) ?? []) : [];
    return [word, ...(parts.length > 1 ? parts : [])].map((form) => stem(cut(fold(form), LONGEST)));
  }

  /** @param {string} word */
  function isKept(word) {
    if (word.length < 2) return !ascii.test(word);
    return word.length <= MOST_DIGITS || word.replace(/[^0-9]+/g, "").length <= MOST_DIGITS;
  }

  /**
   * Small letters without accents.
   * @param {string} word
   */
  function fold(word) {
    const lower = word.toLowerCase();
    if (ascii.test(lower)) return lower;
    const apart = lower.replace(/ß/g, "ss").normalize("NFD");
    return apart.replace(/[\u0300-\u036f]+/g, "").normalize("NFC");
  }

  /**
   * Counts code points, as Python does.
   * @param {string} text
   * @param {number} most
   */
  function cut(text, most) {
    return text.length <= most ? text : Array.from(text.slice(0, 2 * most)).slice(0, most).join("");
  }

  const api = { words, spellings, stemmer, cut, cjk };
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const own = ((scope.errata ??= {}).search ??= {});
  Object.assign(own, api);
  if (typeof module === "object") module.exports = api;
})();
