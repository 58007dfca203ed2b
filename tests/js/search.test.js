import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import "../../src/web/mask.ts";
import "../../src/web/search/engine.ts";
import "../../src/web/search/guess.ts";
import "../../src/web/search/questions.ts";
import "../../src/web/search/unknown.ts";
import "../../src/web/search/words.ts";
import { mask, stripPrefix } from "../../src/web/messages/mask.ts";
import { CodeLookup } from "../../src/web/search/codes.ts";
import { findNear, nearestNumbers } from "../../src/web/search/near.ts";
import { coversCode, findCodesAlike, recogniseCodes } from "../../src/web/search/recognise.ts";
import "../../src/web/search/operators.ts";
import { errata } from "../../src/web/shared.ts";
import { setUpPage } from "../../src/web/page.ts";
import { trustSite } from "../../src/web/trust.ts";
import { markExcerpt } from "../../src/web/search/excerpt.ts";
import { countFacets } from "../../src/web/search/filter.ts";
import { listPatternFiles } from "../../src/web/search/pieces.ts";
import { NOTHING } from "../../src/web/search/nothing.ts";
import { nameInAddress, parseLog } from "../../src/web/search/query.ts";
import { isFaint } from "../../src/web/search/relevance.ts";
import { IndexReader } from "../../src/web/search/terms.ts";
import { IndexSearcher } from "../../src/web/search/searcher.ts";
import { put } from "../../src/web/search/store.ts";
import { createStemmer } from "../../src/web/search/stemmer.ts";
import { weighByScript } from "../../src/web/search/telling.ts";
import { tokenize } from "../../src/web/search/tokens.ts";
import { cleanQuery } from "../../src/web/text.ts";

// What tests/search/test_javascript.py writes: words and codes, or an index and answers from it.
const { ERRATA_WORDS, ERRATA_ANSWERS } = process.env;
const read = (file) => JSON.parse(readFileSync(file, "utf-8"));

test("every text has the words and the codes that Python finds", { skip: !ERRATA_WORDS }, () => {
  const { words, codes, lookups } = read(ERRATA_WORDS);
  assert.ok(words.length > 10 && lookups.length > 100);
  for (const { text, suffixes, words: expected } of words) {
    assert.deepEqual(tokenize(text, createStemmer(suffixes)), expected, text.slice(0, 200));
  }
  const lookup = new CodeLookup([...codes].sort());
  for (const { text, matches, near } of lookups) {
    const found = lookup.find(text);
    assert.deepEqual([found.matches, findNear(text, lookup)], [matches, near], text.slice(0, 200));
  }
});

test("codes without an article are recognised as in Python", { skip: !ERRATA_WORDS }, () => {
  const { patterns, listed, masks, recognised, addresses } = read(ERRATA_WORDS);
  assert.ok(patterns.unknown.length > 50 && recognised.length > 50);
  const starts = Object.keys(patterns).map((name) => name.split("/")[1] ?? "").join("");
  const known = listed.map(([code]) => code);
  const lookup = new CodeLookup(known);
  for (const { text, ...expected } of recognised) {
    const codes = recogniseCodes(text, listPatternFiles(text, starts).flatMap((name) => patterns[name]));
    const alike = findCodesAlike(text, listed);
    const found = {
      found: codes.map(({ code, family, start, end }) => [code, family, start, end]),
      alike: alike ? [alike.name, alike.family, alike.codes] : [],
      nearest: nearestNumbers(text, known),
      masks: masks.filter((mask) => coversCode(mask, text)),
    };
    assert.deepEqual(found, expected, text.slice(0, 200));
  }
  for (const { text, name } of addresses) assert.equal(nameInAddress(text), name, text);
});

/** The value that a file of the index puts. */
function valueOf(text) {
  let value;
  new Function("errata", text)({ put: (_, held) => (value = held) });
  return value;
}

test("every query has the answer of the command line", { skip: !ERRATA_ANSWERS }, async () => {
  const answers = read(ERRATA_ANSWERS);
  assert.ok(answers.length > 100);
  const load = async (source) => valueOf(readFileSync(join(dirname(ERRATA_ANSWERS), source), "utf-8"));
  const searchers = new Map();
  for (const { locale, query, typing, answer } of answers) {
    if (!searchers.has(locale)) searchers.set(locale, new IndexSearcher({ base: "", locale, load }));
    const found = await searchers.get(locale).ask(query, { typing });
    const label = `${locale}: ${JSON.stringify(query.slice(0, 200))}`;
    const near = found.near.map((item) => item.code);
    assert.deepEqual({ kind: found.kind, near, numbers: found.numbers }, answer, label);
  }
});

