"""Full-text search without a server: the index that a site carries, and the engine that reads it.

`SearchText` (per article, cached) -> `index.build` (per locale) -> files -> `engine.Searcher`.
The browser's engine reads the same files and gives the same answers.
"""
