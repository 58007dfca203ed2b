import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, formatCount } from "../../src/web/search/address.ts";
import { nextOption } from "../../src/web/search/box.ts";
import { readHistory, rememberQuery } from "../../src/web/search/history.ts";
import { asksToFollow, readState } from "../../src/web/search/state.ts";

test("an address holds what is asked and leaves out what is not", () => {
  assert.equal(addressOf({ q: "a & b", product: [], kind: ["code", "article"] }), "?q=a+%26+b&kind=code&kind=article");
});

test("an address is short enough for every server, whatever is asked", () => {
  for (const q of ["x".repeat(5_000_000), "語".repeat(10_000), "\ud800".repeat(9000)]) {
    assert.ok(addressOf({ q }).length < 6100);
  }
});

test("an address is read as it was written, and nonsense as nothing", () => {
  const state = { q: "a & b", kind: ["code"], product: ["P", "Q"], state: ["not-validated"], page: "3" };
  assert.deepEqual(readState(addressOf(state)), state);
  const odd = readState("?kind=__proto__&state=A+b&product=&page=-7&go=yes&q=%FF");
  assert.deepEqual(odd, { q: "\ufffd", kind: [], product: [], state: [], page: "" });
  assert.deepEqual(readState("?product=A&product=A").product, ["A"]);
  assert.equal(readState(`?${Array.from({ length: 999 }, (_, at) => `product=${at}`).join("&")}`).product.length, 50);
  assert.deepEqual(["?go=1", "?go=yes", ""].map(asksToFollow), [true, false, false]);
  assert.equal(readState("?page=1e99").page, "");
  assert.equal(readState("?page=123456789").page, "9999");
});

test("a count has the words and the digits of the language", () => {
  const dataset = { locale: "de", none: "Nichts", countOne: "{n} Ergebnis", countOther: "{n} Ergebnisse" };
  assert.equal(formatCount(0, { dataset }), "Nichts");
  assert.equal(formatCount(1, { dataset }), "1 Ergebnis");
  assert.equal(formatCount(1138, { dataset }), "1.138 Ergebnisse");
});

test("a count is in the language of its words, not in that of the articles", () => {
  const dataset = { intl: "en", locale: "ar", countOne: "{n} result", countTwo: "", countOther: "{n} results" };
  assert.equal(formatCount(2, { dataset }), "2 results");
  assert.equal(formatCount(1138, { dataset }), "1,138 results");
});

test("the arrows walk a ring of which the box is a part", () => {
  assert.deepEqual([nextOption(-1, 1, 2), nextOption(2, 1, 2), nextOption(-1, -1, 2), nextOption(0, -1, 2)], [0, -1, 2, -1]);
  assert.equal(nextOption(-1, 1, -1), -1);
});

/** Stands in for a browser's storage, which Node.js has only with a file. */
function createStorage() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
}

test("the last searches are few, newest first, each once, and no log is among them", (t) => {
  t.after(() => delete globalThis.localStorage);
  Object.defineProperty(globalThis, "localStorage", { value: createStorage(), configurable: true });
  for (const query of ["b", "a", "b", " a ", " ", "two\nlines", "x".repeat(201)]) rememberQuery(query);
  assert.deepEqual(readHistory(), ["a", "b"]);
  for (let at = 0; at < 20; at += 1) rememberQuery(`${at}`);
  assert.equal(readHistory().length, 8);
});