const NONE = { products: [], states: [] };

const tables = {
  "codes.js": {
    version: 5,
    codes: ["!", ["RED-520025"]],
    kinds: "e",
    hidden: "",
    pieces: 0,
    starts: "",
    families: ["campaign"],
    of: "#",
    articles: ["!", ["KA-1"]],
    files: {},
    usual: "error",
  },
  "f/KA-1.js": { title: "Tracking", products: ["B", "A"], updated: "", short: "Start it.", lines: ["RED-520025 fails"], sections: ["cause", 1] },
  "c/RED-520025.js": { code: "RED-520025", href: "en/codes/RED-520025/index.html", articles: ["KA-1"] },
  "uses.js": { codes: ["!", ["RED-520025"]], articles: ["!", ["KA-1"]], uses: "#" },
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
  return { asked, searcher: new IndexSearcher({ base: "", locale: "en", load: from }) };
}

test("a lone code is answered without the root, and each file is loaded once", async () => {
  const { asked, searcher } = counting();
  const answers = await Promise.all([searcher.ask("RED-520025"), searcher.ask("red 520025")]);
  for (const answer of answers) {
    assert.equal(answer.kind, "code");
    assert.equal(answer.cards[0].code, "RED-520025");
    assert.deepEqual(countFacets((await answer.rest()).labels, NONE).products, [["A", 1], ["B", 1]]);
    assert.deepEqual(answer.hits[0].excerpt, [
      { text: "RED", mark: true },
      { text: "-", mark: false },
      { text: "520025", mark: true },
      { text: " fails", mark: false },
    ]);
  }
  assert.deepEqual(asked.sort(), ["c/RED-520025.js", "codes.js", "f/KA-1.js"]);
});

test("what looks like a known code asks for the families beside the file of its word", async () => {
  const words = { "i/0.js": {}, "unknown/r.js": [["RED", "RED-52[0-9]{4}"]] };
  for (const [query, before] of [["RED-520999", true], ["RED-52099912", false]]) {
    const held = { ...tables, ...words, "codes.js": { ...tables["codes.js"], pieces: 1, starts: "r" } };
    const { asked, searcher } = counting(held);
    await searcher.find(query, false).catch(() => {});
    assert.equal(asked.indexOf("unknown/r.js") < asked.indexOf("i/0.js"), before, query);
  }
});

test("a lone word with a number leads to the heading that has it", async () => {
  const article = { ...tables["f/KA-1.js"], headings: ["kb3130", "the-kb313-check"] };
  const codes = { ...tables["codes.js"], pieces: 1 };
  const { searcher } = counting({ ...tables, "codes.js": codes, "i/0.js": { kb313: "#" }, "f/KA-1.js": article });
  const { hits } = await searcher.ask("KB-313");
  assert.equal(hits[0].href, "en/KA-1/index.html#the-kb313-check");
});

/** Three articles of one code, of which the first has no state. */
const several = {
  ...tables,
  "codes.js": { ...tables["codes.js"], articles: ["!##", ["KA-1"]] },
  "c/RED-520025.js": { ...tables["c/RED-520025.js"], articles: ["KA-1", "KA-2", "KA-3"] },
  "f/KA-2.js": { ...tables["f/KA-1.js"], products: ["B"], state: "validated" },
  "f/KA-3.js": { ...tables["f/KA-1.js"], products: ["C"], state: "new" },
};

test("values of one facet are added, and each facet counts what the others leave", async () => {
  const ask = (options) => counting(several).searcher.ask("RED-520025", options);
  const facetsOf = async (answer, filters) => countFacets((await answer.rest()).labels, { ...NONE, ...filters });
  assert.deepEqual(await facetsOf(await ask({})), {
    products: [["B", 2], ["A", 1], ["C", 1]],
    states: [["new", 1], ["validated", 1]],
  });
  const answer = await ask({ products: ["A", "C"] });
  assert.deepEqual(answer.numbers, ["KA-1", "KA-3"]);
  assert.deepEqual(await facetsOf(answer, { products: ["A", "C"] }), { products: [["B", 2], ["A", 1], ["C", 1]], states: [["new", 1]] });
  const both = await ask({ products: ["B", "C"], states: ["new"] });
  assert.deepEqual([both.numbers, (await facetsOf(both, { products: ["B", "C"], states: ["new"] })).products], [["KA-3"], [["C", 1]]]);
  assert.equal((await ask({ products: ["D"] })).total, 0);
});

