/**
 * On every page: mounts each `[data-module]` once its scripts are there. `/` and Ctrl/Cmd-K lead to the
 * search box. `data-scripts` names files next to this one. They are loaded at once, or for a form,
 * which works without them, when the reader comes to it.
 */

import { setUpPage } from "./page.ts";
import { errata } from "./shared.ts";
import { mayBeCode } from "./text.ts";
import { setUpTheme } from "./theme.ts";

// After the first paint, so that the page is there before the scripts of its search are.
const LATER = 100; // ms

setUpTheme();
setUpPage((document.currentScript as HTMLScriptElement).src);

async function mount(element: HTMLElement): Promise<void> {
  try {
    await errata.load(element.dataset.scripts ?? "");
    errata.modules[element.dataset.module ?? ""]?.(element);
  } catch {
    errata.fail(element);
  }
}

/** The index comes beside the scripts that read it. */
function fetchIndex({ root = "", locale }: DOMStringMap, names: string[]): void {
  for (const name of names) {
    const href = `${root}search/${locale}/${name}.js`;
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "script", href }));
  }
}

/** At once; one with `data-later` after the page is painted, unless the address has a query. */
function scheduleMount(element: HTMLElement): void {
  const start = () => void mount(element);
  if (element instanceof HTMLFormElement) fetchIndex(element.dataset, ["codes", "root"]);
  if (!("later" in element.dataset) || location.search || document.hidden) start();
  else requestAnimationFrame(() => setTimeout(start, LATER));
}

// Without scripts a search leads to the index of codes.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) {
  form.action = form.dataset.search ?? form.action;
}

/** Runs once the whole page is read: this script stands in the head, so that the theme is there at once. */
function start(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-module]")) {
    if (element instanceof HTMLFormElement) {
      element.action = element.dataset.search ?? element.action;
      element.addEventListener("focusin", () => scheduleMount(element), { once: true });
      if (element.contains(document.activeElement)) scheduleMount(element);
    } else {
      // The search page begins with the codes itself; a code needs nothing more.
      const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
      if (element.dataset.module === "results" && !mayBeCode(query)) fetchIndex(element.dataset, ["root"]);
      scheduleMount(element);
    }
  }
  // On paper a site that does not know its address has that of the browser.
  const address = document.querySelector("[data-address]");
  if (address) address.textContent = location.href;
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey ? event.key !== "k" : !isSlash(event)) return;
  const box = document.querySelector<HTMLInputElement>("form[role=search] input");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

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
