"""Markdown as the articles are authored: one module per extension, one for repairs.

- `parser` calls the extensions in their order, and `context` holds what they collect.
- Structure: `headings`, `ids`, `sections`, `tables`.
- Links and pictures: `links`, `images`, `references`, `link_places`.
- Codes: `code_links`, `code_sections`; `raw_html` finds them in blocks of HTML, too.
- `syntax/` is what authors write, `repair/` what exporters broke; `tokens` are helpers of all.
- `sanitise` has the last word on the HTML.
"""
