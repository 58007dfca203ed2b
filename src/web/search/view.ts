/**
 * The search page: answers as the reader types. Their state is in the address, the last searches are kept
 * in this browser. Every link comes from the index alone.
 */

import { find, make } from "../dom.ts";
import { errata } from "../shared.ts";
import { addressOf, formatCount } from "./address.ts";
import { readHistory, rememberQuery, writeHistory } from "./history.ts";
import { asksToFollow, readState } from "./state.ts";
import type { State } from "./state.ts";
import type { Answer, Card, Facet, Hit, NearCode } from "./types.ts";

// Answers follow typing; the page is longer than the list of suggestions, so it changes less often.
const WAIT = 150; // ms
// Characters of a query in the page's title.
const LONGEST_TITLE = 60;
// A path below the site's root: "en/codes/RED-520025/index.html" yes; "javascript:x", "//host" and "/en" no.
const PATH = /^[\w%.~-]+(?:\/[\w%.~-]+)*$/u;
// How the index writes a date: "2024-04-17" yes; "April" no.
const DATE = /^\d{4}-\d\d-\d\d/u;

errata.modules.results = (root) => {
  const form = find("form", root);
  const input = find<HTMLInputElement>("input", root);
  const results = find("[data-results]", root);
  const product = find<HTMLSelectElement>("[data-product]", root);
  // Only where articles differ in their state.
  const states = root.querySelector<HTMLSelectElement>("[data-states]");
  const title = document.title;
  const { root: base = "", locale = "", intl } = root.dataset;
  let state = readState(location.search);
  let turn = 0;
  let timer = 0;

  const cloneTemplate = (name: string) => {
    const { content } = find<HTMLTemplateElement>(`template[data-part=${name}]`, root);
    return content.firstElementChild?.cloneNode(true) as HTMLElement;
  };

  /** Whether there is a text. */
  function fill(element: HTMLElement, text: string): boolean {
    element.textContent = text;
    return Boolean(text);
  }

  function createCard(card: Card): HTMLElement {
    const element = cloneTemplate("card");
    for (const link of element.querySelectorAll("a")) link.href = base + card.href;
    fill(find("[data-code]", element), card.code);
    find("[data-message]", element).hidden = !fill(find("[data-message] code", element), card.message);
    fill(find("[data-family]", element), card.meaning ? `${card.family} ·` : card.family);
    fill(find("[data-meaning]", element), card.meaning);
    find("[data-solution]", element).hidden = !fill(find("[data-solution] span", element), card.solution);
    return element;
  }

  function createHit(hit: Hit): HTMLElement {
    const element = cloneTemplate("hit");
    const link = find<HTMLAnchorElement>("a", element);
    link.href = base + hit.href;
    link.textContent = hit.title;
    const pieces = hit.excerpt.map(({ text, mark }) => (mark ? make("mark", {}, text) : text));
    find("[data-excerpt]", element).append(...pieces);
    const about = [hit.label, ...hit.products, formatDate(hit.updated)];
    const badge = hit.state && root.querySelector<HTMLTemplateElement>(`template[data-part=state-${hit.state}]`);
    if (badge) find("h2", element).append(" ", badge.content.cloneNode(true));
    fill(find(".meta", element), about.filter(Boolean).join(" · "));
    return element;
  }

  const formatNumber = (number: number) => number.toLocaleString(intl || locale);

  function formatDate(text: string): string {
    const date = new Date(text);
    if (!DATE.test(text) || Number.isNaN(date.getTime())) return text;
    const options = { calendar: "gregory", dateStyle: "long", numberingSystem: "latn", timeZone: "UTC" } as const;
    return date.toLocaleDateString(locale, options);
  }

  function show(answer: Answer): void {
    const hits = state.kind === "code" ? [] : answer.hits;
    const codes = state.kind === "article" ? [] : answer.cards;
    const near = state.kind === "article" ? [] : answer.near;
    const total = codes.length + (hits.length ? answer.total : 0);
    results.replaceChildren(...codes.map(createCard));
    if (near.length) results.append(createNear(near));
    if (hits.length) results.append(make("ol", { class: "results" }, ...hits.map(createHit)));
    if (hits.length && answer.pages > 1) results.append(createPages(answer));
    find("[data-status]", root).textContent = state.q ? formatCount(total, root) : "";
    find("[data-facets]", root).hidden = !state.q;
    find("[data-help]", root).hidden = total > 0;
    find("[data-unfound]", root).hidden = !state.q || total > 0;
    find("[data-elsewhere]", root).hidden = !(state.kind || state.product || state.state);
    showFilters(answer);
  }

  function createNear(near: NearCode[]): HTMLElement {
    const element = cloneTemplate("near");
    const [before, after = ""] = (element.dataset.near ?? "").split("{code}");
    const links = near.flatMap(({ code, href }, at) => [
      at ? ", " : "",
      make("a", { class: "code", href: base + href }, code),
    ]);
    element.append(before, ...links, after);
    return element;
  }

  function createPages({ page, pages }: Answer): HTMLElement {
    const element = cloneTemplate("pages");
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

  /** Offers the values of a facet, with how many articles have each; the chosen one stays, whatever is found. */
  function showFacet(select: HTMLSelectElement, chosen: string, facet: Facet, nameOf = (value: string) => value): void {
    const all: Facet = !chosen || facet.some(([value]) => value === chosen) ? facet : [[chosen, 0], ...facet];
    const options = all.map(([value, count]) => {
      const name = nameOf(value);
      return new Option(count ? `${name} (${formatNumber(count)})` : name, value);
    });
    select.replaceChildren(select.options[0], ...options);
    select.value = chosen;
    select.disabled = !all.length || state.kind === "code";
  }

  const nameOfState = (value: string) =>
    root.querySelector<HTMLTemplateElement>(`template[data-part=state-${value}]`)?.content.textContent?.trim() || value;

  function showFilters({ facets }: Answer): void {
    showFacet(product, state.product, facets.products);
    if (states) showFacet(states, state.state, facets.states, nameOfState);
    for (const link of root.querySelectorAll<HTMLElement>("[data-kind]")) {
      setLink(link, true, { kind: link.dataset.kind });
      link.removeAttribute("aria-current");
      if (link.dataset.kind === state.kind) link.setAttribute("aria-current", "true");
    }
    setLink(find("[data-unfiltered]", root), true, { product: "", state: "", kind: "" });
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) {
      link.search = state.q ? addressOf({ q: state.q, kind: state.kind }) : "";
    }
  }

  function showHistory(): void {
    const queries = readHistory();
    const section = find("[data-history]", root);
    section.hidden = !queries.length || Boolean(state.q);
    const items = queries.map((q) => make("li", {}, make("a", { href: addressOf({ q }), "data-state": "" }, q)));
    find("ul", section).replaceChildren(...items);
  }

  /** Leads to the only card of an answer, where the address asks for that. */
  function follow(answer: Answer): boolean {
    const href = answer.cards.length === 1 ? String(answer.cards[0].href) : "";
    if (!PATH.test(href)) return false;
    location.replace(base + href);
    return true;
  }

  /** Answers what the address asks. */
  async function render(go = false): Promise<void> {
    const own = (turn += 1);
    const { q, product: only, state: onlyState, page } = state;
    results.setAttribute("aria-busy", "true");
    document.title = q ? `${q.slice(0, LONGEST_TITLE)} · ${title}` : title;
    try {
      const searcher = errata.createSearcher({ base, locale });
      const answer = await searcher.ask(q, { product: only, state: onlyState, page: Number(page) || 1 });
      if (own !== turn || (go && follow(answer))) return;
      show(answer);
      showHistory();
      results.dataset.query = q;
      results.setAttribute("aria-busy", "false");
    } catch {
      if (own === turn) errata.fail(root);
    }
  }

  /** Goes to another state; if an address cannot be changed in place, by loading the page again. */
  function change(changes: Partial<State>, how: "pushState" | "replaceState" = "pushState"): void {
    clearTimeout(timer);
    state = { ...state, page: "", ...changes };
    const target = addressOf({ ...state });
    try {
      history[how](null, "", target);
    } catch {
      if (how === "pushState") return location.assign(target);
    }
    void render();
  }

  function readAddress(): void {
    state = readState(location.search);
    input.value = state.q;
    if (state.q) writeHistory(rememberQuery(readHistory(), state.q));
    void render(asksToFollow(location.search));
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if ((event as InputEvent).isComposing) return;
    timer = window.setTimeout(() => change({ q: input.value }, "replaceState"), WAIT);
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new InputEvent("input")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    writeHistory(rememberQuery(readHistory(), input.value));
    change({ q: input.value });
  });
  product.addEventListener("change", () => change({ product: product.value }));
  states?.addEventListener("change", () => change({ state: states.value }));
  root.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest("a[data-state]");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = readState(link.search);
    const isOtherPage = next.page !== state.page;
    input.value = next.q;
    change(next);
    if (isOtherPage) window.scrollTo({ top: 0 });
  });
  offerSlashKey(find("[data-slash]", root));
  find("[data-clear]", root).addEventListener("click", () => {
    writeHistory([]);
    showHistory();
    input.focus();
  });
  addEventListener("popstate", readAddress);
  const typed = input.value;
  readAddress();
  if (typed && !state.q) {
    // Typed before this script was there.
    input.value = typed;
    change({ q: typed }, "replaceState");
  }
};

/** Lets the reader turn the one-key shortcut off, if the browser can keep that. */
function offerSlashKey(element: HTMLElement): void {
  const box = find<HTMLInputElement>("input", element);
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
