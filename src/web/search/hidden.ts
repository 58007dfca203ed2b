/** Finds articles in no list, by their numbers and codes. The format is described in `src/errata/search/index.py`. */

import { hashText } from "./digits.ts";
import type { HiddenArticle, Hit, IndexFiles, ParsedQuery } from "./types.ts";

// The bits of a name's hash that the index has of an article in no list, as in `unknown_codes.py`.
const HINT = 0xfff;

/** By number or code, alone or next to words that ask nothing more; or by a code's digits: "Error 3324". */
export async function findHidden(
  { text, telling }: ParsedQuery,
  hints: number[],
  files: IndexFiles,
): Promise<Hit[]> {
  const hashes = [text, telling.join(" ")].map(fold).filter(Boolean).map(hashText);
  const candidates = [...new Set(hashes)].filter((hash) => hints.includes(hash & HINT));
  // One query in 4,096 has a hint by chance, and no file.
  const load = (hash: number) => files.get<HiddenArticle[]>(`hidden/${hash.toString(36)}`).catch(() => []);
  const articles = (await Promise.all(candidates.map(load))).flat();
  return [...new Map(articles.map((article) => [article.number, hitOf(article)])).values()];
}

/** Letters and digits, without zeros before a number. */
function fold(text: string): string {
  return text.normalize("NFKC").replace(/(?<!\p{Nd})0+(?=\p{Nd})/gu, "").replace(/[^\p{L}\p{N}]+/gu, "").toUpperCase();
}

/** An article in no list has no fragment: nobody is led to it but by its number or code. */
function hitOf({ number, title, href, state }: HiddenArticle): Hit {
  const heading = [{ text: title, mark: false }];
  return { number, label: number, title, heading, href, products: [], state, updated: "", excerpt: [], short: "" };
}
