"""Repairs of what exporters broke.

- `source` and `block_html` work on lines and blocks, before text is read.
- `inline` and `inline_html` work within a paragraph; `raw_tags` judges each tag for both.
- `code` and `bold_headings` work on the finished tokens.
"""
