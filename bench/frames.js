// Reads each line with the page's engine. Input on stdin: the scripts of its data, and lines; output: articles.
import { readFileSync } from "node:fs";

import { createDiagnoser } from "../src/web/diagnose/diagnoser.ts";

const { scripts, lines } = JSON.parse(readFileSync(0, "utf-8"));
const tables = [];
for (const script of scripts) new Function("errata", script)({ faults: (table) => tables.push(table) });
const [first] = tables;
const articles = tables.flatMap((table) => table.articles);
const known = {
  ...first,
  messages: articles.flatMap(([, , texts], at) => texts.map((text) => [at, text])),
  titles: articles.map(([, title]) => title),
  common: new Set(first.common.split(" ")),
};

function drain(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const { begin } = drain(createDiagnoser(known));
const encoder = new TextEncoder();
const found = lines.map((line) => {
  const diagnoser = begin();
  const steps = [...diagnoser.feed(encoder.encode(line)), ...diagnoser.end()];
  return steps.flatMap((step) => step?.line?.hits ?? []).flatMap((hit) => hit.articles.map((at) => articles[at][0]));
});
process.stdout.write(JSON.stringify(found));
