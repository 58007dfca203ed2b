/** What the search page shows, as its address says. */

export type State = {
  q: string;
  kind: string[];
  product: string[];
  state: string[];
  page: string;
};

export type FacetName = "kind" | "product" | "state";

export const FACETS: FacetName[] = ["kind", "product", "state"];
const KINDS = ["article", "code"];
export const NO_FILTERS = { kind: [], product: [], state: [] };

// How many characters of a query, as the engine reads them, and of a product's name.
const LONGEST_QUERY = 16_384;
const LONGEST_PRODUCT = 200;
// How many values of one facet an address may name: more than anybody ticks.
const MOST_VALUES = 50;
// A page number that no answer has: it still fits the line that shows it.
const LAST_PAGE = 9999;

// How the index names the states of articles: "not-validated" yes; "Validated" and "a b" no.
const STATE = /^[a-z-]{1,40}$/u;

/** Reads a state from an address; ignores invalid values. */
export function readState(search: string): State {
  const parameters = new URLSearchParams(search);
  const get = (name: string) => parameters.get(name) ?? "";
  const getAll = (name: FacetName, isValid: (value: string) => unknown) =>
    [...new Set(parameters.getAll(name).filter(isValid))].slice(0, MOST_VALUES);
  const page = Math.min(Math.max(Number.parseInt(get("page"), 10) || 1, 1), LAST_PAGE);
  return {
    q: get("q").slice(0, LONGEST_QUERY),
    kind: getAll("kind", (value) => KINDS.includes(value)),
    product: getAll("product", (value) => value && value.length <= LONGEST_PRODUCT),
    state: getAll("state", (value) => STATE.test(value)),
    page: page > 1 ? String(page) : "",
  };
}

/** Whether an answer of one card leads to that code's page at once, as OpenSearch asks. */
export const asksToFollow = (search: string) => new URLSearchParams(search).get("go") === "1";
