/**
 * The search box: suggestions while the reader types, as a combobox with a listbox (WAI-ARIA APG). An
 * option is a link, so that a click, a touch and the middle button do what they do on every link.
 */

import { find, make } from "../dom.ts";
import { errata } from "../shared.ts";
import { addressOf, formatCount, shorten } from "./address.ts";
import { readHistory, rememberQuery, writeHistory } from "./history.ts";
import { markPieces } from "./parts.ts";
import { offerDiagnose } from "./paste.ts";
import type { Answer, Card, ExcerptPiece } from "./types.ts";

// Suggestions follow typing, but do not flicker at every letter of a fast typist.
const WAIT = 80; // ms
// How many articles are suggested: more would push the link to all of them out of view.
const MOST_HITS = 6;
// How many recent searches an empty box shows: as many as fit above a phone's keyboard.
const MOST_RECENT = 5;

let boxes = 0;

errata.modules.search = (form) => {
  const { root = "", locale = "", search = "", near = "{code}", all = "", ...words } = form.dataset;
  const id = `errata-options-${(boxes += 1)}`;
  const input = find<HTMLInputElement>("input", form);
  const label = form.querySelector("label")?.textContent?.trim() ?? "";
  const list = make("div", { role: "listbox", id, "aria-label": label });
  const nothing = make("p", { class: "meta" }, words.none ?? "");
  const clear = make("button", { type: "button" }, words.clear ?? "");
  const recent = make("p", { class: "meta recent", hidden: "" }, make("span", {}, words.recent ?? ""), clear);
  const popup = make("div", { class: "suggestions", hidden: "" }, recent, nothing, list);
  const status = make("p", { role: "status", class: "visually-hidden" });
  form.append(popup, status);
  /** Counts questions, so that an answer to an older one is not shown. */
  let turn = 0;
  let active = -1;
  let timer = 0;
  let isComposing = false;

  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-expanded": "false",
    "aria-keyshortcuts": "/ Control+K Meta+K",
  })) {
    input.setAttribute(name, value);
  }

  function toggle(isOpen: boolean): void {
    popup.hidden = !isOpen;
    list.hidden = !list.children.length;
    nothing.hidden = !list.hidden;
    input.setAttribute("aria-expanded", String(isOpen && !list.hidden));
    if (!isOpen) activate(-1);
  }

  function activate(index: number): void {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[index];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  /** `titleLang` and `textLang` are the languages of title and text if they may differ from the interface's. */
  function addOption(href: string, title: ExcerptPiece[], text = "", titleLang = "", textLang = ""): void {
    const name = `${id}-${list.children.length}`;
    const attributes = { role: "option", id: name, href, tabindex: "-1", "aria-selected": "false" };
    const about = text ? [" ", make("small", languageOf(textLang), text)] : [];
    list.append(make("a", attributes, make("span", languageOf(titleLang), ...markPieces(title)), ...about));
  }

  function clearOptions(): void {
    activate(-1);
    list.replaceChildren();
    recent.hidden = true;
    list.setAttribute("aria-label", label);
  }

  /** Shows the last searches of this browser in an empty box. */
  function showRecent(): void {
    const queries = words.recent ? readHistory().slice(0, MOST_RECENT) : [];
    clearOptions();
    for (const q of queries) addOption(search + addressOf({ q }), unmarked(q));
    if (queries.length) list.setAttribute("aria-label", words.recent ?? "");
    recent.hidden = !queries.length;
    status.textContent = "";
    toggle(queries.length > 0);
  }

  /** `completions` are the cards of codes that begin with the typed text. */
  function show(answer: Answer, completions: Card[]): void {
    clearOptions();
    const cards = new Map([...answer.cards, ...completions].map((card) => [card.code, card]));
    for (const { code, href, message, meaning } of cards.values()) {
      addOption(root + href, markStart(code, answer.query), message || meaning, "", message ? "" : "en");
    }
    const { group, unknown } = answer;
    if (group?.card?.href) addOption(root + group.card.href, unmarked(group.name), group.card.meaning, "", "en");
    for (const { code, href } of group?.codes.slice(0, MOST_HITS) ?? []) {
      if (!cards.has(code)) addOption(root + href, markStart(code, answer.query));
    }
    for (const { code } of unknown) addOption(search + addressOf({ q: code }), unmarked(code), words.unknown ?? "");
    for (const { code, href } of answer.near) {
      if (!cards.has(code)) addOption(root + href, unmarked(near.replace("{code}", code)));
    }
    const isAnswered = list.children.length + answer.hits.length > 0;
    const nearest = !isAnswered && words.nearest ? answer.nearest : [];
    for (const { label, heading, href, products } of [...answer.hits.slice(0, MOST_HITS), ...nearest]) {
      addOption(root + href, heading, [label, ...products.slice(0, 2)].filter(Boolean).join(" · "), locale);
    }
    const total = answer.total + answer.cards.length;
    if (answer.total > MOST_HITS) {
      addOption(search + addressOf({ q: answer.query }), unmarked(all), formatCount(total, form));
    }
    status.textContent = formatCount(isAnswered ? total || list.children.length : 0, form);
    nothing.textContent = [words.none, nearest.length ? words.nearest : ""].filter(Boolean).join(" · ");
    toggle(true);
    nothing.hidden = isAnswered;
  }

  async function ask(): Promise<void> {
    const query = input.value.trim();
    const own = (turn += 1);
    if (!query) return showRecent();
    try {
      const searcher = errata.createSearcher({ base: root, locale });
      // A space after the last word ends it.
      const typing = !/\s$/.test(input.value);
      const [answer, completions] = await Promise.all([searcher.ask(query, { typing }), searcher.complete(query)]);
      if (own === turn && answer.kind !== "empty") show(answer, completions);
    } catch {
      if (own === turn) errata.fail?.(form);
    }
  }

  function askLater(): void {
    clearTimeout(timer);
    if (!isComposing) timer = window.setTimeout(() => void ask(), WAIT);
  }

  function close(): void {
    turn += 1;
    clearTimeout(timer);
    toggle(false);
  }

  input.addEventListener("input", askLater);
  input.addEventListener("focus", () => {
    if (!input.value.trim()) showRecent();
  });
  input.addEventListener("compositionstart", () => {
    isComposing = true;
  });
  input.addEventListener("compositionend", () => {
    isComposing = false;
    askLater();
  });

  input.addEventListener("keydown", (event) => {
    // 229: a key that an input method takes, which Safari reports after the composition.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const { key, altKey } = event;
    const isOpen = !popup.hidden;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (altKey && key === "ArrowUp") close();
      else if (!isOpen) void ask();
      else if (!altKey) activate(nextOption(active, key === "ArrowDown" ? 1 : -1, list.children.length - 1));
    } else if (key === "Home" || key === "End") {
      activate(-1);
    } else if (key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      (list.children[active] as HTMLElement).click();
    } else if (key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    } else if (key === "Tab" && recent.hidden) {
      // Next to recent searches is a button that the key leads to.
      close();
    }
  });

  list.addEventListener("click", () => {
    if (words.recent) rememberQuery(input.value);
  });
  clear.addEventListener("click", () => {
    writeHistory([]);
    input.focus();
    close();
  });
  clear.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    input.focus();
    close();
  });

  form.addEventListener("submit", () => {
    close();
    input.value = shorten(input.value);
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) close();
  });
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  offerDiagnose(form, input);
  errata.createSearcher({ base: root, locale }).prepare();
  if (input.matches(":focus")) askLater();
};

const unmarked = (text: string): ExcerptPiece[] => [{ text, mark: false }];

/** Marks the typed part of a code, if the code begins with it. */
function markStart(code: string, typed: string): ExcerptPiece[] {
  const start = code.slice(0, typed.length);
  if (start.toUpperCase() !== typed.toUpperCase()) return unmarked(code);
  return [{ text: start, mark: true }, ...unmarked(code.slice(start.length))];
}

/** Returns the attributes of an element whose text may be in another language than its surroundings. */
const languageOf = (lang: string): Record<string, string> => (lang ? { lang, dir: "auto" } : {});

/** Returns the next option in a ring whose first place, -1, is the box itself. */
export function nextOption(active: number, by: number, last: number): number {
  const places = last + 2;
  return ((active + 1 + by + places) % places) - 1;
}
