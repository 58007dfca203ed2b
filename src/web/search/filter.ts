/**
 * Limits an answer to products and states: an article must have one of the chosen values of every facet with a choice.
 */

import type { Facet, Filters, Labels } from "./types.ts";

const hasOne = (values: string[], chosen: string[]) => !chosen.length || values.some((value) => chosen.includes(value));

export const isWanted = ({ products, state }: Labels, filters: Filters) =>
  hasOne(products, filters.products) && hasOne([state], filters.states);

/**
 * Counts a facet's values among the articles that all other facets leave: choosing a second value adds its articles.
 */
export function countFacets(articles: Labels[], filters: Filters): { products: Facet; states: Facet } {
  const leave = (open: keyof Filters) => articles.filter((labels) => isWanted(labels, { ...filters, [open]: [] }));
  return {
    products: countNames(leave("products").flatMap(({ products }) => products)),
    states: countNames(leave("states").flatMap(({ state }) => state || [])),
  };
}

/** Counts names, most frequent first. */
function countNames(names: string[]): Facet {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([one, more], [other, less]) => less - more || (one < other ? -1 : 1));
}
