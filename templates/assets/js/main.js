/**
 * On every page: mounts each `[data-module]` once its scripts are there, and `/` and Ctrl/Cmd-K lead
 * to the search box. A module's file adds `errata.modules.<name>`, a function of the element.
 *
 * `data-scripts` names files beside this one. They are loaded at once, or for a form, which works
 * without them, when the reader comes to it.
 */

"use strict";

(function () {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const scope = /** @type {{ errata?: Errata }} */ (/** @type {unknown} */ (globalThis));
  const errata = (scope.errata ??= /** @type {Errata} */ ({}));
  /** @typedef {{ modules: { [name: string]: (element: HTMLElement) => void }, load: typeof load, fail: typeof fail }} Errata */
  errata.modules ??= {};
  errata.load = load;
  errata.fail = fail;

  /** @type {Map<string, Promise<void>>} */
  const loaded = new Map();

  /**
   * Loads scripts beside this one, in order, each once.
   * @param {string} names without their endings, apart by blanks
   * @returns {Promise<unknown>}
   */
  function load(names) {
    return Promise.all(names.split(" ").filter(Boolean).map(script));
  }

  /** @param {string} name */
  function script(name) {
    let promise = loaded.get(name);
    if (!promise) {
      promise = new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.async = false;
        element.onload = () => resolve();
        element.onerror = () => {
          loaded.delete(name);
          reject(new Error(`${name}.js could not be loaded`));
        };
        element.src = new URL(`${name}.js`, own).href;
        document.head.append(element);
      });
      loaded.set(name, promise);
    }
    return promise;
  }

  /** @param {HTMLElement} element */
  async function mount(element) {
    try {
      await load(element.dataset.scripts ?? "");
      errata.modules[element.dataset.module ?? ""]?.(element);
    } catch {
      fail(element);
    }
  }

  /**
   * Says in the element, once, that its scripts could not be loaded.
   * @param {HTMLElement} element
   */
  function fail(element) {
    if (!element.dataset.failed || element.querySelector("[data-failure]")) return;
    const note = document.createElement("p");
    note.className = "notice";
    note.dataset.failure = "";
    note.setAttribute("role", "alert");
    note.textContent = element.dataset.failed;
    element.append(note);
  }

  for (const element of document.querySelectorAll("[data-module]")) {
    if (element instanceof HTMLFormElement) {
      element.action = element.dataset.search ?? element.action;
      element.addEventListener("focusin", () => void mount(element), { once: true });
      if (element.contains(document.activeElement)) void mount(element);
    } else if (element instanceof HTMLElement) {
      soon(element);
    }
  }

  /**
   * At once; one with `data-later` after the page is painted, unless something was asked.
   * @param {HTMLElement} element
   */
  function soon(element) {
    const waits = "later" in element.dataset && !location.search && !document.hidden;
    if (waits) requestAnimationFrame(() => setTimeout(() => void mount(element), 100));
    else void mount(element);
  }

  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    const command = event.ctrlKey || event.metaKey;
    const slash = event.key === "/" && !command && !event.altKey && !typing(target) && wanted();
    if (event.isComposing || !(slash || (event.key === "k" && command && !event.altKey))) return;
    const box = document.querySelector("form[role=search] input");
    if (!(box instanceof HTMLInputElement)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  /** Whether `/` searches: the search page can turn it off (WCAG 2.2, 2.1.4). */
  function wanted() {
    try {
      return localStorage.getItem("errata-slash") !== "off";
    } catch {
      return true;
    }
  }

  /** @param {HTMLElement} target */
  function typing(target) {
    return target.isContentEditable || target.matches?.("input, textarea, select");
  }
})();
