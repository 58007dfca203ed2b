/**
 * On pages of articles and codes: copies blocks of code, and addresses of sections and of codes, and says so. Where the
 * browser does not let a page copy, the text is selected instead. Code and tables that are wider than the page can be
 * reached with the keyboard.
 */

import { make } from "./dom.ts";
import { errata } from "./shared.ts";

// Long enough to be read, short enough that the button soon says what it does again.
const CONFIRMED = 2000; // ms
// A screen reader announces a text only if it differs from the one before: it is emptied for so long.
const EMPTIED = 100; // ms

/** The body of an article: a button on each block of code. */
errata.modules.article = (body) => {
  const announce = createStatus(body);
  for (const block of body.querySelectorAll("pre")) addCopyButton(block, body.dataset, announce);
  const watch = new ResizeObserver((seen) => seen.forEach(({ target }) => setReachable(target)));
  for (const box of body.querySelectorAll("pre, table")) watch.observe(box);
};

/** The button beside the address of a code, or what stands for the links of an article's headings. */
errata.modules.link = (element) => {
  const { copied = "" } = element.dataset;
  const announce = createStatus(document.querySelector("main") ?? document.body);
  if (element instanceof HTMLButtonElement) {
    const link = element.parentElement?.querySelector("a") as HTMLAnchorElement;
    const label = element.textContent ?? "";
    element.dataset.ready = "";
    element.addEventListener("click", async () => {
      if (await copy(link.href)) {
        announce(copied);
        confirm(element, copied, label);
      } else {
        link.textContent = link.href;
        getSelection()?.selectAllChildren(link);
      }
    });
    return;
  }
  // The link of a heading still leads there: its address is copied besides.
  document.body.addEventListener("click", async ({ target }) => {
    const link = (target as Element).closest<HTMLAnchorElement>(".heading-link");
    if (!link || !(await copy(link.href))) return;
    announce(copied);
    link.dataset.copied = copied;
    setTimeout(() => delete link.dataset.copied, CONFIRMED);
  });
};

/** Returns a function that has screen readers say a text. */
function createStatus(place: Element): (text: string) => void {
  const status = make("p", { class: "visually-hidden", role: "status", lang: document.documentElement.lang });
  place.append(status);
  return (text) => {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), EMPTIED);
  };
}

/** Shows for a moment on a button what was done. */
function confirm(button: HTMLElement, text: string, label: string): void {
  button.textContent = text;
  setTimeout(() => (button.textContent = label), CONFIRMED);
}

/** Makes a box reachable with the keyboard only if it scrolls; without scripts, every box that could scroll is. */
function setReachable(box: Element): void {
  if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
  else box.removeAttribute("tabindex");
}

function addCopyButton(block: HTMLElement, words: DOMStringMap, announce: (text: string) => void): void {
  const lang = document.documentElement.lang;
  const button = make("button", { type: "button", class: "copy", lang }, words.copy ?? "");
  const frame = make("div", { class: "copyable" });
  button.addEventListener("click", async () => {
    const isCopied = await copyBlock(block);
    const text = (isCopied ? words.copied : words.selected) ?? "";
    announce(text);
    if (isCopied) confirm(button, text, words.copy ?? "");
    else if (!frame.querySelector(".copy-note")) frame.append(make("p", { class: "copy-note", lang }, text));
  });
  block.replaceWith(frame);
  frame.append(block, button);
}

/** Copies a block's text, or selects it if that fails; returns whether it was copied. */
async function copyBlock(block: HTMLElement): Promise<boolean> {
  // The line end before `</pre>` does not belong to the code.
  if (await copy((block.textContent ?? "").replace(/\n$/, ""))) return true;
  getSelection()?.selectAllChildren(block);
  return document.execCommand("copy");
}

/** Returns whether the browser let the page copy a text to the clipboard. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
