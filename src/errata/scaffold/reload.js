/**
 * Live reload, only in pages that `errata serve` shows: a newer build takes the place of the page.
 * If only articles have changed, its scripts and styles stay: to load a page anew takes a browser
 * 60 ms or more. The page asks for the newer one while that is still being made. What keeps this
 * page from being built again stands over it, with the line and how to fix it; other faults are
 * named in a corner.
 */
(() => {
  "use strict";
  /**
   * @typedef {object} LiveFinding
   * @property {string} place path, line and column
   * @property {string} code of the check; empty where no check found it
   * @property {string} message
   * @property {string} help
   * @property {string} source the line
   * @property {string} caret what stands under it
   * @property {string} edit address that opens the place in an editor
   * @property {string[]} pages paths of the pages that are older than their file
   * @property {boolean} everywhere whether the whole site is older than its files
   * @typedef {{ build: string, message: string, findings: LiveFinding[], edited?: string[] }} LiveStatus
   */
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const isMissing = "missing" in script.dataset;
  // The page that reads logs has a table of all messages, and a log that a person has given it.
  const LOG_PAGE = "[data-module=diagnose]";
  let shown = script.dataset.build;
  let isRenewing = false;
  /** @type {LiveStatus} */
  let heard;
  const page = /** @type {{ errata?: import("../../web/shared.ts").Shared }} */ (globalThis);
  /** The text of the panel that a person has closed. */
  let closed = "";

  const corner = make("div", "", {
    position: "fixed",
    insetBlockEnd: "0",
    insetInlineEnd: "0",
    zIndex: "2147483647",
    maxInlineSize: "min(40rem, 100%)",
    padding: "0.5rem 0.75rem",
    font: "0.875rem/1.4 system-ui, sans-serif",
    color: "#fff",
    background: "#7a1020",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  });
  corner.setAttribute("role", "status");

  const panel = make("section", "", {
    position: "fixed",
    insetBlockStart: "0",
    insetInline: "0",
    zIndex: "2147483647",
    boxSizing: "border-box",
    maxBlockSize: "70vh",
    overflow: "auto",
    padding: "1rem 1.25rem",
    font: "1rem/1.5 system-ui, sans-serif",
    color: "#fff",
    background: "#4a0a14",
    borderBlockEnd: "0.25rem solid #ffb3bf",
    textAlign: "start",
  });
  panel.id = "errata-findings";
  panel.lang = "en";
  panel.dir = "ltr";
  panel.setAttribute("role", "alert");
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());

  /**
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {string} text
   * @param {Partial<CSSStyleDeclaration>} style
   * @returns {HTMLElementTagNameMap[Name]}
   */
  function make(name, text, style = {}) {
    const element = document.createElement(name);
    element.textContent = text;
    Object.assign(element.style, style);
    return element;
  }

  function close() {
    closed = panel.textContent ?? "";
    panel.remove();
  }

  /** @param {LiveFinding} finding */
  function concernsThisPage(finding) {
    const path = location.pathname.replace(/index\.html$/, "");
    const isOwn = finding.pages.some((page) => path.endsWith(`/${page}`));
    return finding.everywhere || isOwn || (isMissing && !finding.pages.length);
  }

  /** @param {LiveFinding} finding */
  function describe(finding) {
    const item = make("li", "", { marginBlock: "0.75rem", listStyle: "none" });
    const code = finding.code ? `error[${finding.code}]` : "error";
    const place = make("a", finding.place, { color: "#ffd9df", overflowWrap: "anywhere" });
    place.href = finding.edit;
    item.append(
      make("div", `${code}: ${finding.message}`, { fontWeight: "bold" }),
      finding.edit ? place : make("span", finding.place),
    );
    if (finding.source) {
      const lines = make("pre", `${finding.source}\n${finding.caret}`, {
        margin: "0.5rem 0",
        padding: "0.5rem",
        overflow: "auto",
        font: "0.9375rem/1.4 ui-monospace, monospace",
        color: "#fff",
        background: "#20040a",
      });
      // It may be wider than the page: a keyboard has to reach what is cut off.
      lines.tabIndex = 0;
      lines.setAttribute("aria-label", "The line, with a mark under the place");
      item.append(lines);
    }
    if (finding.help) {
      item.append(make("div", `help: ${finding.help}`));
    }
    return item;
  }

  /** @param {LiveFinding[]} findings */
  function fillPanel(findings) {
    const isSite = findings.some((finding) => finding.everywhere);
    const what = isSite ? "The site cannot be built" : "This article cannot be read";
    const heading = make("h2", what, { margin: "0", font: "inherit", fontWeight: "bold" });
    const since = isMissing
      ? "It has no page until it can be read."
      : "Below is the last version that could be built.";
    const list = make("ul", "", { margin: "0", padding: "0" });
    list.append(...findings.map(describe));
    const button = make("button", "Close", {
      font: "inherit",
      padding: "0.25rem 0.75rem",
      color: "#4a0a14",
      background: "#fff",
      border: "0",
      borderRadius: "0.25rem",
    });
    button.type = "button";
    button.addEventListener("click", close);
    panel.replaceChildren(heading, make("p", since, { margin: "0" }), list, button);
  }

  /** @param {LiveStatus} status */
  function showFaults(status) {
    const findings = status.findings.filter(concernsThisPage);
    fillPanel(findings);
    corner.textContent = status.message;
    if (findings.length && panel.textContent !== closed) {
      corner.remove();
      document.body.prepend(panel);
    } else {
      panel.remove();
      status.message ? document.body.append(corner) : corner.remove();
    }
  }

  /** @param {MessageEvent<string>} event */
  function update(event) {
    heard = JSON.parse(event.data);
    if (event.type === "edit") isSimple() && renew();
    else if (heard.build === shown) showFaults(heard);
    else if (event.type === "renew" && (isRenewing || isSimple())) renew();
    else location.reload();
  }

  /** Whether the site's own script, which can set up a page again, is the only one. */
  function isSimple() {
    const scripts = document.querySelectorAll("script[src]");
    const isOwn = scripts.length === 2 && scripts[0].matches("head > [src$='/assets/js/main.js']");
    return isOwn && !isMissing && !document.querySelector(LOG_PAGE);
  }

  /** Asks for the page again; it is parsed as a document, which needs no trusted types. */
  function renew() {
    if (isRenewing) return;
    isRenewing = true;
    const asked = heard.build;
    const request = new XMLHttpRequest();
    request.open("GET", location.href);
    request.responseType = "document";
    request.addEventListener("loadend", () => {
      isRenewing = false;
      const build = request.response?.querySelector("script[data-build]")?.dataset.build;
      const isSame = readPolicy(document) === readPolicy(request.response);
      if (request.status !== 200 || !build || !isSame) return location.reload();
      // It is the same build if the edit changed nothing, or if everything is read again for it.
      if (build !== shown) replacePage(request.response);
      shown = build;
      heard.build === asked || heard.build === build ? showFaults(heard) : renew();
    });
    // On the search page the answer takes longer than the page.
    const isSearch = document.querySelector("[data-module=results]") !== null;
    if (isSearch) askAgain();
    request.send();
    if (!isSearch) askAgain();
  }

  /** @param {Document | null} from */
  function readPolicy(from) {
    return from?.querySelector("meta[http-equiv]")?.getAttribute("content");
  }

  /** @param {Document} next */
  function replacePage(next) {
    const { lang, dir } = next.documentElement;
    const root = document.documentElement;
    // Chromium lays the whole page out again even for the same value.
    if (root.lang !== lang || root.dir !== dir) Object.assign(root, { lang, dir });
    const wanted = [...next.head.children];
    for (const old of [...document.head.children]) {
      const at = wanted.findIndex((element) => element.isEqualNode(old));
      at < 0 ? old.remove() : wanted.splice(at, 1);
    }
    document.head.append(...wanted);
    replaceNode(document.body, next.body);
    // Scripts of a document that was parsed so do not run: the site's own sets up the new page.
    page.errata?.start();
  }

  /**
   * Replaces what differs. The rest keeps its style and layout: those of an index of codes with 550 elements take
   * Chromium 18 ms.
   * @param {ChildNode} old
   * @param {ChildNode} next
   */
  function replaceNode(old, next) {
    if (isKept(old, next)) return;
    if (!hasSameTag(old, next)) return old.replaceWith(next);
    const [before, after] = [[...old.childNodes], [...next.childNodes]];
    let start = 0;
    while (isKept(before[start], after[start])) start += 1;
    let end = 0;
    const most = Math.min(before.length, after.length) - start;
    while (end < most && isKept(before.at(-1 - end), after.at(-1 - end))) end += 1;
    const gone = before.slice(start, before.length - end);
    const come = after.slice(start, after.length - end);
    if (gone.length === come.length) return gone.forEach((node, at) => replaceNode(node, come[at]));
    const place = before[before.length - end] ?? null;
    for (const node of gone) node.remove();
    for (const node of come) old.insertBefore(node, place);
  }

  /**
   * Whether a node may stay: what a script sets up is always replaced, so that it is set up once.
   * @param {ChildNode | undefined} old
   * @param {ChildNode | undefined} next
   */
  function isKept(old, next) {
    return Boolean(old && next && old.isEqualNode(next) && !(next instanceof Element && hasModule(next)));
  }

  /** @param {Element} element */
  function hasModule(element) {
    return element.matches("[data-module]") || element.querySelector("[data-module]") !== null;
  }

  /**
   * @param {ChildNode} old
   * @param {ChildNode} next
   */
  function hasSameTag(old, next) {
    if (!(old instanceof Element && next instanceof Element) || next.matches("[data-module]")) return false;
    return old.cloneNode(false).isEqualNode(next.cloneNode(false));
  }

  /**
   * What search boxes have loaded may be old. What every query needs, and the answer that is shown, come beside the
   * page: each file after another takes a browser 25 ms.
   */
  function askAgain() {
    if (!page.errata?.createSearcher) return;
    /** @type {NodeListOf<HTMLElement>} */
    const places = document.querySelectorAll("[data-module][data-root][data-locale]");
    for (const { dataset: { root: base = "", locale = "", module } } of places) {
      const searcher = page.errata.createSearcher({ base, locale });
      searcher.forget();
      searcher.prepare();
      const query = module === "results" && new URLSearchParams(location.search).get("q");
      if (!query) continue;
      searcher.ask(query).catch(() => {});
      // An author looks for what was edited.
      for (const path of heard.edited ?? []) {
        const [folder, article] = path.split("/");
        if (folder === locale) searcher.expect(article);
      }
    }
  }

  const events = new EventSource("/_errata/events");
  for (const type of ["status", "edit", "renew", "reload"]) {
    events.addEventListener(type, /** @type {EventListener} */ (update));
  }
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
