/** A facet of the search page: a group of checkboxes, each with the number of results it would show. */

import { find, make } from "../dom.ts";
import type { Facet } from "./types.ts";

// How many values are shown before a reader asks for all: a column of them beside three or four results.
const MOST = 8;

export interface FacetGroup {
  /** For an answer to the same words the values keep their places, so that none moves under the pointer. */
  show(facet: Facet, chosen: string[], isNewQuery: boolean): void;
}

export interface FacetWords {
  nameOf(value: string): string;
  formatNumber(count: number): string;
}

/** `onChange` is called with the ticked values. */
export function createFacet(
  group: HTMLElement,
  { nameOf, formatNumber }: FacetWords,
  onChange: (chosen: string[]) => void,
): FacetGroup {
  const list = find("[data-values]", group);
  const more = find("[data-more]", group);
  const text = more.textContent ?? "";
  const rows = new Map<string, { label: HTMLElement; box: HTMLInputElement; count: HTMLElement }>();
  let order: string[] = [];
  let isExpanded = false;

  function createRow(value: string) {
    const box = make("input", { type: "checkbox", value });
    const count = make("span", { class: "facet-count" });
    const row = { label: make("label", {}, box, make("span", {}, nameOf(value)), " ", count), box, count };
    rows.set(value, row);
    return row;
  }

  const getRow = (value: string) => rows.get(value) ?? createRow(value);
  const chosenValues = () => order.filter((value) => getRow(value).box.checked);

  /** Folds the list; ticked values always stay visible. */
  function fold(): void {
    const folded = order.filter((value, at) => at >= MOST && !isExpanded && !getRow(value).box.checked);
    for (const value of order) getRow(value).label.hidden = folded.includes(value);
    more.hidden = !folded.length;
    more.textContent = text.replace("{n}", formatNumber(folded.length));
  }

  group.addEventListener("change", () => onChange(chosenValues()));
  more.addEventListener("click", () => {
    const first = order.find((value) => getRow(value).label.hidden);
    isExpanded = true;
    fold();
    if (first !== undefined) getRow(first).box.focus();
  });

  return {
    show(facet, chosen, isNewQuery) {
      const counts = new Map(facet);
      const values = [...new Set([...(isNewQuery ? [] : order), ...counts.keys(), ...chosen])];
      // Elements that stay in place keep the focus.
      if (values.join("\n") !== order.join("\n")) list.replaceChildren(...values.map((value) => getRow(value).label));
      order = values;
      if (isNewQuery) isExpanded = false;
      for (const value of order) {
        getRow(value).box.checked = chosen.includes(value);
        getRow(value).count.textContent = formatNumber(counts.get(value) ?? 0);
      }
      fold();
      // A single value does not divide anything.
      group.hidden = order.length < 2 && !chosen.length;
    },
  };
}
