// One set of options for MiniSearch's index and its queries: the best of those tried on the labels.
"use strict";

const minisearchOptions = {
  fields: ["title", "description", "body"],
  idField: "id",
  searchOptions: {
    boost: { title: 4, description: 1.5 },
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    prefix: (term, at, terms) => at === terms.length - 1,
  },
};
if (typeof module === "object") module.exports = minisearchOptions;
