"""Full-text search without a server: how the index is made, and how the command line queries it.

`SearchText` (per article, cached) -> `index.build_index` (per locale) -> files, which the script in
the browser and `query.Searcher` read.
"""
