/**
 * Shows what was found in a log: the faults with their counts, times and lines; next to them the articles
 * by how much they explain; unknown codes; and the log itself, marked.
 */

import { make } from "../dom.ts";
import { createLine, expandableList } from "./rows.ts";
import type { FamilyCard } from "../search/types.ts";
import type { Diagnosis, LogArticle, LogFault, LogRow, UnknownCode } from "./types.ts";
import type { Wording } from "./wording.ts";

// How many of each are shown until the reader asks for more.
const FAULTS = 20;
const ARTICLES = 8;
const ROWS = 200;
const ROWS_OF_A_FAULT = 20;
// How many faults are named with an article, and near codes with an unknown one.
const CHIPS = 4;
export const NEAR = 3;
// How many articles of a fault are shown, each of which explains other lines of it.
const BEST = 3;

/** Returns the product, if it is not the family's name, and what the family's codes mean. */
export function aboutFamily({ name, product, meaning }: FamilyCard): string[] {
  return [product === name ? "" : product, meaning].filter(Boolean);
}

export function createFindings(diagnosis: Diagnosis, wording: Wording): HTMLElement[] {
  const { findings, rows, articles, files } = diagnosis;
  const { say, count, number, percent, extent, base } = wording;
  const pathByCode = new Map(diagnosis.codes);
  const unknownByCode = new Map(diagnosis.unknown.map((unknown) => [unknown.code, unknown]));
  const ids = new Map(findings.faults.map((fault, at) => [fault.name, `fault-${at + 1}`]));
  const idOf = (name: string) => ids.get(name);
  const more = say("more");

  const sections: HTMLElement[] = [];
  if (findings.faults.length) sections.push(make("div", { class: "columns" }, knownFaults(), explainingArticles()));
  if (findings.unknown.length) sections.push(unknownCodes());
  // What is known about a code helps more than the advice to search.
  if (!findings.faults.length) sections.push(make("p", {}, say("nothing_help")));
  if (rows.some((row) => row.found)) sections.push(markedLog());
  return sections;

  function knownFaults(): HTMLElement {
    const list = expandableList(make("ol", { class: "faults" }), findings.faults, knownFault, FAULTS, more);
    return make("section", { class: "known" }, make("h3", {}, say("known")), list);
  }

  function knownFault(fault: LogFault): HTMLElement {
    const path = pathByCode.get(fault.name);
    const name = fault.kind === "code" && path ? link(path, fault.name) : make("span", {}, fault.name);
    name.classList.add("code");
    const item = make("li", { id: idOf(fault.name) ?? "", class: "fault" }, make("h4", { class: fault.kind }, name));
    if (fault.message && fault.message !== fault.name) item.append(make("p", { class: "fault-message" }, fault.message));
    item.append(factsOf(fault));
    const best = fault.explained.slice(0, BEST);
    for (const [place, lines] of best) {
      const { path, title, locale } = articles[place];
      const note = best.length > 1 ? make("small", {}, count("lines", lines)) : "";
      item.append(make("p", { class: "best" }, link(path, title, locale), " ", note));
    }
    const others = fault.articles.length - best.length;
    if (others && best.length) item.lastElementChild?.append(" ", make("small", {}, say("others", { n: number(others) })));
    const own = rows.filter((row) => row.pieces.some(([, name]) => name === fault.name));
    if (own.length) item.append(linesOf(fault, own));
    return item;
  }

  function factsOf(fault: LogFault): HTMLElement {
    const facts = make("p", { class: "meta" }, make("strong", {}, count("lines", fault.lines)));
    facts.append(` · ${extent(fault.first, fault.last, files)}`);
    const times = [...new Set([fault.begun, fault.ended])].filter(Boolean);
    if (times.length) facts.append(" · ", make("span", { class: "times" }, times.join(" – ")));
    return facts;
  }

  /** Returns the lines of a fault, folded. */
  function linesOf(fault: LogFault, own: LogRow[]): HTMLElement {
    const details = make("details", {}, make("summary", {}, say("show")));
    const unfold = () => {
      const list = make("ol", { class: "log-lines", tabindex: "0", "aria-label": fault.name });
      details.append(expandableList(list, own, (row) => createLine(row, idOf, false), ROWS_OF_A_FAULT, more));
      addRest(details, fault.lines - own.length);
    };
    details.addEventListener("toggle", unfold, { once: true });
    return details;
  }

  /** Says how many lines are not shown. */
  function addRest(element: HTMLElement, hidden: number): void {
    if (hidden > 0) element.append(make("p", { class: "meta" }, count("gap", hidden)));
  }

  function explainingArticles(): HTMLElement {
    const best = findings.articles.filter(({ explains }) => explains.length);
    const others = findings.articles.filter(({ explains }) => !explains.length);
    const list = expandableList(make("ol", { class: "explaining" }), best, explainingArticle, ARTICLES, more);
    const section = make("section", { class: "page-aside" }, make("h3", {}, say("articles")), list);
    if (others.length) {
      const about = expandableList(make("ol", { class: "explaining" }), others, mentioningArticle, ARTICLES, more);
      section.append(make("details", {}, make("summary", {}, count("about", others.length)), about));
    }
    return section;
  }

  function explainingArticle(mentioned: LogArticle): HTMLElement {
    const share = say("share", { share: percent(mentioned.lines / findings.faulty) });
    const value = { max: String(findings.faulty), value: String(mentioned.lines), "aria-label": share };
    return articleItem(mentioned, mentioned.explains, make("progress", value), share);
  }

  function mentioningArticle(mentioned: LogArticle): HTMLElement {
    return articleItem(mentioned, mentioned.mentions, "", "");
  }

  function articleItem(mentioned: LogArticle, names: string[], bar: HTMLElement | "", share: string): HTMLElement {
    const article = articles[mentioned.article];
    const chips = names.slice(0, CHIPS).map((name) => {
      return make("li", {}, make("a", { href: `#${idOf(name)}`, class: "chip" }, name));
    });
    return make(
      "li",
      {},
      article ? link(article.path, article.title, article.locale) : "",
      bar,
      make("p", { class: "meta" }, [article?.number, share].filter(Boolean).join(" · ")),
      make("ul", { class: "chips" }, ...chips),
    );
  }

  function unknownCodes(): HTMLElement {
    const list = expandableList(make("ul", { class: "unknown-codes" }), findings.unknown, unknownCode, FAULTS, more);
    const help = make("p", {}, say("unknown_help"));
    return make("section", { class: "unknown" }, make("h3", {}, say("unknown")), help, list);
  }

  function unknownCode(fault: LogFault): HTMLElement {
    const item = make("li", {}, make("span", { class: "code" }, fault.name), factsOf(fault));
    const unknown = unknownByCode.get(fault.name);
    if (unknown) item.append(...ownerOf(unknown), ...codesNear(unknown));
    return item;
  }

  /** Returns the codes that may be meant, or else examples that show how codes of the family look. */
  function codesNear({ near, isSlip }: UnknownCode): HTMLElement[] {
    const [before = "", after = ""] = say(isSlip ? "near" : "same_family").split("{code}");
    const links = near.slice(0, NEAR).flatMap((code, at) => [at ? ", " : "", link(pathByCode.get(code) ?? "", code)]);
    return links.length ? [make("p", { class: "meta" }, isSlip ? before : `${before} `, ...links, after)] : [];
  }

  /** Returns whose an unknown code is: its family, and the vendor's documentation. */
  function ownerOf({ card, documentation }: UnknownCode): HTMLElement[] {
    if (!card) return [];
    const family = card.href ? link(card.href, card.name) : card.name;
    const about = make("span", { lang: "en", dir: "auto" }, aboutFamily(card).join(": "));
    const line = make("p", { class: "meta" }, family, " · ", about);
    // "https://a.example/x" yes; "javascript:x" no.
    const host = /^https?:\/\/([^/]+)/i.exec(documentation)?.[1];
    if (host) line.append(" ", make("a", { href: documentation, rel: "noopener noreferrer" }, host));
    return [line];
  }

  function markedLog(): HTMLElement {
    const title = say("log");
    const list = make("ol", { class: "log-lines whole", tabindex: "0", "aria-label": title });
    const expandable = expandableList(list, rows, (row, at) => logRow(row, rows[at - 1]), ROWS, more);
    const section = make("section", { class: "marked" }, make("h3", {}, title), expandable);
    const last = rows.at(-1);
    const before = files.slice(0, last?.file).reduce((sum, { lines }) => sum + lines, 0);
    addRest(section, findings.lines - before - (last?.number ?? 0));
    return section;
  }

  function createGap(lines: number): HTMLElement {
    return make("span", { class: "gap" }, count("gap", lines));
  }

  function logRow(row: LogRow, above: LogRow | undefined): HTMLElement {
    const item = createLine(row, idOf, true);
    const isFirst = row.file !== above?.file;
    const gap = row.number - (isFirst ? 0 : above.number) - 1;
    if (gap > 0) item.prepend(createGap(gap));
    if (isFirst && files.length > 1) item.prepend(make("span", { class: "gap name" }, files[row.file].name));
    const skipped = above && isFirst ? files[above.file].lines - above.number : 0;
    if (skipped > 0) item.prepend(createGap(skipped));
    return item;
  }

  /** `lang` is the language of an article's title. */
  function link(path: string, title: string, lang?: string): HTMLElement {
    const language: Record<string, string> = lang ? { lang, dir: "auto", hreflang: lang } : {};
    return make("a", { href: base + path, ...language }, title);
  }
}
