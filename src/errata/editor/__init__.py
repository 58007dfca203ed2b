"""What an editor shows of a knowledge base: functions of the library, a text and a place in it.

Nothing here knows a protocol: `errata lsp` translates for the editor.

- `document` is the open text, `knowledge` what is on the disk.
- `completion` and `lookups` answer questions about a place in the text.
- `front_matter_schema`, `schema_values` and `config_schema` are JSON Schemas for other editors.
- `jsonc` writes settings of an editor.
"""
