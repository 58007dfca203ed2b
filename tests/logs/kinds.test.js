import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { extendStart, looksBinary } from "../../src/web/diagnose/bytes.ts";
import { findFormat, readHead } from "../../src/web/diagnose/files.ts";

// Written by test_kinds.py: beginnings of files, and what Python says of them.
for (const [name, hex, format, isBinary] of JSON.parse(readFileSync(process.env.ERRATA_KINDS, "utf-8"))) {
  test(name, async () => {
    const data = new Uint8Array(Buffer.from(hex, "hex"));
    assert.equal(findFormat(await readHead(new Blob([data]))), format);
    let start = new Uint8Array();
    for (let at = 0; at < data.length; at += 1000) start = extendStart(start, data.subarray(at, at + 1000));
    assert.equal(looksBinary(start), isBinary);
  });
}
