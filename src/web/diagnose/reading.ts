/**
 * Reads a log from beginning to end with one set of known faults: in a worker, or in slices between which
 * the page can respond. `errata.faults` takes the site's data, which `errata.site.pages.diagnose` writes.
 */

import { CodeLookup } from "../search/codes.ts";
import { nearCodes, nearestNumbers } from "../search/near.ts";
import { documentationOf, recogniseCodes } from "../search/recognise.ts";
import type { FamilyPattern } from "../search/types.ts";
import facts from "../../errata/data/log_files.json" with { type: "json" };
import { extendStart, looksBinary } from "./bytes.ts";
import { createDiagnoser } from "./diagnoser.ts";
import type { Diagnoser } from "./diagnoser.ts";
import { Excerpts } from "./excerpts.ts";
import { DamagedFileError, findFormat, readBlocks, readHead } from "./files.ts";
import { Tally } from "./tally.ts";
import type {
  FaultsTable,
  LinkedArticle,
  LogFile,
  LogReader,
  LogStep,
  ReadFile,
  RunOptions,
  UnknownCode,
  YieldToPage,
} from "./types.ts";

// A log of so many bytes is shown as a whole.
const SHORT = 1 << 17;
// How many unknown codes get a description of whose they are.
const MOST_DESCRIBED = 100;

const tables: FaultsTable[] = [];

export function addFaults(table: FaultsTable): void {
  tables.push(table);
}

/** Prepares the known faults once. */
export async function openLogReader(yieldToPage: YieldToPage): Promise<LogReader> {
  const [table] = tables;
  if (!table) throw new Error("there is no data");
  const articles = tables.flatMap((part) => part.articles);
  const known = {
    codes: table.codes,
    families: table.families,
    spellings: table.spellings,
    messages: articles.flatMap(([, , texts], at) => texts.map((text): [number, string] => [at, text])),
    titles: articles.map(([, title]) => title),
    subjects: table.subjects,
    common: new Set(table.common.split(" ")),
  };
  const { begin, index } = await runSteps(createDiagnoser(known), yieldToPage);
  const codes = table.codes.map(([code]) => code);
  const lookup = new CodeLookup(codes);
  const patterns = table.described.map(([, ...pattern]): FamilyPattern => pattern);
  const cards = new Map(table.described.map(([card]) => [card.family, card]));

  /** Describes whose an unknown code is, where it is documented, and which codes may be meant. */
  function describeUnknown(code: string): UnknownCode {
    const card = cards.get(recogniseCodes(code, patterns)[0]?.family ?? "");
    const near = nearCodes(code, lookup);
    const meant = near.length ? near : card ? nearestNumbers(code, codesOf(card.family, code)) : [];
    return { code, card, documentation: documentationOf(code, card), near: meant, isSlip: near.length > 0 };
  }

  /** Returns the known codes of a family that begin as the code does: no others are near it. */
  function codesOf(family: string, code: string): string[] {
    const own = patterns.filter(([id]) => id === family);
    const alike = codes.filter((other) => other.slice(0, 2) === code.slice(0, 2));
    return alike.filter((other) => recogniseCodes(other, own).some((found) => found.code === other));
  }

  function linkArticle(place: number): LinkedArticle {
    const [number, title, , path, locale] = articles[place];
    return {
      number,
      title,
      path: path ?? `${table.folder}/${number}/index.html`,
      locale: locale || table.locale,
    };
  }

  return async (logs, options) => {
    const started = performance.now();
    const size = logs.reduce((sum, { blob }) => sum + blob.size, 0);
    const run = new LogRun(new Excerpts(index.pairs, size <= SHORT), size, options);
    for (const log of logs) await run.read(log, begin());
    const findings = run.tally.findings();
    return {
      findings,
      files: run.files,
      rows: run.excerpts.rows,
      cancelled: options.isCancelled(),
      read: run.bytes,
      size,
      milliseconds: performance.now() - started,
      articles: Object.fromEntries(findings.articles.map(({ article }) => [article, linkArticle(article)])),
      codes: table.codes.map(([code, , path]) => [code, path ?? `${table.folder}/codes/${code}/index.html`]),
      unknown: findings.unknown.slice(0, MOST_DESCRIBED).map(({ name }) => describeUnknown(name)),
    };
  };
}

/** One reading of several files, one after the other. */
class LogRun {
  tally = new Tally();
  files: ReadFile[] = [];
  /** The size of all files. */
  bytes = 0;

  excerpts: Excerpts;
  size: number;
  options: RunOptions;

  constructor(excerpts: Excerpts, size: number, options: RunOptions) {
    this.excerpts = excerpts;
    this.size = size;
    this.options = options;
  }

  async read({ name, blob }: LogFile, diagnoser: Diagnoser): Promise<void> {
    const { isCancelled, onProgress } = this.options;
    if (isCancelled()) return;
    const head = await readHead(blob);
    const format = findFormat(head);
    const file: ReadFile = { name, lines: 0, problem: format ? "format" : "", format, size: 0 };
    this.files.push(file);
    this.excerpts.beginFile(this.files.length - 1);
    const onRead = (bytes: number) => void (this.bytes += bytes);
    if (format) return onRead(blob.size);
    let start: Uint8Array = new Uint8Array();
    try {
      for await (const block of readBlocks(blob, head, onRead)) {
        file.size += block.length;
        start = extendStart(start, block);
        await this.take(diagnoser.feed(block), file);
        if (isCancelled()) return;
        if (file.size > facts.MOST_UNPACKED && file.size > blob.size) {
          file.problem = "large";
          break;
        }
        onProgress(this.bytes, this.size, this.tally.faults.size);
      }
    } catch (error) {
      if (!(error instanceof DamagedFileError)) throw error;
      file.problem = "damaged";
    }
    if (!file.problem && looksBinary(start)) file.problem = "binary";
    await this.take(diagnoser.end(), file);
  }

  async take(steps: Generator<LogStep | undefined>, file: ReadFile): Promise<void> {
    const { yieldToPage, isCancelled } = this.options;
    for (const step of steps) {
      if (step) {
        this.excerpts.take(step);
        if (step.line) this.tally.add(step.line, this.files.length - 1);
        this.tally.lines += step.lines - file.lines;
        file.lines = step.lines;
      }
      const pause = yieldToPage();
      if (pause) await pause;
      if (isCancelled()) return;
    }
  }
}

async function runSteps<Result>(steps: Generator<undefined, Result>, yieldToPage: YieldToPage): Promise<Result> {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    const pause = yieldToPage();
    if (pause) await pause;
  }
}
