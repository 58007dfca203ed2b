"""Helpers without a subject: locales, the interface's strings, addresses, file names, colours.

- Text: `characters`, `sentences`, `plain_words`, `markdown`, `display`.
- Names and addresses: `addresses`, `anchors`, `paths`.
- Languages: `locales`, `strings`.
- Settings: `toml`, `settings`, `colours`.
- Regular expressions: `patterns`, `pattern_tree`, `slow_patterns`.
"""
