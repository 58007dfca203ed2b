/** Elements for what was found: lists that grow on demand, and lines of a log with their faults marked. */

import { make } from "../dom.ts";
import type { LogRow } from "./types.ts";

/** Makes a list that shows some of its items, and a button for more. */
export function expandableList<Item>(
  list: HTMLElement,
  items: Item[],
  create: (item: Item, at: number) => HTMLElement,
  step: number,
  more: string,
): HTMLElement {
  const button = make("button", { type: "button", class: "more" }, more);
  let count = 0;
  function expand(): HTMLElement | undefined {
    const next = items.slice(count, count + step).map((item, at) => create(item, count + at));
    list.append(...next);
    count += next.length;
    button.hidden = count >= items.length;
    return next[0];
  }
  button.addEventListener("click", () => {
    const first = expand();
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  });
  expand();
  return make("div", { class: "growing" }, list, button);
}

/** Makes the element of a log line. Parts that belong to a fault are marked, and link to it on request. */
export function createLine(
  row: LogRow,
  idOf: (name: string) => string | undefined,
  isLinked: boolean,
): HTMLElement {
  const item = make("li", { value: String(row.number), class: row.found ? "found" : "around" });
  item.append(make("span", { class: "number" }, `${row.number} `));
  for (const [text, name] of row.pieces) {
    const id = name ? idOf(name) : undefined;
    if (!name) item.append(text);
    else if (id && isLinked) item.append(make("mark", {}, make("a", { href: `#${id}` }, text)));
    else item.append(make("mark", id ? {} : { class: "unknown" }, text));
  }
  if (row.cut) item.append(make("span", { class: "cut" }, " …"));
  return item;
}
