/**
 * Elements for what was found: lists that grow on demand, and lines of a log with their faults marked.
 * Everything a log or an index says comes in as a text node.
 */

/** @import { LogRow } from "./excerpts.js" */

/** @typedef {(tag: string, attributes?: Record<string, string>, ...children: (Node | string)[]) => HTMLElement} Make */

/** @typedef {<T>(list: HTMLElement, items: T[], show: (item: T, at: number) => HTMLElement, step: number, more: string) => HTMLElement} Growing */

/** @typedef {(row: LogRow, target: (name: string) => string | undefined, linked: boolean) => HTMLElement} Line */

"use strict";

(function () {
  /** @type {Make} */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /**
   * A list of which some items are shown, and a button for more.
   * @type {Growing}
   */
  function growing(list, items, show, step, more) {
    const button = make("button", { type: "button", class: "more" }, more);
    let shown = 0;
    function grow() {
      const next = items.slice(shown, shown + step).map((item, at) => show(item, shown + at));
      list.append(...next);
      shown += next.length;
      button.hidden = shown >= items.length;
      return next[0];
    }
    button.addEventListener("click", () => {
      const first = grow();
      first?.setAttribute("tabindex", "-1");
      first?.focus();
    });
    grow();
    return make("div", { class: "growing" }, list, button);
  }

  /**
   * A line of a log; what belongs to a fault is marked, and leads to it if asked for.
   * @type {Line}
   */
  function line(row, target, linked) {
    const item = make("li", { value: String(row.number), class: row.found ? "found" : "around" });
    item.append(make("span", { class: "number" }, `${row.number} `));
    for (const [text, name] of row.pieces) {
      const id = name ? target(name) : undefined;
      if (!name) item.append(text);
      else if (id && linked) item.append(make("mark", {}, make("a", { href: `#${id}` }, text)));
      else item.append(make("mark", id ? {} : { class: "unknown" }, text));
    }
    if (row.cut) item.append(make("span", { class: "cut" }, " …"));
    return item;
  }

  const scope = /** @type {{ errata?: object }} */ (/** @type {unknown} */ (globalThis));
  const api = { make, growing, line };
  scope.errata = Object.assign(scope.errata ?? {}, api);
  if (typeof module === "object") module.exports = api;
})();
