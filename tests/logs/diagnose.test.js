import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { createDiagnoser } from "../../src/web/diagnose/diagnoser.ts";
import { CodeLookup } from "../../src/web/search/codes.ts";
import { nearCodes } from "../../src/web/search/near.ts";

// Written by test_javascript.py: the data of a site, logs, and what Python finds in them.
const cases = JSON.parse(readFileSync(process.env.ERRATA_DIAGNOSE, "utf-8"));
const tables = [];
const errata = { faults: (table) => tables.push(table) };
for (const script of cases.scripts) new Function("errata", script)(errata);

const articles = tables.flatMap((table) => table.articles);
const [first] = tables;
const { begin, index } = drained(
  createDiagnoser({
    codes: first.codes,
    families: first.families,
    spellings: first.spellings,
    messages: articles.flatMap(([, , texts], at) => texts.map((text) => [at, text])),
    titles: articles.map(([, title]) => title),
    subjects: first.subjects,
    common: new Set(first.common.split(" ")),
  }),
);

function drained(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function hitsOf(data, size) {
  const diagnoser = begin();
  const found = [];
  const take = (steps) => {
    for (const step of steps) {
      for (const hit of step?.line?.hits ?? []) {
        const numbers = hit.articles.map((at) => articles[at][0]);
        found.push([hit.line, hit.kind, hit.name, hit.surface, numbers]);
      }
    }
  };
  for (let at = 0; at < data.length; at += size) take(diagnoser.feed(data.subarray(at, at + size)));
  take(diagnoser.end());
  return found;
}

test("the anchors are Python's", () => {
  const anchors = [...new Set(index.anchors())].filter(Boolean);
  const order = (a, b) => (a < b ? -1 : 1);
  assert.deepEqual(anchors.sort(order), cases.anchors.filter(Boolean).sort(order));
});

for (const { name, data, size, hits } of cases.logs) {
  test(`the hits are Python's: ${name}`, () => {
    const found = hitsOf(new Uint8Array(Buffer.from(data, "base64")), size);
    for (const [at, hit] of hits.entries()) assert.deepEqual(found[at], hit);
    assert.equal(found.length, hits.length);
  });
}

test("near codes are Python's", () => {
  const lookup = new CodeLookup(first.codes.map(([code]) => code));
  for (const [code, expected] of cases.near) assert.deepEqual(nearCodes(code, lookup), expected, code);
});
