/**
 * What the search page has beside its answers: filters, the last searches, the offer to read a log, and keys. It is a
 * script of its own, which comes after the first answer, and where nothing is found once the reader comes to the box.
 */

import { find, make } from "../dom.ts";
import { errata } from "../shared.ts";
import { addressOf } from "./address.ts";
import { createFacet } from "./facets.ts";
import { countFacets } from "./filter.ts";
import { readHistory, writeHistory } from "./history.ts";
import { offerDiagnose } from "./paste.ts";
import { FACETS } from "./state.ts";
import type { FacetName, State } from "./state.ts";
import type { Answer, Extras, ExtrasPlace, Facet, Labels } from "./types.ts";

errata.createExtras = (root: HTMLElement, { nameOfState, formatNumber, change }: ExtrasPlace): Extras => {
  const filters = find("[data-facets]", root);
  const history = find("[data-history]", root);
  const input = find<HTMLInputElement>("input", root);
  const groups = new Map(FACETS.map((name) => [name, createGroup(name)]));
  /** The query whose filters are shown. */
  let filteredQuery = "";

  function createGroup(name: FacetName) {
    const group = find(`[data-facet=${name}]`, root);
    const names: Record<FacetName, (value: string) => string> = {
      kind: (value) => group.dataset[value] ?? value,
      product: (value) => value,
      state: nameOfState,
    };
    return createFacet(group, { nameOf: names[name], formatNumber }, (chosen) => change({ [name]: chosen }));
  }

  function showFilters({ cards, total }: Answer, labels: Labels[], state: State): void {
    const { products, states } = countFacets(labels, { products: state.product, states: state.state });
    const kinds: Facet = [
      ["article", total],
      ["code", cards.length],
    ];
    const counts: Record<FacetName, Facet> = {
      kind: kinds.filter(([, count]) => count),
      product: products,
      state: states,
    };
    for (const [name, group] of groups) group.show(counts[name], state[name], filteredQuery !== state.q);
    filteredQuery = state.q;
    filters.hidden = !state.q || !filters.querySelector("fieldset:not([hidden]), nav");
  }

  function showHistory(query: string): void {
    const queries = readHistory();
    history.hidden = !queries.length || Boolean(query);
    const items = queries.map((q) => make("li", {}, make("a", { href: addressOf({ q }), "data-state": "" }, q)));
    find("ul", history).replaceChildren(...items);
  }

  /** Lets the arrow keys move from the box down the results and back, as in the suggestions of other pages. */
  function walkResults(event: KeyboardEvent): void {
    const { key, target } = event;
    if ((key !== "ArrowDown" && key !== "ArrowUp") || event.isComposing || event.altKey || event.shiftKey) return;
    const stops: EventTarget[] = [input, ...root.querySelectorAll("[data-results] h2 a")];
    const index = stops.indexOf(target as EventTarget);
    const next = index < 0 ? undefined : stops[index + (key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    (next as HTMLElement).focus();
  }

  root.addEventListener("keydown", walkResults);
  find("button", history).addEventListener("click", () => {
    writeHistory([]);
    showHistory(input.value);
    input.focus();
  });
  offerDiagnose(find("form", root), input);
  offerSlashKey(find("[data-slash]", root));
  return { showFilters, showHistory };
};

/** Lets the reader turn off the one-key shortcut, if the browser can remember that. */
function offerSlashKey(element: HTMLElement): void {
  const box = find<HTMLInputElement>("input", element);
  try {
    box.checked = localStorage.getItem("errata-slash") !== "off";
    element.hidden = false;
  } catch {
    return;
  }
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem("errata-slash");
    else localStorage.setItem("errata-slash", "off");
  });
}
