/**
 * The search page: answers as the reader types, their state in the address, the last searches kept in
 * this browser. Every text comes in as a text node, every link from the index alone.
 */

"use strict";

(function () {
  const WAIT = 150;
  const KEPT = 8;
  const STORED = "errata-searches";
  const PLAIN = /^[\w%.~-]+(?:\/[\w%.~-]+)*$/u;

  const scope = /** @type {{ errata: any }} */ (/** @type {unknown} */ (globalThis));
  const errata = scope.errata ?? (scope.errata = {});
  errata.modules ??= {};

  /** @typedef {{ q: string, product: string, kind: string, page: string }} State */

  /**
   * What an address asks for.
   * @param {string} search
   * @returns {State & { go: boolean }}
   */
  function read(search) {
    const parameters = new URLSearchParams(search);
    const get = (/** @type {string} */ name) => parameters.get(name) ?? "";
    const page = Math.min(Math.max(Number.parseInt(get("page"), 10) || 1, 1), 9999);
    const kind = ["article", "code"].includes(get("kind")) ? get("kind") : "";
    const q = get("q").slice(0, 16_384);
    return { q, product: get("product").slice(0, 200), kind, page: page > 1 ? String(page) : "", go: get("go") === "1" };
  }

  /**
   * Newest first, each once.
   * @param {string[]} kept
   * @param {string} query
   * @returns {string[]}
   */
  function remember(kept, query) {
    const text = query.trim().slice(0, 200);
    return text ? [text, ...kept.filter((old) => old !== text)].slice(0, KEPT) : kept;
  }

  /**
   * The last searches; none where the browser keeps nothing, or something else.
   * @returns {string[]}
   */
  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORED) ?? "[]");
      return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, KEPT) : [];
    } catch {
      return [];
    }
  }

  /** @param {string[]} searches */
  function store(searches) {
    try {
      localStorage.setItem(STORED, JSON.stringify(searches));
    } catch {
      // Storage is full or forbidden: the history is a comfort, not a promise.
    }
  }

  /** @param {HTMLElement} root */
  function mount(root) {
    /** @type {(selector: string, from?: ParentNode) => HTMLElement} */
    const find = (selector, from = root) => /** @type {HTMLElement} */ (from.querySelector(selector));
    const form = find("form");
    const input = /** @type {HTMLInputElement} */ (find("input"));
    const results = find("[data-results]");
    const product = /** @type {HTMLSelectElement} */ (find("[data-product]"));
    const title = document.title;
    const base = root.dataset.root ?? "";
    let state = read(location.search);
    let asked = 0;
    let timer = 0;

    /** @param {string} name */
    function part(name) {
      const template = /** @type {HTMLTemplateElement} */ (find(`template[data-part=${name}]`));
      return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    }

    /**
     * @param {HTMLElement} element
     * @param {string} text
     */
    function fill(element, text) {
      element.textContent = text;
      return Boolean(text);
    }

    /** @param {any} card */
    function showCard(card) {
      const shown = part("card");
      for (const link of shown.querySelectorAll("a")) link.href = base + card.href;
      fill(find("[data-code]", shown), card.code);
      find("[data-message]", shown).hidden = !fill(find("[data-message] code", shown), card.message);
      fill(find("[data-family]", shown), card.meaning ? `${card.family} ·` : card.family);
      fill(find("[data-meaning]", shown), card.meaning);
      find("[data-solution]", shown).hidden = !fill(find("[data-solution] span", shown), card.solution);
      return shown;
    }

    /** @param {any} hit */
    function showHit(hit) {
      const shown = part("hit");
      const link = /** @type {HTMLAnchorElement} */ (find("a", shown));
      link.href = base + hit.href;
      link.textContent = hit.title;
      for (const { text, mark } of hit.excerpt) {
        const piece = document.createElement("mark");
        piece.textContent = text;
        find("[data-excerpt]", shown).append(mark ? piece : text);
      }
      fill(find(".meta", shown), [hit.number, ...hit.products, date(hit.updated)].filter(Boolean).join(" · "));
      return shown;
    }

    /** @param {number} n */
    const number = (n) => n.toLocaleString(root.dataset.intl || root.dataset.locale);

    /** @param {string} text */
    function date(text) {
      const when = new Date(text);
      if (!/^\d{4}-\d\d-\d\d/u.test(text) || Number.isNaN(when.getTime())) return text;
      return when.toLocaleDateString(root.dataset.locale, { calendar: "gregory", dateStyle: "long", numberingSystem: "latn", timeZone: "UTC" });
    }

    /** @param {any} answer */
    function show(answer) {
      const articles = state.kind === "code" ? [] : answer.hits;
      const codes = state.kind === "article" ? [] : answer.cards;
      const near = state.kind === "article" ? [] : answer.near;
      const total = codes.length + (articles.length ? answer.total : 0);
      const list = document.createElement("ol");
      list.className = "results";
      list.append(...articles.map(showHit));
      results.replaceChildren(...codes.map(showCard));
      if (near.length) results.append(showNear(near));
      if (articles.length) results.append(list);
      if (articles.length && answer.pages > 1) results.append(showPages(answer));
      find("[data-status]").textContent = state.q ? errata.count(total, root) : "";
      find("[data-facets]").hidden = !state.q;
      find("[data-help]").hidden = total > 0;
      find("[data-unfound]").hidden = !state.q || total > 0;
      find("[data-elsewhere]").hidden = !(state.kind || state.product);
      showFacets(answer);
    }

    /** @param {{code: string, href: string}[]} near */
    function showNear(near) {
      const shown = part("near");
      const [before, after] = (shown.dataset.near ?? "").split("{code}");
      shown.append(before);
      near.forEach(({ code, href }, index) => {
        const link = document.createElement("a");
        link.className = "code";
        link.href = base + href;
        link.textContent = code;
        shown.append(index ? ", " : "", link);
      });
      shown.append(after ?? "");
      return shown;
    }

    /** @param {any} answer */
    function showPages(answer) {
      const shown = part("pages");
      const where = find("[data-where]", shown);
      where.textContent = (where.dataset.where ?? "").replace("{page}", number(answer.page)).replace("{pages}", number(answer.pages));
      lead(find("[data-previous]", shown), answer.page > 1, { page: String(answer.page - 1) });
      lead(find("[data-next]", shown), answer.page < answer.pages, { page: String(answer.page + 1) });
      return shown;
    }

    /**
     * Makes an element a link to another state of this page, or takes its place from it.
     * @param {HTMLElement} link
     * @param {boolean} there
     * @param {Partial<State>} changes
     */
    function lead(link, there, changes) {
      link.hidden = !there;
      link.setAttribute("href", errata.address({ ...state, go: "", page: "", ...changes }));
      link.dataset.state = "";
    }

    /** @param {any} answer */
    function showFacets(answer) {
      const names = answer.facets.products;
      const every = product.options[0];
      const chosen = state.product && !names.some((/** @type {[string, number]} */ [name]) => name === state.product);
      const all = chosen ? [[state.product, 0], ...names] : names;
      product.replaceChildren(every, ...all.map((/** @type {[string, number]} */ [name, n]) => new Option(n ? `${name} (${number(n)})` : name, name)));
      product.value = state.product;
      product.disabled = !all.length || state.kind === "code";
      for (const link of root.querySelectorAll("[data-kind]")) {
        const kind = /** @type {HTMLElement} */ (link);
        lead(kind, true, { kind: kind.dataset.kind });
        kind.removeAttribute("aria-current");
        if (kind.dataset.kind === state.kind) kind.setAttribute("aria-current", "true");
      }
      lead(find("[data-unfiltered]"), true, { product: "", kind: "" });
      for (const link of document.querySelectorAll("a[hreflang]")) {
        const other = /** @type {HTMLAnchorElement} */ (link);
        other.search = state.q ? errata.address({ q: state.q, kind: state.kind }) : "";
      }
    }

    function showHistory() {
      const searches = recall();
      const section = find("[data-history]");
      section.hidden = !searches.length || Boolean(state.q);
      find("ul", section).replaceChildren(
        ...searches.map((query) => {
          const link = document.createElement("a");
          link.textContent = query;
          link.href = errata.address({ q: query });
          link.dataset.state = "";
          const item = document.createElement("li");
          item.append(link);
          return item;
        }),
      );
    }

    /** @param {any} answer whose only card the reader asked to be led to */
    function follow(answer) {
      const href = answer.cards.length === 1 ? String(answer.cards[0].href) : "";
      if (!PLAIN.test(href)) return false;
      location.replace(base + href);
      return true;
    }

    /** Answers what the address asks. */
    async function render() {
      const turn = (asked += 1);
      const { q, product: only, page } = state;
      results.setAttribute("aria-busy", "true");
      document.title = q ? `${q.slice(0, 60)} · ${title}` : title;
      try {
        const answer = await errata.searcherOf(root).ask(q, { product: only, page: Number(page) || 1 });
        if (turn !== asked || (state.go && follow(answer))) return;
        show(answer);
        showHistory();
        results.dataset.query = q;
        results.setAttribute("aria-busy", "false");
      } catch {
        if (turn === asked) errata.fail(root);
      }
    }

    /**
     * Goes to another state; where an address cannot be changed in place, by loading the page anew.
     * @param {State} next
     * @param {"pushState" | "replaceState"} how
     */
    function go(next, how) {
      clearTimeout(timer);
      const target = errata.address({ ...next, go: "" });
      state = { ...next, go: false };
      try {
        history[how](null, "", target);
      } catch {
        if (how === "pushState") return location.assign(target);
      }
      void render();
    }

    function fromAddress() {
      state = read(location.search);
      input.value = state.q;
      if (state.q) store(remember(recall(), state.q));
      void render();
    }

    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (/** @type {InputEvent} */ (event).isComposing) return;
      timer = setTimeout(() => go({ ...state, q: input.value, page: "" }, "replaceState"), WAIT);
    });
    input.addEventListener("compositionend", () => input.dispatchEvent(new InputEvent("input")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      store(remember(recall(), input.value));
      go({ ...state, q: input.value, page: "" }, "pushState");
    });
    product.addEventListener("change", () => go({ ...state, product: product.value, page: "" }, "pushState"));
    root.addEventListener("click", (event) => {
      const link = /** @type {HTMLElement} */ (event.target).closest("a[data-state]");
      if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const next = read(link.search);
      const paged = next.page !== state.page;
      input.value = next.q;
      go(next, "pushState");
      if (paged) window.scrollTo({ top: 0 });
    });
    slash(/** @type {HTMLElement} */ (find("[data-slash]")));
    find("[data-clear]").addEventListener("click", () => {
      store([]);
      showHistory();
      input.focus();
    });
    addEventListener("popstate", fromAddress);
    const typed = input.value;
    fromAddress();
    if (typed && !state.q) {
      // Typed before this script was there.
      input.value = typed;
      go({ ...state, q: typed, page: "" }, "replaceState");
    }
  }

  /**
   * Lets the reader turn the one-key shortcut off, where the browser can keep that.
   * @param {HTMLElement} element with a checkbox
   */
  function slash(element) {
    const box = /** @type {HTMLInputElement} */ (element.querySelector("input"));
    try {
      box.checked = localStorage.getItem("errata-slash") !== "off";
      element.hidden = false;
    } catch {
      return;
    }
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem("errata-slash");
      else localStorage.setItem("errata-slash", "off");
    });
  }

  errata.modules.results = mount;
  if (typeof module === "object") module.exports = { read, remember };
})();
