/** The words of the page that reads logs, in its language, as its template gives them. */

import type { LogFile, LogPlace, ReadFile } from "./types.ts";

type Values = Record<string, string>;

export type Wording = ReturnType<typeof createWording>;

export function createWording(root: HTMLElement) {
  const words: Values = JSON.parse(root.dataset.words ?? "{}");
  const forms: Record<string, [form: string, text: string][]> = JSON.parse(root.dataset.forms ?? "{}");
  const language = root.dataset.intl || document.documentElement.lang;
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: "percent" });

  // "{file}" yes; "{}" and "{a b}" no.
  const fill = (text: string, values: Values) => text.replace(/\{(\w+)\}/g, (found, key) => values[key] ?? found);
  const say = (name: string, values: Values = {}) => fill(words[name] ?? "", values);

  /** Returns a count in the right plural form of the language. */
  function count(name: string, count: number): string {
    const texts = new Map(forms[name]);
    return fill(texts.get(plural.select(count)) ?? texts.get("other") ?? "", { n: numbers.format(count) });
  }

  function size(bytes: number): string {
    const [unit, one] = bytes < 1e6 ? (["kilobyte", 1e3] as const) : (["megabyte", 1e6] as const);
    const sizes = new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 });
    return sizes.format(bytes / one);
  }

  /** Returns the range of lines, with the names of the files if there are several. */
  function extent(first: LogPlace, last: LogPlace, files: ReadFile[]): string {
    const write = ({ file, line }: LogPlace) => `${files[file].name}:${numbers.format(line)}`;
    if (first.file !== last.file) return `${write(first)} – ${write(last)}`;
    const values = { first: numbers.format(first.line), last: numbers.format(last.line) };
    const lines = say(first.line === last.line ? "line" : "extent", values);
    return files.length > 1 ? `${files[first.file].name}, ${lines}` : lines;
  }

  /** Returns the title for the logs that were read. */
  function title(files: Pick<LogFile, "name">[]): string {
    const [only] = files;
    return files.length === 1 ? only.name || say("pasted") : count("files", files.length);
  }

  return {
    say,
    count,
    size,
    extent,
    title,
    number: (number: number) => numbers.format(number),
    percent: (share: number) => percents.format(share),
    /** The address of the site's root. */
    base: root.dataset.root ?? "",
  };
}
