/**
 * Reads a log from beginning to end with one set of known faults: in a worker, or in slices between which
 * the page can respond. `errata.faults` takes the site's data, which `errata.site.pages.diagnose` writes.
 */

import { CodeLookup } from "../search/codes.ts";
import { createDiagnoser } from "./diagnoser.ts";
import type { Diagnoser } from "./diagnoser.ts";
import { Excerpts } from "./excerpts.ts";
import { Tally } from "./tally.ts";
import type { FaultsTable, LinkedArticle, LogReader, LogStep, RunOptions, YieldToPage } from "./types.ts";

// Bytes of a file that are read at once.
const SLICE = 1 << 18;
// Bytes of a log that is shown as a whole.
const SHORT = 1 << 17;
// Unknown codes for which near ones are looked for.
const MOST_NEAR = 100;

const tables: FaultsTable[] = [];

export function addFaults(table: FaultsTable): void {
  tables.push(table);
}

/** Gets ready what is known, once. */
export async function openLogReader(yieldToPage: YieldToPage): Promise<LogReader> {
  const [table] = tables;
  if (!table) throw new Error("there is no data");
  const articles = tables.flatMap((part) => part.articles);
  const known = {
    codes: table.codes,
    families: table.families,
    spellings: table.spellings,
    messages: articles.flatMap(([, , texts], at) => texts.map((text): [number, string] => [at, text])),
    common: new Set(table.common.split(" ")),
  };
  const { begin, index } = await runSteps(createDiagnoser(known), yieldToPage);
  const lookup = new CodeLookup(table.codes.map(([code]) => code));

  function linkArticle(place: number): LinkedArticle {
    const [number, title, , path, locale] = articles[place];
    return {
      number,
      title,
      path: path ?? `${table.folder}/${number}/index.html`,
      locale: locale || table.locale,
    };
  }

  return async (log, options) => {
    const started = performance.now();
    const tally = new Tally();
    const excerpts = new Excerpts(index.pairs, log.size <= SHORT);
    const { read, lines } = await readLog(log, begin(), tally, excerpts, options);
    const findings = tally.findings(lines);
    return {
      findings,
      rows: excerpts.rows,
      cancelled: read < log.size,
      read,
      size: log.size,
      milliseconds: performance.now() - started,
      articles: Object.fromEntries(findings.articles.map(({ article }) => [article, linkArticle(article)])),
      codes: table.codes.map(([code, , path]) => [code, path ?? `${table.folder}/codes/${code}/index.html`]),
      near: findings.unknown.slice(0, MOST_NEAR).map(({ name }) => [name, lookup.near(name)]),
    };
  };
}

async function readLog(log: Blob, diagnoser: Diagnoser, tally: Tally, excerpts: Excerpts, options: RunOptions) {
  const { yieldToPage, isCancelled, onProgress } = options;
  let lines = 0;
  let read = 0;

  async function take(steps: Generator<LogStep | undefined>): Promise<void> {
    for (const step of steps) {
      if (step) {
        excerpts.take(step);
        if (step.line) tally.add(step.line);
        lines = step.lines;
      }
      const pause = yieldToPage();
      if (pause) await pause;
      if (isCancelled()) return;
    }
  }

  while (read < log.size && !isCancelled()) {
    const slice = log.slice(read, read + SLICE);
    await take(diagnoser.feed(new Uint8Array(await slice.arrayBuffer())));
    if (isCancelled()) break;
    read += slice.size;
    onProgress(read, log.size, tally.faults.size);
  }
  if (!isCancelled()) await take(diagnoser.end());
  return { read, lines };
}

async function runSteps<Result>(steps: Generator<undefined, Result>, yieldToPage: YieldToPage): Promise<Result> {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    const pause = yieldToPage();
    if (pause) await pause;
  }
}
