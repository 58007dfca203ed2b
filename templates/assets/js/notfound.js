/**
 * On the page of an address that does not exist: offers to search for what the address names, such
 * as the number of an article that is gone, or the words of a title.
 */

"use strict";

(function () {
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const LONGEST = 100;
  const SHORTEST = 3;

  scope.errata.modules.notfound = (/** @type {HTMLElement} */ element) => {
    const form = document.querySelector("form[role=search]");
    const asked = named(location.pathname);
    if (!(form instanceof HTMLFormElement) || !form.dataset.search || !asked) return;
    const link = document.createElement("a");
    link.href = `${form.dataset.search}?q=${encodeURIComponent(asked)}`;
    link.textContent = (element.dataset.ask ?? "").replace("{asked}", () => asked);
    element.append(link);
    element.hidden = false;
  };

  /**
   * What the last part of an address says; nothing where that is a locale or this page itself.
   * @param {string} path
   */
  function named(path) {
    const last = path.split("/").filter((part) => part && part !== "index.html").pop() ?? "";
    const text = decoded(last).replace(/\.(?:html?|php|aspx?|jsp|md|json)$/i, "");
    if (text === "404" || /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i.test(text)) return "";
    const asked = words(text).slice(0, LONGEST).trim();
    return asked.length < SHORTEST ? "" : asked;
  }

  /** @param {string} part */
  function decoded(part) {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  }

  /**
   * A title's words stand apart; the hyphens of a code or a number are its own.
   * @param {string} text
   */
  function words(text) {
    const parts = text.split(/[-+\s]+/);
    return /\d/.test(text) && parts.length <= 3 ? text : parts.join(" ");
  }
})();
