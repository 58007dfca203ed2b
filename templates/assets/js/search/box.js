/**
 * The search box: suggestions while the reader types, as a combobox with a listbox (WAI-ARIA APG).
 * An option is a link, so that a click, a touch and the middle button do what they do on every link.
 */

"use strict";

(function () {
  /**
   * @typedef {{text: string, mark: boolean}} Piece
   * @typedef {{number: string, title: string, href: string, products: string[], updated: string, excerpt: Piece[]}} Hit
   * @typedef {{code: string, href: string, message: string, family: string, meaning: string, solution: string, articles: string[]}} Card
   * @typedef {{query: string, kind: string, cards: Card[], near: {code: string, href: string}[], hits: Hit[],
   *   total: number, facets: {products: [string, number][]}, page: number, pages: number}} Answer
   * @typedef {{ask: (query: string, options?: {typing?: boolean}) => Promise<Answer>,
   *   complete: (query: string) => Promise<Card[]>}} Searcher
   * @typedef {{base: string, locale: string}} Place
   */

  const WAIT = 80;
  const SHOWN = 6;
  const LONGEST = 6000;

  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const errata = scope.errata ?? (scope.errata = {});
  errata.modules ??= {};

  /** @type {Map<string, Searcher>} */
  const searchers = new Map();
  let boxes = 0;

  /**
   * One searcher a place, whoever asks.
   * @param {HTMLElement} element with `data-root` and `data-locale`
   * @returns {Searcher}
   */
  function searcher({ dataset: { root = "", locale = "" } }) {
    const key = `${locale} ${root}`;
    const found = searchers.get(key) ?? errata.searcher({ base: root, locale });
    searchers.set(key, found);
    return found;
  }

  /**
   * The query string of a state, short enough for every server.
   * @param {{ [key: string]: string }} state
   * @returns {string}
   */
  function address(state) {
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(state)) if (value) parameters.set(key, fit(value));
    return `?${parameters}`;
  }

  /**
   * Cut so that every server takes it in an address.
   * @param {string} value
   */
  function fit(value) {
    let text = value.slice(0, LONGEST);
    while (`${new URLSearchParams({ text })}`.length > LONGEST) text = text.slice(0, text.length * 0.7);
    return text;
  }

  /**
   * How many there are, in the words of the interface.
   * @param {number} n
   * @param {HTMLElement} element with `data-none` and `data-count-<plural form>`
   * @returns {string}
   */
  function count(n, { dataset }) {
    if (!n) return dataset.none ?? "";
    const tag = dataset.intl || dataset.locale;
    const form = new Intl.PluralRules(tag).select(n);
    const text = dataset[`count${form[0].toUpperCase()}${form.slice(1)}`] ?? dataset.countOther ?? "{n}";
    return text.replace("{n}", n.toLocaleString(tag));
  }

  /**
   * @param {string} tag
   * @param {{ [name: string]: string }} attributes
   * @param {(Node | string)[]} children
   * @returns {HTMLElement}
   */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /**
   * How an element is marked whose words may be of another language than those around it.
   * @param {string} [lang]
   * @returns {{ [name: string]: string }}
   */
  const spoken = (lang) => (lang ? { lang, dir: "auto" } : {});

  /** @param {HTMLElement} form */
  function mount(form) {
    const data = form.dataset;
    const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    const id = `errata-options-${(boxes += 1)}`;
    const list = make("div", { role: "listbox", id, "aria-label": form.querySelector("label")?.textContent?.trim() ?? "" });
    const nothing = make("p", { class: "meta" }, data.none ?? "");
    const popup = make("div", { class: "suggestions", hidden: "" }, list, nothing);
    const status = make("p", { role: "status", class: "unseen" });
    const lines = make("p", { class: "search-lines", hidden: "" }, make("a", { href: data.diagnose ?? "" }, data.lines ?? ""));
    form.append(popup, lines, status);
    let asked = 0;
    let active = -1;
    let timer = 0;
    let composing = false;
    let log = "";

    /** @returns {HTMLAnchorElement[]} */
    const options = () => Array.from(list.children, (child) => /** @type {HTMLAnchorElement} */ (child));
    const isOpen = () => !popup.hidden;

    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": id,
      "aria-expanded": "false",
      "aria-keyshortcuts": "/ Control+K Meta+K",
    })) {
      input.setAttribute(name, value);
    }

    /** @param {boolean} open */
    function toggle(open) {
      popup.hidden = !open;
      list.hidden = !list.children.length;
      nothing.hidden = !list.hidden;
      input.setAttribute("aria-expanded", String(open && !list.hidden));
      if (!open) activate(-1);
    }

    /** @param {number} index */
    function activate(index) {
      const all = options();
      all[active]?.setAttribute("aria-selected", "false");
      active = index;
      const chosen = all[index];
      if (chosen) {
        chosen.setAttribute("aria-selected", "true");
        chosen.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", chosen.id);
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    /**
     * @param {string} href
     * @param {string} title
     * @param {string} more
     * @param {{ title?: string, more?: string }} languages where they are not the interface's words
     */
    function option(href, title, more, languages = {}) {
      const name = `${id}-${list.children.length}`;
      const attributes = { role: "option", id: name, href, tabindex: "-1", "aria-selected": "false" };
      const told = more ? [make("small", spoken(languages.more), more)] : [];
      list.append(make("a", attributes, make("span", spoken(languages.title), title), " ", ...told));
    }

    /**
     * @param {Answer} answer
     * @param {Card[]} begun codes that begin with what is typed
     */
    function show(answer, begun) {
      const root = data.root ?? "";
      active = -1;
      list.replaceChildren();
      const codes = new Map([...answer.cards, ...begun].map((card) => [card.code, card]));
      for (const card of codes.values()) option(root + card.href, card.code, card.message || card.meaning, { more: card.message ? "" : "en" });
      for (const { code, href } of answer.near.filter((near) => !codes.has(near.code))) option(root + href, (data.near ?? "{code}").replace("{code}", code), "");
      for (const hit of answer.hits.slice(0, SHOWN)) {
        option(root + hit.href, hit.title, [hit.number, ...hit.products.slice(0, 2)].join(" · "), { title: data.locale });
      }
      const total = answer.total + answer.cards.length;
      if (answer.hits.length > SHOWN) {
        option(data.search + address({ q: answer.query }), data.all ?? "", count(total, form));
      }
      activate(-1);
      status.textContent = count(list.children.length && (total || list.children.length), form);
      toggle(true);
    }

    async function ask() {
      const query = input.value.trim();
      const turn = (asked += 1);
      if (!query) {
        status.textContent = "";
        toggle(false);
        return;
      }
      try {
        const { ask: answered, complete } = searcher(form);
        const typing = !/\s$/.test(input.value);
        const [answer, begun] = await Promise.all([answered(query, { typing }), complete(query)]);
        if (turn === asked && answer.kind !== "empty") show(answer, begun);
      } catch {
        if (turn === asked) errata.fail?.(form);
      }
    }

    function later() {
      clearTimeout(timer);
      if (!composing) timer = setTimeout(() => void ask(), WAIT);
    }

    function close() {
      asked += 1;
      clearTimeout(timer);
      toggle(false);
    }

    input.addEventListener("input", () => {
      lines.hidden = true;
      later();
    });
    input.addEventListener("compositionstart", () => {
      composing = true;
    });
    input.addEventListener("compositionend", () => {
      composing = false;
      later();
    });

    input.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const many = /\S[^\S\n\r]*[\r\n]+\s*\S/u.test(text.slice(0, 100_000));
      if (!many || !data.diagnose) return;
      log = text;
      setTimeout(() => (lines.hidden = false));
    });
    // Handed over within the browser, for this tab alone; the page that reads it takes it away.
    lines.addEventListener("click", () => {
      try {
        sessionStorage.setItem("errata-log", log);
      } catch {
        // Too long or forbidden: the reader pastes it once more there.
      }
    });

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
      const last = list.children.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (event.altKey && event.key === "ArrowUp") close();
        else if (!isOpen()) void ask();
        else if (!event.altKey) activate(step(active, event.key === "ArrowDown" ? 1 : -1, last));
      } else if (event.key === "Home" || event.key === "End") {
        activate(-1);
      } else if (event.key === "Enter" && isOpen() && active >= 0) {
        event.preventDefault();
        options()[active]?.click();
      } else if (event.key === "Escape" && isOpen()) {
        event.preventDefault();
        close();
      } else if (event.key === "Tab") {
        close();
      }
    });

    form.addEventListener("submit", () => {
      close();
      input.value = fit(input.value);
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) close();
    });
    popup.addEventListener("mousedown", (event) => event.preventDefault());
    if (input.value && input.matches(":focus")) later();
  }

  /**
   * The next option in a ring that has the box itself as its first place.
   * @param {number} active -1 for the box
   * @param {number} by
   * @param {number} last
   * @returns {number}
   */
  function step(active, by, last) {
    const places = last + 2;
    return ((active + 1 + by + places) % places) - 1;
  }

  errata.modules.search = mount;
  Object.assign(errata, { searcherOf: searcher, address, count, step });
  if (typeof module === "object") module.exports = { address, count, step };
})();