test("a page past the last is the last, and there is none before the first", async () => {
  const ask = async (page) => (await counting(several).searcher.ask("RED-520025", { page })).page;
  assert.deepEqual([await ask(99), await ask(-1), await ask(1)], [1, 1, 1]);
});

test("a title has its marks", async () => {
  const held = { ...tables, "f/KA-1.js": { ...tables["f/KA-1.js"], title: "What RED 520025 says" } };
  const { heading } = (await counting(held).searcher.ask("RED-520025")).hits[0];
  assert.deepEqual(heading.filter(({ mark }) => mark).map(({ text }) => text), ["RED", "520025"]);
});

test("two letters of a Japanese word are not marked in another word", () => {
  const marked = (line) => markExcerpt(line, new Set(["エラ", "ラー", "削除"]), (word) => word).filter(({ mark }) => mark).map(({ text }) => text);
  assert.deepEqual(marked("スケジューラーのエラーを削除する"), ["エラー", "削除"]);
});

test("what the best article says of a pasted message stands first on the card, even if the card left it out", async () => {
  const variant = (number) => ({ message: "m", solution: [], href: `en/${number}/index.html`, anchor: "" });
  const card = { ...several["c/RED-520025.js"], articles: ["KA-1", "KA-2", "KA-3"], variants: ["KA-1", "KA-2"].map(variant) };
  const { searcher } = counting({ ...several, "c/RED-520025.js": card });
  const ask = async (kind, numbers) => {
    const lines = new Map([["KA-3", "Tracking stopped"]]);
    searcher.find = async () => ({ ...NOTHING, kind, codes: ["RED-520025"], numbers, lines });
    return (await searcher.ask("x")).cards[0].variants.map(({ href, message, solution }) => [href, message, ...solution]);
  };
  const [one, two] = [["en/KA-1/index.html", "m"], ["en/KA-2/index.html", "m"]];
  assert.deepEqual(await ask("log", ["KA-3", "KA-1"]), [["en/KA-3/index.html", "Tracking stopped", "Start it."], one]);
  assert.deepEqual(await ask("words", ["KA-2", "KA-1"]), [two, one]);
  assert.deepEqual(await ask("code", ["KA-3", "KA-1"]), [one, two]);
});

test("a line of one of several issues stands on the card with what to do about that issue", async () => {
  const variant = { message: "m", solution: [], href: "en/KA-1/index.html", anchor: "" };
  const card = { ...several["c/RED-520025.js"], articles: ["KA-1", "KA-2"], variants: [variant] };
  const issues = {
    ...tables["f/KA-1.js"],
    lines: ["Tracking stopped", "The ledger is closed", "The till is open"],
    sections: ["stopped", 1, "closed", 1, "open", 1],
    resolutions: { closed: "Open it.", open: "" },
  };
  const { searcher } = counting({ ...several, "c/RED-520025.js": card, "f/KA-2.js": issues });
  const solve = async (line) => {
    searcher.find = async () => ({ ...NOTHING, kind: "log", codes: ["RED-520025"], numbers: ["KA-2"], lines: new Map([["KA-2", line]]) });
    return (await searcher.ask("x")).cards[0].variants[0].solution;
  };
  assert.deepEqual(await Promise.all(issues.lines.map(solve)), [["Start it."], ["Open it."], [""]]);
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
  const held = { ...tables, "codes.js": { ...tables["codes.js"], version: 1 } };
  await assert.rejects(counting(held).searcher.ask("RED-520025"), /version 1/);
});

test("the codes are not loaded for a long log, and nothing for nothing", async () => {
  const { asked, searcher } = counting();
  assert.equal((await searcher.ask(" \u0000\n")).kind, "empty");
  await assert.rejects(searcher.ask("2024-11-22 11:31:22 ERROR a b c d e f g h i j k l m n o"));
  assert.ok(asked.every((name) => name.startsWith("root.js")));
});

test("five million characters are cut", async () => {
  const { searcher } = counting();
  assert.equal(cleanQuery("x ".repeat(2_500_000)).length, 16_383);
  await assert.rejects(searcher.ask("<img onerror> ".repeat(400_000)));
});

