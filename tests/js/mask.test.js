import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { hideInserts, mask, stripPrefix } from "../../src/web/messages/mask.ts";

// Written by tests/messages/test_javascript.py out of vectors.toml, with Python's answers to long lines.
const vectors = JSON.parse(readFileSync(process.env.ERRATA_VECTORS, "utf-8"));

test("there are vectors", () => {
  assert.ok(vectors.mask.length > 60 && vectors.strip.length > 10);
});

for (const { text, masked } of vectors.mask) {
  test(`masks ${JSON.stringify(text.slice(0, 60))}`, () => assert.equal(mask(text), masked));
}

for (const { text, stripped } of vectors.strip) {
  test(`strips ${JSON.stringify(text.slice(0, 60))}`, () => {
    assert.equal(stripPrefix(text), stripped);
  });
}

for (const { text, shown } of vectors.hide) {
  test(`shows ${JSON.stringify(text.slice(0, 60))}`, () => assert.equal(hideInserts(text), shown));
}
