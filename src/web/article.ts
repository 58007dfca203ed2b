/**
 * In an article: a button on each block of code that copies it. Where the browser does not let a page
 * copy, the text is selected instead, and the page says so. Code and tables that are wider than
 * the page can be reached with the keyboard.
 */

import { make } from "./dom.ts";
import { errata } from "./shared.ts";

// Long enough to be read, short enough that the button soon says what it does again.
const CONFIRMED = 2000; // ms
// A screen reader announces a text only if it differs from the one before: it is emptied for so long.
const EMPTIED = 100; // ms

errata.modules.article = (body) => {
  const lang = document.documentElement.lang;
  const status = make("p", { class: "visually-hidden", role: "status", lang });
  body.append(status);
  for (const block of body.querySelectorAll("pre")) addCopyButton(block, body.dataset, status);
  const watch = new ResizeObserver((seen) => seen.forEach(({ target }) => setReachable(target)));
  for (const box of body.querySelectorAll("pre, table")) watch.observe(box);
};

/** Makes a box reachable with the keyboard only if it scrolls; without scripts, every box that could scroll is. */
function setReachable(box: Element): void {
  if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
  else box.removeAttribute("tabindex");
}

function addCopyButton(block: HTMLElement, words: DOMStringMap, status: HTMLElement): void {
  const lang = document.documentElement.lang;
  const button = make("button", { type: "button", class: "copy", lang }, words.copy ?? "");
  const frame = make("div", { class: "copyable" });
  button.addEventListener("click", async () => {
    const copied = await copy(block);
    const text = (copied ? words.copied : words.selected) ?? "";
    status.textContent = "";
    setTimeout(() => (status.textContent = text), EMPTIED);
    if (copied) {
      button.textContent = text;
      setTimeout(() => (button.textContent = words.copy ?? ""), CONFIRMED);
    } else if (!frame.querySelector(".copy-note")) {
      frame.append(make("p", { class: "copy-note", lang }, text));
    }
  });
  block.replaceWith(frame);
  frame.append(block, button);
}

/** Copies the text to the clipboard, or selects it if that fails; returns whether it was copied. */
async function copy(block: HTMLElement): Promise<boolean> {
  // The line end before `</pre>` does not belong to the code.
  const text = (block.textContent ?? "").replace(/\n$/, "");
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(block);
    return document.execCommand("copy");
  }
}
