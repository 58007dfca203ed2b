/**
 * On the page of an address that does not exist: an old address with a query leads on. For another one, what
 * the search finds for the name in the address, such as a code, the number of an article that is gone, or the
 * words of a title.
 */

import { find, make } from "./dom.ts";
import { AnswerParts } from "./search/parts.ts";
import { errata } from "./shared.ts";

// The longest titles of articles are about as long; more is not a name.
const LONGEST = 100;
// Shorter names find everything or nothing.
const SHORTEST = 3;
// How many articles are shown: the rest are one link away.
const MOST_HITS = 3;

errata.modules.notfound = (element) => {
  const form = document.querySelector("form[role=search]");
  if (!(form instanceof HTMLFormElement)) return;
  void findMoved(new URL(form.dataset.root ?? "", location.href)).then((target) => {
    if (target) location.replace(target);
    else suggest(element, form);
  });
};

/** Returns where an old address with a query leads: the page of the first row whose parameters it has. */
async function findMoved(root: URL): Promise<string> {
  if (!location.search) return "";
  let target = "";
  errata.moved = (table) => {
    const path = decode(location.pathname.slice(root.pathname.length)).replace(/\/$/, "");
    const parameters = new URLSearchParams(location.search);
    const isMeant = ([query]: [string, string]): boolean =>
      [...new URLSearchParams(query)].every(([name, value]) => parameters.getAll(name).includes(value));
    const rows = new Map(Object.entries(table)).get(path.toLowerCase());
    target = rows?.find(isMeant)?.[1] ?? "";
  };
  // A site without such addresses has no such file.
  await errata.loadOnce(`${new URL("old-addresses.js", root)}`).catch(() => undefined);
  return target && `${new URL(target, root)}`;
}

function suggest(element: HTMLElement, form: HTMLFormElement): void {
  const query = queryOf(location.pathname);
  if (!form.dataset.search || !query) return;
  const href = `${form.dataset.search}?q=${encodeURIComponent(query)}`;
  const link = make("a", { href }, (element.dataset.ask ?? "").replace("{asked}", () => query));
  find("[data-search]", element).append(link);
  // The link is enough if the search cannot be loaded.
  void showAnswer(element, query, form.dataset)
    .catch(() => find("h2", element).remove())
    .then(() => (element.hidden = false));
}

async function showAnswer(element: HTMLElement, query: string, { root = "", locale = "" }: DOMStringMap): Promise<void> {
  await errata.load("search/engine search/questions search/words");
  const answer = await errata.createSearcher({ base: root, locale }).ask(query);
  const { cards, near, hits, unknown } = answer;
  const parts = new AnswerParts(document, root, locale);
  const results = [
    ...cards.map((card) => parts.createCard(card)),
    ...parts.createUnknown(answer),
    ...(near.length && !unknown.length ? [parts.createNear(near)] : []),
    ...(hits.length ? [parts.createHits(hits.slice(0, MOST_HITS))] : []),
  ];
  find("[data-results]", element).append(...results);
  if (!results.length) find("h2", element).remove();
}

/** Returns what the last part of an address says; nothing if that is a locale or this page itself. */
function queryOf(path: string): string {
  const last = path.split("/").filter((part) => part && part !== "index.html").pop() ?? "";
  // The ending of a page: "title.html" and "title.aspx" yes; "1.2" and "errata.toml" no.
  const text = decode(last).replace(/\.(?:html?|php|aspx?|jsp|md|json)$/i, "");
  // A locale: "en" and "pt-BR" yes; "eng" and "pt-BR-x" no.
  if (text === "404" || /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i.test(text)) return "";
  const query = separateWords(text).slice(0, LONGEST).trim();
  return query.length < SHORTEST ? "" : query;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Separates the words of a title; the hyphens of a code or a number stay. */
function separateWords(text: string): string {
  // Between words: "tracking-logs+slow"; not "_", which is inside names.
  const parts = text.split(/[-+\s]+/);
  return /\d/.test(text) && parts.length <= 3 ? text : parts.join(" ");
}
