/** Addresses of the search page, and counts in the words of the interface: for the box and the page. */

// Characters of a parameter once it is encoded. Servers refuse addresses from about 8,000 characters on.
const LONGEST = 6000;
// How much of a text that is too long is kept in each step, until it fits.
const SHORTER = 0.7;

/** Returns the query string of a state, short enough for every server. */
export function addressOf(state: Record<string, string | string[]>): string {
  const parameters = new URLSearchParams();
  for (const [key, values] of Object.entries(state)) {
    for (const value of [values].flat()) if (value) parameters.append(key, shorten(value));
  }
  return `?${parameters}`;
}

export function shorten(value: string): string {
  let text = value.slice(0, LONGEST);
  while (`${new URLSearchParams({ text })}`.length > LONGEST) text = text.slice(0, text.length * SHORTER);
  return text;
}

/** Formats a count; the element has `data-none` and `data-count-<plural form>`. */
export function formatCount(count: number, { dataset }: { dataset: DOMStringMap }): string {
  if (!count) return dataset.none ?? "";
  const tag = dataset.intl || dataset.locale;
  const form = new Intl.PluralRules(tag).select(count);
  const text = dataset[`count${form[0].toUpperCase()}${form.slice(1)}`] ?? dataset.countOther ?? "{n}";
  return text.replace("{n}", count.toLocaleString(tag));
}
