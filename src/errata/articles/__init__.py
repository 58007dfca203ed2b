"""Reading an article: its front matter, its markdown and what they say.

- The stage: `parser` runs `read` for each article.
- Before it: `conventions` of the knowledge base, `numbers` and names, `survey` for `errata init`.
- Included text: `includes` and `code_files`.
- `front_matter/` and `markdown/` read the two parts of the file.
- Writing articles: `formatting`, which asks `meaning` what must stay, and `untranslated`.
"""
