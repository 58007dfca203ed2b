// Reads articles (JSON Lines) and writes MiniSearch's index of them: node minisearch_index.js IN OUT
"use strict";

const { readFileSync, writeFileSync } = require("node:fs");
const MiniSearch = require("minisearch");
const options = require("./minisearch_options.js");

const [, , from, to] = process.argv;
const articles = readFileSync(from, "utf-8").trim().split("\n").map((line) => JSON.parse(line));
const index = new MiniSearch(options);
index.addAll(articles);
writeFileSync(to, JSON.stringify(index));
