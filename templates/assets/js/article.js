/**
 * In an article: a button on each block of code that copies it. Where the browser does not let a
 * page copy, the text is selected instead, and the reader is told. Code and tables that are wider
 * than the page can be reached with the keyboard.
 */

"use strict";

(function () {
  const SHOWN = 2000; // ms
  const scope = /** @type {{ errata?: { modules: { [name: string]: (element: HTMLElement) => void } } }} */ (
    /** @type {unknown} */ (globalThis)
  );
  const errata = (scope.errata ??= { modules: {} });

  errata.modules.article = (body) => {
    const status = document.createElement("p");
    status.className = "unseen";
    status.setAttribute("role", "status");
    status.lang = document.documentElement.lang;
    body.append(status);
    for (const block of body.querySelectorAll("pre")) addButton(block, body.dataset, status);
    const watch = new ResizeObserver((seen) => seen.forEach(({ target }) => reach(target)));
    for (const box of body.querySelectorAll("pre, table")) watch.observe(box);
  };

  /**
   * Only what scrolls is a stop for the keyboard; without scripts, all that could is one.
   * @param {Element} box
   */
  function reach(box) {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  }

  /**
   * @param {HTMLPreElement} block
   * @param {DOMStringMap} words
   * @param {HTMLElement} status announced to screen readers
   */
  function addButton(block, words, status) {
    const frame = document.createElement("div");
    frame.className = "copyable";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.lang = document.documentElement.lang;
    button.textContent = words.copy ?? "";
    button.addEventListener("click", async () => {
      const done = await copied(block);
      say(status, (done ? words.copied : words.selected) ?? "");
      if (done) flash(button, words);
      else note(frame, words.selected ?? "");
    });
    block.replaceWith(frame);
    frame.append(block, button);
  }

  /**
   * Says it even where the last thing said was the same.
   * @param {HTMLElement} status
   * @param {string} text
   */
  function say(status, text) {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 100);
  }

  /**
   * @param {HTMLElement} button
   * @param {DOMStringMap} words
   */
  function flash(button, words) {
    button.textContent = words.copied ?? "";
    setTimeout(() => (button.textContent = words.copy ?? ""), SHOWN);
  }

  /**
   * The same for those who see, once.
   * @param {HTMLElement} frame
   * @param {string} text
   */
  function note(frame, text) {
    if (frame.querySelector(".copy-note")) return;
    const line = document.createElement("p");
    line.className = "copy-note";
    line.lang = document.documentElement.lang;
    line.textContent = text;
    frame.append(line);
  }

  /**
   * Whether the text is in the clipboard; it is selected if not.
   * @param {HTMLElement} block
   */
  async function copied(block) {
    const text = (block.textContent ?? "").replace(/\n$/, "");
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection()?.selectAllChildren(block);
      return document.execCommand("copy");
    }
  }
})();