test("a script of the index is run from the page, and taken out of it", async () => {
  const site = "https://help.example/";
  const names = ["codes.js", "uses.js", "f/KA-1.js"];
  const held = Object.fromEntries(names.map((name) => [`${site}search/en/${name}`, tables[name]]));
  const there = new Set();
  trustSite(site);
  setUpPage(`${site}assets/js/main.js`);
  globalThis.document = {
    baseURI: site,
    currentScript: null,
    createElement: () => ({ remove: function () { there.delete(this); } }),
    head: {
      append(element) {
        there.add(element);
        setTimeout(() => {
          document.currentScript = element;
          if (element.src in held) put("any", held[element.src]);
          document.currentScript = null;
          element.onload({ type: element.src in held ? "load" : "error" });
        });
      },
    },
  };
  const answer = await new IndexSearcher({ base: "", locale: "en" }).ask("RED-520025");
  assert.deepEqual([answer.cards.length, answer.total, there.size], [0, 1, 0]);
  await assert.rejects(new IndexSearcher({ base: "", locale: "de" }).ask("RED-520025"), /search\/de\/codes.js/);
  delete globalThis.document;
});

test("a script comes from a site whose scripts are here, and from nowhere else", () => {
  errata.sites = [];
  trustSite("https://help.example/a/");
  globalThis.document = { baseURI: "https://help.example/a/en/search/" };
  const trusted = (address) => errata.policy.createScriptURL(address);
  assert.equal(trusted("../../search/en/root.js?17"), "https://help.example/a/search/en/root.js?17");
  for (const address of [
    "//evil.example/x.js",
    "https://help.example/a.evil.example/x.js",
    "https://help.example.evil.example/a/x.js",
    "../../../b/x.js",
    "../../%2e%2e/b/x.js",
    "\\\\evil.example\\x.js",
    "data:text/javascript,alert(1)//.js",
    "blob:https://help.example/a/x.js",
    "javascript:alert(1)//.js",
    "../KA-1/index.md",
    "../../en/notes.txt",
    "../../search/en/root.js?callback=x",
    "../../search/en/root.js#x",
    "",
  ]) {
    assert.throws(() => trusted(address), TypeError, address);
  }
  delete globalThis.document;
});

test("a log line keeps its values if hardly a word is left without them", () => {
  const log = (text) => parseLog(text, { mask, stripPrefix }).text.trim();
  assert.equal(log("ERROR: /dev/tty"), "ERROR: /dev/tty");
  assert.doesNotMatch(log("ERROR: the file /dev/tty cannot be opened"), /tty/);
});

test("the options of a command and the numbers of a log leave no word out", () => {
  const excludedOf = (text) => errata.operators.readOperators(text, (some) => tokenize(some, (word) => word)).excluded;
  assert.deepEqual(excludedOf("smart crop missing -video -folder"), ["video", "folder"]);
  for (const text of ["java -Xmx256m -jar", "find x -type f -exec", "config -force -repair -all", "rc = -1", "a - b"]) {
    assert.deepEqual(excludedOf(text), [], text);
  }
});

test("one rare word of several is no answer, two are, unless others are in no article", () => {
  const termOf = (word, rarity, place, token = word, isStopWord = false) => {
    const posting = { total: 2, kept: [[place, 1]], isStopWord };
    return { token, matches: [{ word, rarity, weight: 1, posting }] };
  };
  const others = ["kitchen", "ladder", "bicycle"].map((word) => termOf(word, 6, 2));
  const [paris, server] = ["paris", "server"].map((word) => termOf(word, 2, 1));
  const isFaintWith = (some, unknown = []) => isFaint({ terms: [...some, ...others], unknown, rarest: 6 }, 1, 150, []);
  assert.equal(isFaintWith([paris, server]), false);
  assert.equal(isFaintWith([paris]), true);
  assert.equal(isFaintWith([paris, termOf("the", 0.7, 1)]), true);
  assert.equal(isFaintWith([paris, server], ["weather", "tomorrow"]), true);
  // A stop word says nothing, and a corrected word little; the part of a compound was typed.
  assert.equal(isFaintWith([paris, termOf("around", 2, 1, "around", true)]), true);
  assert.equal(isFaintWith([paris, termOf("base", 2, 1, "bake")]), true);
  assert.equal(isFaintWith([paris, termOf("server", 2, 1, "serverraum")]), false);
});

