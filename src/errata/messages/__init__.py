"""Error messages: their templates, and the articles that a pasted line belongs to.

- In articles: `extract` finds messages, with `telling`, `line_codes` and `references`.
- In logs: `lines` joins and divides lines, `mask` hides what changes, `words` divides a line.
- `entries` are messages in the form for comparison; `match` compares, by `likeness`.
"""
