"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const scripts = "../../templates/assets/js";
for (const name of ["mask", "search/tokenize", "search/store", "search/codes", "search/asked"]) {
  require(`${scripts}/${name}.js`);
}
for (const name of ["search/rank", "search/excerpt", "search/searcher"]) require(`${scripts}/${name}.js`);
const { errata } = globalThis;

// An index and Python's answers from it, written by tests/search/test_javascript.py.
const folder = process.env.ERRATA_SEARCH;
const skip = folder ? false : "tests/search/test_javascript.py runs it";

/** What a file of the index puts. */
function run(text) {
  let put;
  new Function("errata", text)({ put: (_, value) => (put = value) });
  return put;
}

const load = async (source) => run(readFileSync(join(folder, source), "utf-8"));

/** Every page of an answer in one. */
async function whole(searcher, query, typing) {
  const first = await searcher.ask(query, { typing });
  for (let page = 2; page <= first.pages; page += 1) {
    first.hits.push(...(await searcher.ask(query, { page, typing })).hits);
  }
  return first;
}

const text = (excerpt) => excerpt.map((piece) => piece.text).join("");

test("every text has the words of Python", { skip }, () => {
  const cases = JSON.parse(readFileSync(join(folder, "words.json"), "utf-8"));
  assert.ok(cases.length > 10);
  for (const { text, endings, words } of cases) {
    assert.deepEqual(errata.search.words(text, errata.search.stemmer(endings)), words, text.slice(0, 200));
  }
});

test("every query has the answer of Python", { skip }, async () => {
  const cases = JSON.parse(readFileSync(join(folder, "cases.json"), "utf-8"));
  assert.ok(cases.length > 100);
  const searchers = new Map();
  for (const { locale, query, typing, kind, codes, near, numbers, lines, ...more } of cases) {
    const place = { base: "", locale, load };
    if (!searchers.has(locale)) {
      const { endings } = await load(`search/${locale}/root.js`);
      searchers.set(locale, { searcher: errata.searcher(place), stem: errata.search.stemmer(endings) });
    }
    const { searcher, stem } = searchers.get(locale);
    const answer = await whole(searcher, query, typing);
    const found = {
      kind: answer.kind,
      near: answer.near.map((item) => item.code),
      numbers: answer.numbers,
    };
    const told = `${locale}: ${JSON.stringify(query.slice(0, 200))}`;
    assert.deepEqual(found, { kind, near, numbers }, told);
    assert.deepEqual(answer.hits.map((hit) => hit.number), numbers, told);
    assert.ok(answer.cards.every((card) => codes.includes(card.code)), told);
    for (const { number, title, excerpt } of answer.hits) {
      const line = lines[number];
      if (line && line !== title) assert.equal(text(excerpt), line, told);
    }
    assert.deepEqual(errata.search.words(query, stem), more.words, told);
  }
});

const tables = {
  "root.js": { version: 1 },
  "codes.js": {
    version: 1,
    codes: ["RED-520025"],
    kinds: "e",
    families: ["campaign"],
    of: "#",
    articles: ["!", ["KA-1"]],
    uses: "#",
    files: {},
    usual: "error",
  },
  "f/KA-1.js": { title: "Tracking", products: ["B", "A"], updated: "", short: "Start it.", lines: ["RED-520025 fails"] },
  "c/RED-520025.js": { code: "RED-520025", href: "en/codes/RED-520025/index.html" },
};

/** A searcher over the tables, and what it loaded. */
function counting(held = tables) {
  const asked = [];
  const from = async (source) => {
    asked.push(source.replace(/^search\/en\//, ""));
    const value = held[source.replace(/^search\/en\//, "").replace(/\?.*/, "")];
    if (!value) throw new Error(`${source} could not be loaded`);
    return value;
  };
  return { asked, searcher: errata.searcher({ base: "", locale: "en", load: from }) };
}

test("a lone code is answered without the root, and each file is loaded once", async () => {
  const { asked, searcher } = counting();
  const answers = await Promise.all([searcher.ask("RED-520025"), searcher.ask("red 520025")]);
  for (const answer of answers) {
    assert.equal(answer.kind, "code");
    assert.equal(answer.cards[0].code, "RED-520025");
    assert.deepEqual(answer.facets.products, [["A", 1], ["B", 1]]);
    assert.deepEqual(answer.hits[0].excerpt, [
      { text: "RED", mark: true },
      { text: "-", mark: false },
      { text: "520025", mark: true },
      { text: " fails", mark: false },
    ]);
  }
  assert.deepEqual(asked.sort(), ["c/RED-520025.js", "codes.js", "f/KA-1.js"]);
});

test("a product leaves the articles that have it", async () => {
  const { searcher } = counting();
  assert.equal((await searcher.ask("RED-520025", { product: "A" })).total, 1);
  assert.equal((await searcher.ask("RED-520025", { product: "C" })).total, 0);
});

test("a card that is not there leaves the articles", async () => {
  const { "c/RED-520025.js": _, ...held } = tables;
  const answer = await counting(held).searcher.ask("RED-520025");
  assert.deepEqual([answer.cards.length, answer.hits.length], [0, 1]);
});

test("an index that was replaced is read anew once, and the next question tries again", async () => {
  const held = { ...tables, "f/KA-1.js": undefined };
  const { asked, searcher } = counting(held);
  await assert.rejects(searcher.ask("RED-520025"), /could not be loaded/);
  assert.equal(asked.filter((name) => name.startsWith("codes.js")).length, 2);
  assert.ok(asked.some((name) => name.startsWith("codes.js?")));
  held["f/KA-1.js"] = tables["f/KA-1.js"];
  assert.equal((await searcher.ask("RED-520025")).total, 1);
});

test("an index of another version is refused", async () => {
  const held = { ...tables, "codes.js": { ...tables["codes.js"], version: 2 } };
  await assert.rejects(counting(held).searcher.ask("RED-520025"), /version 2/);
});

test("the codes are not loaded for a long log, and nothing for nothing", async () => {
  const { asked, searcher } = counting();
  assert.equal((await searcher.ask(" \u0000\n")).kind, "empty");
  await assert.rejects(searcher.ask("2024-11-22 11:31:22 ERROR a b c d e f g h i j k l m n o"));
  assert.ok(asked.every((name) => name.startsWith("root.js")));
});

test("five million characters are cut", async () => {
  const { searcher } = counting();
  assert.equal(errata.search.plain("x ".repeat(2_500_000)).length, 16_383);
  await assert.rejects(searcher.ask("<img onerror> ".repeat(400_000)));
});

test("a script of the index is run from the page, and taken out of it", async () => {
  const held = { "search/en/codes.js": tables["codes.js"], "search/en/f/KA-1.js": tables["f/KA-1.js"] };
  const there = new Set();
  globalThis.document = {
    currentScript: null,
    createElement: () => ({ remove: function () { there.delete(this); } }),
    head: {
      append(element) {
        there.add(element);
        setTimeout(() => {
          document.currentScript = element;
          if (element.src in held) errata.put("any", held[element.src]);
          document.currentScript = null;
          element.onload({ type: element.src in held ? "load" : "error" });
        });
      },
    },
  };
  const answer = await errata.searcher({ base: "", locale: "en" }).ask("RED-520025");
  assert.deepEqual([answer.cards.length, answer.total, there.size], [0, 1, 0]);
  await assert.rejects(errata.searcher({ base: "", locale: "de" }).ask("RED-520025"), /search\/de\/codes.js/);
  delete globalThis.document;
});
