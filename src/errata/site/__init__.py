"""The site: its pages and files, and what they share, such as layout, cards and lists.

- `plan` lists every output; `pages/` and `feeds/` make them, one module for each kind.
- `context` is what they see: the site, and one page, with `urls`, `layout` and `views`.
- Codes: `answers` and `code_answer` choose what a page says, from `quotes`, `blocks` and
  `passages`.
- Lists: `articles_of_site`, `categories`, `lists`, `related`, `collation`.
- Text and pictures: `formatting`, `images`.
- What is made again after a change: `facts`, `edits`, `renewal`.
- Addresses: `old_addresses` of other sites, `unlisted` files that no list leads to.
"""
