/**
 * What was found in logs as plain text for a ticket: each fault with its lines as the log has them, and its
 * article. Lines of a log stand behind four spaces, so that a ticket that reads markdown shows them as code.
 */

import type { Diagnosis, LogFault, LogRow } from "./types.ts";

export interface ReportWords {
  title: string;
  summary: string;
  /** What could not be read. */
  problems: string[];
  unknown: string;
  /** Describes whose an unknown code is, and which codes may be meant. */
  about(code: string): string[];
  lines(count: number): string;
  extent(fault: LogFault): string;
  /** Returns the text before the number of a line: the file, if there are several. */
  placeOf(row: LogRow): string;
  others(count: number): string;
  /** Returns the address of a page; empty if the site has none that others can open. */
  address(path: string): string;
}

// How many faults are listed; the rest are counted.
const MOST = 50;
// How many lines of a fault are quoted: the first ones say what the others repeat.
const MOST_LINES = 3;
// How many articles of a fault are listed, each of which explains other lines of it.
const BEST = 3;
// Control characters, line ends, and what changes the direction of text; not "é" or a space.
const CONTROLS = /[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+/g;

const clean = (text: string) => text.replace(CONTROLS, " ").trim();

export function writeReport(diagnosis: Diagnosis, words: ReportWords): string {
  const { findings, rows } = diagnosis;
  const blocks = [clean(words.title), words.summary, ...words.problems];
  const faults = findings.faults.slice(0, MOST).map(writeFault);
  const unknown = findings.unknown.slice(0, MOST).map(writeUnknown);
  blocks.push(...faults, ...countRest(findings.faults));
  if (unknown.length) blocks.push([`${words.unknown}:`, ...unknown, ...countRest(findings.unknown)].join("\n"));
  return `${blocks.filter(Boolean).join("\n\n")}\n`;

  function writeFault(fault: LogFault, at: number): string {
    const quoted = rows.filter((row) => row.pieces.some(([, name]) => name === fault.name)).slice(0, MOST_LINES);
    return [`${at + 1}. ${clean(fault.name)} (${describe(fault)})`, ...quoted.map(quote), ...writeArticles(fault)].join("\n");
  }

  function writeUnknown(fault: LogFault): string {
    const about = words.about(fault.name).map((text) => `  ${clean(text)}`);
    return [`- ${clean(fault.name)} (${describe(fault)})`, ...about].join("\n");
  }

  function describe({ begun, ended, ...fault }: LogFault): string {
    const times = [...new Set([begun, ended])].filter(Boolean).map(clean).join(" – ");
    return [words.lines(fault.lines), words.extent({ begun, ended, ...fault }), times].filter(Boolean).join(" · ");
  }

  function quote(row: LogRow): string {
    return `    ${words.placeOf(row)}${row.number}: ${clean(row.pieces.map(([text]) => text).join(""))}`;
  }

  function writeArticles({ articles, explained }: LogFault): string[] {
    const best = explained.slice(0, BEST);
    const written = best.flatMap(([place, lines]) => {
      const { number, title, path } = diagnosis.articles[place];
      const note = best.length > 1 ? ` (${words.lines(lines)})` : "";
      return [`   ${clean(`${number} ${title}`)}${note}`, `   ${words.address(path)}`];
    });
    const others = articles.length - best.length;
    if (best.length && others) written.push(`   ${words.others(others)}`);
    return written.filter((line) => line.trim());
  }
}

function countRest(faults: LogFault[]): string[] {
  return faults.length > MOST ? [`… ${faults.length - MOST}`] : [];
}