test("a question of little is answered by an article that has half of it as it was typed, or if it is one word", () => {
  const termOf = (word, token = word, place = 1, isStopWord = false) => {
    const posting = { total: 30, kept: [[place, 1]], isStopWord };
    return { token, matches: [{ word, rarity: 3, weight: 1, posting }] };
  };
  const isFaintWith = (...terms) => isFaint({ terms, unknown: [], rarest: 6 }, 1, 8, []);
  assert.equal(isFaintWith(termOf("cart"), termOf("base", "bake")), false);
  assert.equal(isFaintWith(termOf("rise", "rice"), termOf("base", "bake")), true);
  assert.equal(isFaintWith(termOf("cart"), termOf("away", "away", 2)), false);
  assert.equal(isFaintWith(termOf("track", "trackin")), false);
  assert.equal(isFaintWith(termOf("how", "how", 1, true)), false);
});

test("an article that has nearly all of a question of common words is an answer, or two in its title", () => {
  const termOf = (word, place) => {
    const posting = { total: 30, kept: [[place, 1]], isStopWord: false };
    return { token: word, matches: [{ word, rarity: 3, weight: 1, posting }] };
  };
  const isFaintWith = (words, others, unknown = [], titleWords = []) => {
    const terms = [...words.map((word) => termOf(word, 1)), ...others.map((word) => termOf(word, 2))];
    return isFaint({ terms, unknown, rarest: 6 }, 1, 8, titleWords);
  };
  const words = ["pods", "go", "away", "deleted"];
  assert.equal(isFaintWith(words, []), false);
  assert.equal(isFaintWith(words, ["after"]), false);
  assert.equal(isFaintWith(words, ["after", "lunch"]), true);
  assert.equal(isFaintWith(words.slice(1), []), false);
  assert.equal(isFaintWith(words.slice(2), ["after"]), true);
  assert.equal(isFaintWith(words, [], ["weather"]), true);
  assert.equal(isFaintWith(words, [], ["weather"], ["pods"]), true);
  assert.equal(isFaintWith(words, [], ["weather"], ["pods", "deleted"]), false);
  // Neighbouring pairs of letters are parts of the same word.
  assert.equal(isFaintWith(["容器", "器里", "域名", "名解", "解析"], []), false);
  assert.equal(isFaintWith(["容器", "器里", "域名", "名解"], []), true);
});

test("a word that articles have is not lost because its shard was opened after the terms were found", async () => {
  const files = { get: async () => new Map([["im", "0#"]]) };
  const index = new IndexReader({ files, pause: async () => {} }, { articles: 2, shardOf: () => 0, shardName: () => "a" });
  await index.openShards([0]);
  assert.deepEqual(index.findUnknown(["im", "zuhause"], []), ["zuhause"]);
});

test("a stop word is one where its shard says so, or else where most articles seem to have it", async () => {
  const files = { get: async () => ["AinCdexBto", "!$$!#( !'! !($!#)"] };
  const level = (word) => (word === "the" ? 7 : 4);
  const root = { articles: 2, shardOf: (word) => (word < "tha" ? 0 : 1), shardName: () => "a", commonness: level };
  const index = new IndexReader({ files: { get: async (_, decode) => decode(await files.get()) }, pause: async () => {} }, root);
  await index.openShards([0]);
  assert.deepEqual(["in", "index", "the", "zebra"].filter((word) => index.isStopWord(word)), ["in", "the"]);
});

test("an article that has all that is asked and alone has one of the words is an answer, however long it is", () => {
  const termOf = (word, total, place) => {
    const posting = { total, kept: [[place, 1]], isStopWord: false };
    return { token: word, matches: [{ word, rarity: 6, weight: 1, posting }] };
  };
  const isFaintWith = (terms, unknown = [], score = 8) => isFaint({ terms, unknown, rarest: 6 }, 1, score, []);
  assert.equal(isFaintWith([termOf("zyxword", 1, 1), termOf("again", 90, 1)]), false);
  assert.equal(isFaintWith([termOf("zyxword", 2, 1), termOf("again", 90, 1)]), true);
  assert.equal(isFaintWith([termOf("zyxword", 1, 1), termOf("again", 90, 2)]), true);
  assert.equal(isFaintWith([termOf("zyxword", 1, 1), termOf("again", 90, 1)], ["paris"]), true);
  // A name beside words of other articles.
  assert.equal(isFaintWith([termOf("snpeff", 1, 1), termOf("database", 90, 2)], [], 150), false);
  assert.equal(isFaintWith([termOf("snpeff", 2, 1), termOf("database", 90, 2)], [], 150), true);
});

test("a name tells more than a pair of letters beside it, and as much as another name", () => {
  const weigh = weighByScript(["bavid", "の計", "計算"]);
  assert.ok(weigh("bavid") > weigh("計算") && weigh("計算") > weigh("の計"));
  assert.equal(weighByScript(["bavid", "report"])("bavid"), 1);
});
