/**
 * On every page: mounts each `[data-module]` once its scripts are there. `/` and Ctrl/Cmd-K lead to the
 * search box. `data-scripts` names files next to this one. They are loaded at once, or for a form,
 * which works without them, when the reader comes to it.
 */

import { setUpPage } from "./page.ts";
import { errata } from "./shared.ts";

// After the first paint, so that the page is there before the scripts of its search are.
const LATER = 100; // ms

setUpPage((document.currentScript as HTMLScriptElement).src);

async function mount(element: HTMLElement): Promise<void> {
  try {
    await errata.load(element.dataset.scripts ?? "");
    errata.modules[element.dataset.module ?? ""]?.(element);
  } catch {
    errata.fail(element);
  }
}

/** At once; one with `data-later` after the page is painted, unless the address has a query. */
function scheduleMount(element: HTMLElement): void {
  const start = () => void mount(element);
  if (!("later" in element.dataset) || location.search || document.hidden) start();
  else requestAnimationFrame(() => setTimeout(start, LATER));
}

// Without scripts a search leads to the index of codes.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) {
  form.action = form.dataset.search ?? form.action;
}

for (const element of document.querySelectorAll<HTMLElement>("[data-module]")) {
  if (element instanceof HTMLFormElement) {
    element.addEventListener("focusin", () => scheduleMount(element), { once: true });
    if (element.contains(document.activeElement)) scheduleMount(element);
  } else {
    scheduleMount(element);
  }
}

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
