/**
 * Above a long list: shows only the entries that contain what the reader types. Without this script the
 * list is complete, and the browser's own search finds everything in it.
 */

import { errata } from "./shared.ts";

// The entries of every kind of list; an entry with a list in it is a group.
const ENTRIES = "main :is(.titles, .code-index, .tallies, .tree) li:not(:has(ul))";
const GROUPS = "main :is(details, section, .tree li:has(ul))";
// Long enough that a word is typed at once, short enough that the list follows.
const PAUSE = 120; // ms

interface Entry {
  element: HTMLElement;
  text: string;
}

errata.modules.filter = (form) => {
  const field = form.querySelector("input") as HTMLInputElement;
  const status = form.querySelector("[role=status]") as HTMLElement;
  const plural = new Intl.PluralRules(form.dataset.intl || document.documentElement.lang);
  const number = new Intl.NumberFormat(form.dataset.intl || document.documentElement.lang);
  let entries: Entry[] = [];
  let opened: HTMLDetailsElement[] = [];
  let timer = 0;

  const show = () => {
    const words = normalise(field.value).split(" ").filter(Boolean);
    if (!entries.length) entries = readEntries();
    const matching = entries.filter((entry) => {
      const hidden = !words.every((word) => entry.text.includes(word));
      entry.element.hidden = hidden;
      return !hidden;
    });
    for (const group of document.querySelectorAll<HTMLElement>(GROUPS)) {
      const own = group.querySelector(":is(.titles, .code-index, .tallies, .tree) li, :scope > ul li");
      group.hidden = own !== null && !group.querySelector("li:not([hidden], :has(ul))");
    }
    // What the reader had closed is closed again once the field is empty.
    for (const group of opened) group.open = false;
    opened = words.length ? [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")] : [];
    for (const group of opened) group.open = !group.hidden;
    status.textContent = words.length ? message(matching.length) : "";
  };
  const message = (count: number) => {
    const text = form.dataset[`count${capitalise(plural.select(count))}`] ?? form.dataset.countOther ?? "";
    return text.replace("{n}", number.format(count));
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  form.dataset.ready = "";
  // A browser that comes back to the page fills the field in again.
  if (field.value) show();
};

function readEntries(): Entry[] {
  const entries = document.querySelectorAll<HTMLElement>(ENTRIES);
  return [...entries].map((element) => ({ element, text: normalise(element.textContent ?? "") }));
}

/** Removes case and accents. */
function normalise(text: string): string {
  // Accents and other marks that stand on a letter: the dots of "ä" yes; "a" no
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.toLowerCase().replace(/\s+/g, " ").trim();
}

function capitalise(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}
