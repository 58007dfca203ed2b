/**
 * The search page: answers appear as the reader types. Their state is in the address; the last searches are kept in
 * this browser. The engine and what reads questions are part of this script, which is 1 kB less than apart, and one file.
 */

import { find } from "../dom.ts";
import { errata } from "../shared.ts";
import { addressOf, formatCount } from "./address.ts";
import { rememberQuery } from "./history.ts";
import { AnswerParts } from "./parts.ts";
import { FACETS, NO_FILTERS, asksToFollow, readState } from "./state.ts";
import type { State } from "./state.ts";
import "./engine.ts";
import "./questions.ts";
import type { Answer, Extras } from "./types.ts";

// Answers follow typing; the page is longer than the list of suggestions, so it changes less often.
const WAIT = 150; // ms
// How many characters of a query the page's title has.
const LONGEST_TITLE = 60;
// The width from which on the facets have a column of their own, as in the style sheet.
const WIDE = "(min-width: 64rem)";
// A path below the site's root: "en/codes/RED-520025/index.html" yes; "javascript:x", "//host" and "/en" no.
const PATH = /^[\w%.~-]+(?:\/[\w%.~-]+)*$/u;

errata.modules.results = (root) => {
  const form = find("form", root);
  const input = find<HTMLInputElement>("input", root);
  const results = find("[data-results]", root);
  const filters = find<HTMLDetailsElement>("[data-facets]", root);
  const title = document.title;
  const { root: base = "", locale = "", intl } = root.dataset;
  const parts = new AnswerParts(root, base, locale);
  let state = readState(location.search);
  let extras: Extras | undefined;
  let turn = 0;
  let timer = 0;

  const formatNumber = (number: number) => number.toLocaleString(intl || locale);
  function show(answer: Answer): void {
    const shows = (kind: string) => !state.kind.length || state.kind.includes(kind);
    const hits = shows("article") ? answer.hits : [];
    const codes = shows("code") ? answer.cards : [];
    const unknown = shows("code") ? parts.createUnknown(answer) : [];
    // Near codes of an unknown code are shown with it.
    const near = shows("code") && !unknown.length ? answer.near : [];
    const total = codes.length + (hits.length ? answer.total : 0);
    results.replaceChildren(...codes.map((card) => parts.createCard(card)), ...unknown);
    if (near.length) results.append(parts.createNear(near));
    if (shows("article") && answer.nearest.length) results.append(parts.clone("nearest"), parts.createHits(answer.nearest));
    if (hits.length) {
      results.append(parts.createHits(hits));
      if (answer.pages > 1) results.append(createPages(answer));
    }
    find("[data-status]", root).textContent = state.q ? describeResults(total, unknown, answer) : "";
    const isAnswered = total > 0 || unknown.length > 0;
    find("[data-help]", root).hidden = isAnswered;
    find("[data-unfound]", root).hidden = !state.q || isAnswered;
    clampPage(answer);
    showLinks();
    // On a narrow screen the facets stand above the results, which must not move when the values arrive.
    filters.hidden = !state.q || !(extras || mayLimit(answer) || filters.querySelector("nav"));
  }

  /** Shows the rest below and beside what is already there, which stays in place. */
  async function showRest(answer: Answer, mayShow: () => boolean): Promise<void> {
    const isLimited = FACETS.some((name) => state[name].length);
    const mayWait = state.q && !isLimited && !mayLimit(answer);
    const [{ hits, labels }, beside] = await Promise.all([answer.rest(), extras ?? (mayWait ? undefined : loadExtras())]);
    if (!mayShow()) return;
    if (hits.length) results.querySelector("ol.results")?.append(...parts.createHits(hits).children);
    beside?.showFilters(answer, labels, state);
    beside?.showHistory(state.q);
  }

  /** The page is complete without them. */
  async function loadExtras(): Promise<Extras | undefined> {
    await errata.load("search/extras").catch(() => undefined);
    const nameOfState = (value: string) => parts.nameOfState(value);
    return (extras ??= errata.createExtras?.(root, { nameOfState, formatNumber, change: (changes) => void change(changes) }));
  }

  /** Says how many results there are, and which words no article has; without any, describes the code instead of an answer. */
  function describeResults(total: number, unknown: HTMLElement[], { group, absent }: Answer): string {
    const shown = total + (group?.codes.length ?? 0);
    const said = (root.dataset.absent ?? "").replace("{words}", () => absent.join(", "));
    if (shown || !unknown.length) return [formatCount(shown, root), ...(absent.length ? [said] : [])].join(" · ");
    return find("[data-unknown]", unknown[0]).textContent;
  }

  /** Changes the address of a page that does not exist to that of the last one. */
  function clampPage({ page }: Answer): void {
    if (Number(state.page || 1) === page) return;
    state = { ...state, page: page > 1 ? String(page) : "" };
    writeAddress("replaceState");
  }

  function createPages({ page, pages }: Answer): HTMLElement {
    const element = parts.clone("pages");
    const where = find("[data-where]", element);
    const text = where.dataset.where ?? "";
    where.textContent = text.replace("{page}", formatNumber(page)).replace("{pages}", formatNumber(pages));
    setLink(find("[data-previous]", element), page > 1, { page: String(page - 1) });
    setLink(find("[data-next]", element), page < pages, { page: String(page + 1) });
    return element;
  }

  /** Makes an element a link to another state of this page, or hides it. */
  function setLink(link: HTMLElement, isShown: boolean, changes: Partial<State>): void {
    link.hidden = !isShown;
    link.setAttribute("href", addressOf({ ...state, page: "", ...changes }));
    link.dataset.state = "";
  }

  /** Shows links to the same words with fewer filters, or in another language. */
  function showLinks(): void {
    const chosen = FACETS.flatMap((name) => state[name]).length;
    find("[data-chosen]", filters).textContent = chosen ? `(${formatNumber(chosen)})` : "";
    find("[data-elsewhere]", root).hidden = !chosen;
    for (const link of root.querySelectorAll<HTMLElement>("[data-unfiltered]")) {
      setLink(link, chosen > 0, NO_FILTERS);
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) {
      link.search = state.q ? addressOf({ q: state.q, kind: state.kind }) : "";
    }
  }

  /** Follows the only card of an answer, if the address asks for that. */
  function follow(answer: Answer): boolean {
    const href = answer.cards.length === 1 ? String(answer.cards[0].href) : "";
    if (!PATH.test(href)) return false;
    location.replace(base + href);
    return true;
  }

  /**
   * Answers the query in the address, or the one that will be there; `mayShow` says whether the answer may still be
   * shown.
   */
  async function render(mayShow: (answer?: Answer) => boolean): Promise<void> {
    const own = (turn += 1);
    const { q, product: products, state: states, page } = state;
    results.setAttribute("aria-busy", "true");
    document.title = q ? `${q.slice(0, LONGEST_TITLE)} · ${title}` : title;
    try {
      const searcher = errata.createSearcher({ base, locale });
      const answer = await searcher.ask(q, { products, states, page: Number(page) || 1 });
      if (own !== turn || !mayShow(answer)) return;
      show(answer);
      results.dataset.query = q;
      results.setAttribute("aria-busy", "false");
      // The answer is painted first.
      await new Promise((resolve) => setTimeout(resolve));
      if (own !== turn) return;
      // Browsers warn about files that a page preloads and does not use: here the root, if a code was asked for.
      if (document.querySelector("link[href$='/root.js']")) searcher.prepare("root");
      await showRest(answer, () => own === turn);
    } catch {
      if (own === turn && mayShow()) showFailure();
    }
  }

  function showFailure(): void {
    find("[data-help]", root).hidden = false;
    errata.fail(root);
  }

  /** Whether the address could be changed in place. */
  function writeAddress(how: "pushState" | "replaceState"): boolean {
    try {
      history[how](null, "", addressOf(state));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Goes to another state; if the address cannot be changed in place, by loading the page again. The address changes
   * together with the answer: Chromium requests the page's icon at each new address, which would delay the answer.
   */
  async function change(changes: Partial<State>, how: "pushState" | "replaceState" = "pushState"): Promise<void> {
    clearTimeout(timer);
    state = { ...state, page: "", ...changes };
    await render(() => {
      if (writeAddress(how) || how === "replaceState") return true;
      location.assign(addressOf(state));
      return false;
    });
  }

  function readAddress(): void {
    state = readState(location.search);
    input.value = state.q;
    // Until the answer arrives, it is not known whether help is needed.
    if (state.q) find("[data-help]", root).hidden = true;
    rememberQuery(state.q);
    const go = asksToFollow(location.search);
    void render((answer) => !(go && answer && follow(answer)));
  }

  /** Follows a link to another state of this page. The first result of another page gets the focus. */
  async function followState(link: HTMLAnchorElement): Promise<void> {
    const next = readState(link.search);
    const isOtherPage = next.q === state.q && next.page !== state.page;
    input.value = next.q;
    await change(next);
    if (isOtherPage) {
      window.scrollTo({ top: 0 });
      results.querySelector<HTMLElement>("h2 a")?.focus({ preventScroll: true });
    } else if (link.hidden) {
      // The focus was on the link that removed the filters.
      find<HTMLElement>(matchMedia(WIDE).matches ? "fieldset:not([hidden]) input" : "summary", filters).focus();
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if ((event as InputEvent).isComposing) return;
    timer = window.setTimeout(() => void change({ q: input.value }, "replaceState"), WAIT);
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new InputEvent("input")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    rememberQuery(input.value);
    void change({ q: input.value });
  });
  root.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest("a[data-state]");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void followState(link);
  });
  // A query that was only typed has led somewhere.
  results.addEventListener("click", () => rememberQuery(state.q));
  root.addEventListener("focusin", () => void loadExtras(), { once: true });
  keepOpenWhereWide(filters);
  const isLeft = new AbortController();
  addEventListener("popstate", () => (root.isConnected ? readAddress() : isLeft.abort()), isLeft);
  const typed = input.value;
  readAddress();
  if (!state.q) errata.createSearcher({ base, locale }).prepare("logs");
  if (typed && !state.q) {
    // The text was typed before this script had loaded.
    input.value = typed;
    void change({ q: typed }, "replaceState");
  }
};

/** Whether there is something to limit: not one article, nor a code's on one page, which so has 1.9 kB less to load. */
const mayLimit = ({ kind, pages, total }: Answer) => total > 1 && (kind !== "code" || pages > 1);

/** Keeps the facets open beside the results; above them, on a narrow screen, the reader unfolds them. */
function keepOpenWhereWide(element: HTMLDetailsElement): void {
  const wide = matchMedia(WIDE);
  const follow = () => (element.open = wide.matches);
  wide.addEventListener("change", follow);
  follow();
}
