/**
 * On every page: mounts each `[data-module]` once its scripts are there. `/` and Ctrl/Cmd-K lead to the
 * search box. `data-scripts` names files next to this one. They are loaded at once, or for a form,
 * which works without them, when the reader comes to it.
 */

import { setUpPage } from "./page.ts";
import { errata } from "./shared.ts";
import { mayBeCode } from "./text.ts";
import { setUpTheme } from "./theme.ts";
import { trustSite } from "./trust.ts";

// After the first paint, so that the page appears before the scripts of its search load.
const LATER = 100; // ms
// Looks more like a log than a question: two lines, a time of day; not "crash at 12:30".
const LOG = /\n|\d:\d\d:\d\d/;

const own = (document.currentScript as HTMLScriptElement).src;

setUpTheme();
trustSite(new URL("../../", own).href);
setUpPage(own);

async function mount(element: HTMLElement): Promise<void> {
  try {
    await errata.load(element.dataset.scripts ?? "");
    errata.modules[element.dataset.module ?? ""]?.(element);
  } catch {
    errata.fail(element);
  }
}

/** Preloads the files beside the scripts that will ask for them. */
function preload({ root = "" }: DOMStringMap, ...paths: string[]): void {
  for (const path of paths) {
    const link = { rel: "preload", as: "script", href: `${root}${path}.js` };
    document.head.append(Object.assign(document.createElement("link"), link));
  }
}

/** Preloads what a query in the search page's address needs, beyond what the page itself preloads. */
function preloadFor({ dataset }: HTMLElement, query: string): void {
  if (!mayBeCode(query)) preload(dataset, "assets/js/search/words", `search/${dataset.locale}/root`);
  if (LOG.test(query)) preload(dataset, "assets/js/mask");
}

/** Mounts an element at once, or, with `data-later`, after the page is painted unless the address has a query. */
function scheduleMount(element: HTMLElement): void {
  const start = () => void mount(element);
  const index = `search/${element.dataset.locale}/`;
  if (element instanceof HTMLFormElement) preload(element.dataset, `${index}codes`, `${index}root`);
  if (!("later" in element.dataset) || location.search || document.hidden) start();
  else requestAnimationFrame(() => setTimeout(start, LATER));
}

/**
 * Runs once the whole page is read: this script is in the head, so that the theme applies at once. `errata serve` runs
 * it again for a page that has taken the place of this one.
 */
function start(): void {
  // Without scripts a search leads to the index of codes.
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) {
    form.action = form.dataset.search ?? form.action;
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-module]")) {
    if (element instanceof HTMLFormElement) {
      element.addEventListener("focusin", () => scheduleMount(element), { once: true });
      if (element.contains(document.activeElement)) scheduleMount(element);
    } else {
      const query = new URLSearchParams(location.search).get("q");
      if (element.dataset.module === "results" && query) preloadFor(element, query.trim());
      scheduleMount(element);
    }
  }
  // The same function listens once, however often a page takes the place of another.
  document.body.addEventListener("keydown", leadToBox);
  // On paper, a site that does not know its address shows that of the browser.
  const address = document.querySelector("[data-address]");
  if (address) address.textContent = location.href;
}

errata.start = start;
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();

function leadToBox(event: KeyboardEvent): void {
  if (event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey ? event.key !== "k" : !isSlash(event)) return;
  const box = document.querySelector<HTMLInputElement>("form[role=search] input");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

/** Whether `/` was pressed to search: the search page can turn that off (WCAG 2.2, 2.1.4). */
function isSlash(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0] as HTMLElement;
  if (event.key !== "/" || target.isContentEditable || target.matches?.("input, textarea, select")) return false;
  try {
    return localStorage.getItem("errata-slash") !== "off";
  } catch {
    return true;
  }
}
