"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { address, count, step } = require("../../templates/assets/js/search/box.js");
const { read, remember } = require("../../templates/assets/js/search/view.js");

test("an address holds what is asked and leaves out what is not", () => {
  assert.equal(address({ q: "a & b", product: "", kind: "code" }), "?q=a+%26+b&kind=code");
});

test("an address is short enough for every server, whatever is asked", () => {
  for (const q of ["x".repeat(5_000_000), "語".repeat(10_000), "\ud800".repeat(9000)]) {
    assert.ok(address({ q }).length < 6100);
  }
});

test("an address is read as it was written, and nonsense as nothing", () => {
  const state = { q: "a & b", product: "P", kind: "code", page: "3" };
  assert.deepEqual(read(address(state)), { ...state, go: false });
  const odd = read("?kind=__proto__&page=-7&go=yes&q=%FF");
  assert.deepEqual(odd, { q: "\ufffd", product: "", kind: "", page: "", go: false });
  assert.equal(read("?page=1e99").page, "");
  assert.equal(read("?page=123456789").page, "9999");
});

test("a count has the words and the digits of the language", () => {
  const dataset = { locale: "de", none: "Nichts", countOne: "{n} Ergebnis", countOther: "{n} Ergebnisse" };
  assert.equal(count(0, { dataset }), "Nichts");
  assert.equal(count(1, { dataset }), "1 Ergebnis");
  assert.equal(count(1138, { dataset }), "1.138 Ergebnisse");
});

test("a count is in the language of its words, not in that of the articles", () => {
  const dataset = { intl: "en", locale: "ar", countOne: "{n} result", countTwo: "", countOther: "{n} results" };
  assert.equal(count(2, { dataset }), "2 results");
  assert.equal(count(1138, { dataset }), "1,138 results");
});

test("the arrows walk a ring of which the box is a part", () => {
  assert.deepEqual([step(-1, 1, 2), step(2, 1, 2), step(-1, -1, 2), step(0, -1, 2)], [0, -1, 2, -1]);
  assert.equal(step(-1, 1, -1), -1);
});

test("the last searches are few, newest first, each once", () => {
  assert.deepEqual(remember(["b", "a"], " a "), ["a", "b"]);
  assert.deepEqual(remember(["a"], " "), ["a"]);
  assert.equal(remember(Array.from({ length: 20 }, String), "x").length, 8);
});
