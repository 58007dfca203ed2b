/**
 * The search box for pages of other sites: `<errata-search locale="en"></errata-search>` after this
 * one script. It lives in a shadow tree, asks the same index, and its suggestions lead to this site.
 *
 * Attributes: `base` (the help site's root; by default where this script comes from) and `locale`. Its words are
 * those of the help site in that locale; attributes say others: `label`, `button`, `results` (with `{n}`), `result`,
 * `nothing`, `near` (with `{code}`), `all`, `failed`.
 * Parts for styling from outside: `form`, `input`, `button`.
 */

"use strict";

(function () {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const errata = scope.errata ?? (scope.errata = {});
  errata.modules ??= {};

  /**
   * As `errata.outputs.search_words` writes them.
   * @typedef {{ lang: string, dir: string, intl: string, label: string, button: string, all: string, nothing: string,
   *   near: string, failed: string, counts: { [form: string]: string } }} Words
   */
  /** @type {Words} until the site's own are there */
  const ENGLISH = {
    lang: "en",
    dir: "ltr",
    intl: "en",
    label: "Search for an error code, a message or words",
    button: "Search",
    all: "All results",
    nothing: "Nothing found",
    near: "Did you mean {code}?",
    failed: "The search could not be loaded.",
    counts: { one: "{n} result", other: "{n} results" },
  };
  /** @type {Map<string, Words>} file of words -> what it says */
  const said = new Map();
  errata.say = (/** @type {Words} */ words) => {
    if (document.currentScript instanceof HTMLScriptElement) said.set(document.currentScript.src, words);
  };

  const SCRIPTS = "search/engine search/box";
  const STYLE = [
    ":host { color-scheme: inherit; display: block; font: inherit; --accent: light-dark(#0b57a4, #8cbcf5); }",
    "* { box-sizing: border-box; font: inherit; }",
    "form { display: flex; flex-wrap: wrap; gap: 0.4rem; position: relative; }",
    "label { flex: 1 1 10rem; min-inline-size: 0; }",
    "input, button {",
    "background: light-dark(#fff, #16181b); border: 1px solid light-dark(#7b8187, #80878e); border-radius: 0.3rem;",
    "color: light-dark(#1d2023, #e4e5e6); min-block-size: 2.5rem; padding: 0.3rem 0.8rem;",
    "}",
    "input { appearance: none; inline-size: 100%; }",
    "button { cursor: pointer; }",
    ":focus-visible { outline: 0.2rem solid var(--accent); }",
    ".suggestions {",
    "background: light-dark(#fff, #16181b); border: 1px solid light-dark(#7b8187, #80878e); border-radius: 0.3rem;",
    "box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 25%); color: light-dark(#1d2023, #e4e5e6); inset-block-start: calc(100% + 0.3rem);",
    "inset-inline: 0; max-block-size: min(30rem, 70vh); overflow-y: auto; position: absolute; z-index: 10;",
    "}",
    ".suggestions p { margin: 0; padding: 0.6rem 0.9rem; }",
    ".suggestions a { color: inherit; display: block; overflow-wrap: anywhere; padding: 0.55rem 0.9rem; text-decoration: none; }",
    ".suggestions a > :first-child { color: var(--accent); }",
    ".suggestions small { color: light-dark(#565c62, #a6adb4); display: block; font-size: 0.875em; }",
    '.suggestions :is(a:hover, [aria-selected="true"]) { background: light-dark(#f0f0ec, #2a2e33); }',
    '.suggestions [aria-selected="true"] { outline: 0.15rem solid var(--accent); outline-offset: -0.15rem; }',
    ".notice, .search-lines { flex-basis: 100%; margin: 0; }",
    ".unseen { block-size: 1px; clip-path: inset(50%); inline-size: 1px; overflow: hidden; position: absolute; white-space: nowrap; }",
    "[hidden] { display: none; }",
  ].join(" ");

  /** @type {Map<string, Promise<unknown>>} */
  const loaded = new Map();

  /** As in main.js: scripts of this site, in order, each once. */
  errata.load ??= (/** @type {string} */ names) => Promise.all(names.split(" ").map(script));

  /** @param {string} name */
  function script(name) {
    return once(new URL(`../${name}.js`, own).href);
  }

  /** @param {string} source */
  function once(source) {
    const promise = loaded.get(source) ?? append(source);
    loaded.set(source, promise);
    return promise;
  }

  /**
   * @param {string} source
   * @returns {Promise<unknown>}
   */
  function append(source) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.async = false;
      element.charset = "utf-8";
      element.onload = resolve;
      element.onerror = () => {
        loaded.delete(source);
        reject(new Error(`${source} could not be loaded`));
      };
      element.src = source;
      document.head.append(element);
    });
  }

  errata.fail ??= (/** @type {HTMLElement} */ form) => {
    if (form.querySelector("[role=alert]")) return;
    const note = document.createElement("p");
    note.className = "notice";
    note.setAttribute("role", "alert");
    note.textContent = form.dataset.failed ?? "";
    form.append(note);
  };

  class ErrataSearch extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      const root = this.attachShadow({ mode: "open", delegatesFocus: true });
      root.adoptedStyleSheets = [sheet];
      const form = this.form();
      root.append(form);
      this.say(form, ENGLISH);
      const spoken = this.speak(form);
      form.addEventListener("focusin", () => void this.mount(form, spoken), { once: true });
    }

    /** @param {HTMLFormElement} form @param {Promise<void>} spoken */
    async mount(form, spoken) {
      try {
        await Promise.all([errata.load(SCRIPTS), spoken]);
        errata.modules.search(form);
      } catch {
        errata.fail(form);
      }
    }

    /**
     * Says everything in the help site's words, where it has them: those of an older one are English.
     * @param {HTMLFormElement} form
     */
    async speak(form) {
      const { root = "", locale = "" } = form.dataset;
      const source = `${root}${locale}/search/words.js`;
      await once(source).catch(() => undefined);
      const words = said.get(source);
      if (words) this.say(form, words);
    }

    /** @param {HTMLFormElement} form @param {Words} words */
    say(form, words) {
      const word = (/** @type {keyof Words} */ name) => this.getAttribute(name) ?? String(words[name]);
      const [one, other] = [this.getAttribute("result"), this.getAttribute("results")];
      const counts = { ...(other ? { other } : words.counts), ...(one ? { one } : {}) };
      for (const name of Object.keys(form.dataset)) if (name.startsWith("count")) delete form.dataset[name];
      for (const [name, text] of Object.entries(counts)) form.dataset[`count${name[0]?.toUpperCase()}${name.slice(1)}`] = text;
      const { lang, dir, intl } = words;
      Object.assign(form, { lang, dir });
      Object.assign(form.dataset, { intl, all: word("all"), none: word("nothing"), near: word("near"), failed: word("failed") });
      const [input, label, button] = [form.querySelector("input"), form.querySelector("span"), form.querySelector("button")];
      if (input) input.placeholder = word("label");
      if (label) label.textContent = word("label");
      if (button) button.textContent = word("button");
    }

    form() {
      const given = this.getAttribute("base") ?? new URL("../../../", own).href;
      const root = new URL(given, document.baseURI).href.replace(/\/?$/u, "/");
      const locale = this.getAttribute("locale") ?? "en";
      const form = document.createElement("form");
      form.setAttribute("role", "search");
      form.setAttribute("part", "form");
      form.action = `${root}${locale}/search/index.html`;
      Object.assign(form.dataset, { root, locale, search: form.action });
      const input = document.createElement("input");
      Object.assign(input, { type: "search", name: "q", dir: "auto", maxLength: 16384, autocomplete: "off", spellcheck: false });
      input.setAttribute("part", "input");
      const label = document.createElement("label");
      const words = document.createElement("span");
      words.className = "unseen";
      label.append(words, input);
      const button = document.createElement("button");
      button.setAttribute("part", "button");
      form.append(label, button);
      return form;
    }
  }

  if (!customElements.get("errata-search")) customElements.define("errata-search", ErrataSearch);
})();
