/** The words of the page that reads logs, in its language, as its template gives them. */

/**
 * @typedef {object} Wording
 * @property {(name: string, values?: { [name: string]: string }) => string} say
 * @property {(name: string, n: number) => string} count in the plural form of the language
 * @property {(bytes: number) => string} size
 * @property {(n: number) => string} number
 * @property {(share: number) => string} percent
 * @property {(first: number, last: number) => string} extent of lines
 * @property {string} base address of the site's root
 */

"use strict";

(function () {
  /**
   * @param {HTMLElement} root
   * @returns {Wording}
   */
  function wording(root) {
    const words = /** @type {{ [name: string]: string }} */ (JSON.parse(root.dataset.words ?? "{}"));
    const forms = /** @type {{ [name: string]: [string, string][] }} */ (JSON.parse(root.dataset.forms ?? "{}"));
    const language = root.dataset.intl || document.documentElement.lang;
    const plural = new Intl.PluralRules(language);
    const numbers = new Intl.NumberFormat(language);
    const shares = new Intl.NumberFormat(language, { style: "percent" });

    /** @param {string} text @param {{ [name: string]: string }} values */
    const filled = (text, values) => text.replace(/\{(\w+)\}/g, (found, key) => values[key] ?? found);

    /** @type {Wording["say"]} */
    const say = (name, values = {}) => filled(words[name] ?? "", values);

    /** @type {Wording["count"]} */
    function count(name, n) {
      const known = new Map(forms[name] ?? []);
      return filled(known.get(plural.select(n)) ?? known.get("other") ?? "", { n: numbers.format(n) });
    }

    /** @type {Wording["size"]} */
    function size(bytes) {
      const [unit, one] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
      const sizes = new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 });
      return sizes.format(bytes / one);
    }

    /** @type {Wording["extent"]} */
    function extent(first, last) {
      const values = { first: numbers.format(first), last: numbers.format(last) };
      return say(first === last ? "line" : "extent", values);
    }

    return {
      say,
      count,
      size,
      extent,
      number: (n) => numbers.format(n),
      percent: (share) => shares.format(share),
      base: root.dataset.root ?? "",
    };
  }

  const api = { wording };
  const scope = /** @type {{ errata?: object }} */ (/** @type {unknown} */ (globalThis));
  scope.errata = Object.assign(scope.errata ?? {}, api);
  if (typeof module === "object") module.exports = api;
})();
