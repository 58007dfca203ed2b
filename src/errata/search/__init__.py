"""Full-text search without a server: how the index is made, and how the command line queries it.

`SearchText` (per article, cached) -> `index.build_search_index` (per locale) -> files, which the
script in the browser and `query.Searcher` read.

- An article: `document`, its terms by `tokens` and `compounds`, and `vocabulary` of all languages.
- The index: `postings` weighs terms, `shards` and `sketch` divide them into files, `fragments` are
  what results show, `encoding` writes numbers. `index` has what the next process begins with, too.
"""
