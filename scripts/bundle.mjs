/**
 * Bundles the scripts of `src/web` into the classic ones that pages load, also from a disk.
 * `--check` writes nothing, and names the bundles that differ from their sources.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, transform } from "esbuild";
import { minify } from "terser";

const ROOT = join(import.meta.dirname, "..");
const OUT = join(ROOT, "templates/assets/js");
const ENTRIES = [
  "animation",
  "article",
  "diagnose/view",
  "diagnose/worker",
  "filter",
  "main",
  "mask",
  "notfound",
  "root",
  "search/box",
  "search/element",
  "search/engine",
  "search/extras",
  "search/guess",
  "search/operators",
  "search/questions",
  "search/unknown",
  "search/view",
  "search/words",
];
// What of the data is for people alone.
const NOTES = ["about", "why", "name", "takes", "leaves"];

/** Data without its notes, styles without their spaces. */
const shrink = {
  name: "shrink",
  setup(bundler) {
    bundler.onLoad({ filter: /\.json$/ }, ({ path }) => {
      const keep = (key, value) => (NOTES.includes(key) || key.startsWith("//") ? undefined : value);
      return { contents: JSON.stringify(JSON.parse(readFileSync(path, "utf-8"), keep)), loader: "json" };
    });
    bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf-8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const { outputFiles } = await build({
  absWorkingDir: ROOT,
  bundle: true,
  entryPoints: ENTRIES.map((name) => `src/web/${name}.ts`),
  format: "iife",
  legalComments: "none",
  minify: true,
  outbase: "src/web",
  outdir: OUT,
  plugins: [shrink],
  target: "es2022",
  tsconfig: "tsconfig.json",
  write: false,
});

for (const { path, text } of outputFiles) {
  // In ASCII, so that no page's encoding matters. The names that esbuild gives pack worse: 8.1 kB of search engine, not 7.5.
  const { code } = await minify(text, { compress: { passes: 3 }, ecma: 2022, format: { ascii_only: true } });
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${code}\n`);
  } else if (readFileSync(path, "utf-8") !== `${code}\n`) {
    console.error(`${path} is not made of its sources: run make scripts`);
    process.exitCode = 1;
  }
}
