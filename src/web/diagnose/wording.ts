/** The words of the page that reads logs, in its language, as its template gives them. */

type Values = Record<string, string>;

export interface Wording {
  say(name: string, values?: Values): string;
  /** In the plural form of the language. */
  count(name: string, count: number): string;
  size(bytes: number): string;
  number(number: number): string;
  percent(share: number): string;
  /** Of lines. */
  extent(first: number, last: number): string;
  /** Address of the site's root. */
  base: string;
}

export function createWording(root: HTMLElement): Wording {
  const words: Values = JSON.parse(root.dataset.words ?? "{}");
  const forms: Record<string, [form: string, text: string][]> = JSON.parse(root.dataset.forms ?? "{}");
  const language = root.dataset.intl || document.documentElement.lang;
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: "percent" });

  // "{file}" yes; "{}" and "{a b}" no.
  const fill = (text: string, values: Values) => text.replace(/\{(\w+)\}/g, (found, key) => values[key] ?? found);
  const say = (name: string, values: Values = {}) => fill(words[name] ?? "", values);

  function count(name: string, count: number): string {
    const texts = new Map(forms[name]);
    return fill(texts.get(plural.select(count)) ?? texts.get("other") ?? "", { n: numbers.format(count) });
  }

  function size(bytes: number): string {
    const [unit, one] = bytes < 1e6 ? (["kilobyte", 1e3] as const) : (["megabyte", 1e6] as const);
    const sizes = new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 });
    return sizes.format(bytes / one);
  }

  function extent(first: number, last: number): string {
    const values = { first: numbers.format(first), last: numbers.format(last) };
    return say(first === last ? "line" : "extent", values);
  }

  return {
    say,
    count,
    size,
    extent,
    number: (number) => numbers.format(number),
    percent: (share) => percents.format(share),
    base: root.dataset.root ?? "",
  };
}
