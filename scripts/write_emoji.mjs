/**
 * Writes the codes of emoji that GitHub knows, one a line, for `errata.articles.markdown.syntax.emoji`.
 * `--check` writes nothing, and fails if the file is another.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gemoji } from "gemoji";

const FILE = join(import.meta.dirname, "../src/errata/data/emoji.json");

const codes = gemoji.flatMap(({ emoji, names }) => names.map((name) => [name, emoji]));
codes.sort(([one], [other]) => (one < other ? -1 : 1));
const about = "What GitHub shows for `:name:`: written by `node scripts/write_emoji.mjs`, from the package gemoji.";
const text = `${JSON.stringify({ about, codes: Object.fromEntries(codes) }, null, 1)}\n`;

if (!process.argv.includes("--check")) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, "utf-8") !== text) {
  console.error("src/errata/data/emoji.json is not what `node scripts/write_emoji.mjs` writes");
  process.exitCode = 1;
}
