/** The findings of a log as markdown, to be pasted into a ticket. Every text of the log is escaped. */

import type { Diagnosis, LogFault } from "./types.ts";

export interface ReportWords {
  title: string;
  summary: string;
  faults: string;
  articles: string;
  unknown: string;
  lines(count: number): string;
  extent(first: number, last: number): string;
  /** Empty if the site has none that others can open. */
  address(path: string): string;
}

// Faults of a list; the rest is counted.
const MOST = 50;
// Controls, ends of lines, and what turns the direction of a text around; not "é" or a space.
const CONTROLS = /[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+/g;
// What has a meaning in markdown: "*", "[" and "<" yes; "." and "," no.
const MARKUP = /[\\\x60*_{}[\]<>()#+!|~&-]/g;

function escape(text: string): string {
  return text.replace(CONTROLS, " ").replace(MARKUP, "\\$&");
}

/** As code, between more backticks than it has in a row. */
function quote(text: string): string {
  const bare = text.replace(CONTROLS, " ").trim();
  const longest = Math.max(0, ...Array.from(bare.matchAll(/\x60+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = longest ? " " : "";
  return fence + room + bare + room + fence;
}

export function writeReport(diagnosis: Diagnosis, words: ReportWords): string {
  const { findings } = diagnosis;
  const writeLink = (text: string, path: string) => {
    const address = words.address(path);
    return address ? `[${escape(text)}](${address})` : escape(text);
  };
  const writeArticle = (place: number) => {
    const found = diagnosis.articles[place];
    return found ? `${escape(found.number)} ${writeLink(found.title, found.path)}` : "";
  };
  const writeFault = ({ name, lines, first, last, begun, ended, articles: [best] }: LogFault) => {
    const times = [begun, ended].filter(Boolean).map(escape);
    const article = best === undefined ? "" : writeArticle(best);
    const parts = [words.lines(lines), words.extent(first, last), [...new Set(times)].join(" – "), article];
    return `- ${quote(name)}: ${parts.filter(Boolean).join(" · ")}`;
  };
  const articles = findings.articles.map((found) => `- ${writeArticle(found.article)}: ${words.lines(found.lines)}`);
  const parts = [
    `# ${escape(words.title)}`,
    escape(words.summary),
    writeList(words.faults, findings.faults.map(writeFault)),
    writeList(words.articles, articles),
    writeList(words.unknown, findings.unknown.map(writeFault)),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function writeList(title: string, lines: string[]): string {
  if (!lines.length) return "";
  const rest = lines.length > MOST ? `\n- … ${lines.length - MOST}` : "";
  return `## ${title}\n\n${lines.slice(0, MOST).join("\n")}${rest}`;
}
